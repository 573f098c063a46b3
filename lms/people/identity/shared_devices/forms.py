"""Forms on shared devices and about them, and the check for PINs that others guess first."""

import unicodedata
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...directory.institutions import Institution
from ...directory.models import User
from ...directory.requests import SignedInRequest
from ...directory.tree import InstitutionChoiceField
from ..protection import throttling
from .reach import places_of

SHORTEST, LONGEST = 4, 8
USUAL = frozenset({"2580", "0852", "5683", "1004", "147258", "258369", "147852", "159753", "14725836", "159357"})
"""Ways over the keys of a telephone, and words that are typed on them."""
YEARS = range(1930, 2040)


def digits_of(text: str) -> str:
    """Return the digits of `text` as 0–9, in whichever script they are written, without spaces; empty if any other sign
    is among them.
    """
    found = [unicodedata.decimal(one, None) for one in text if not one.isspace()]
    return "" if None in found else "".join(str(one) for one in found)


def is_trivial(pin: str, *, number: str, birth_year: int | None) -> bool:
    """Return whether `pin` is among the first guesses of a person who knows the owner's service number and year of
    birth, or neither.
    """
    own = digits_of("".join(one for one in number if unicodedata.decimal(one, None) is not None))
    half = len(pin) // 2
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return (
        len(set(pin)) < 3
        or len(steps) == 1
        or pin == pin[::-1]
        or pin[:half] * 2 == pin
        or pin in USUAL
        or (len(pin) == 4 and int(pin) in YEARS)
        or (birth_year is not None and str(birth_year) in pin)
        or any(each in own or (len(own) >= SHORTEST and own in each) for each in (pin, pin[::-1]))
    )


NOT_THIS = _(
    "Number and PIN do not belong together. After five wrong PINs the PIN is deleted: sign in with your password."
)
"""The same whatever is wrong, and whether there is such a person or PIN."""


class PinField(forms.CharField):
    """Four to eight digits, in whichever script they are typed."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}
        super().__init__(**{"label": _("PIN"), "max_length": 40, "widget": forms.PasswordInput(attrs=attrs), **kwargs})
        self.error_messages["required"] = _("Enter your PIN.")

    def to_python(self, value: object) -> str:
        return digits_of(str(super().to_python(value) or "")) or str(value or "")


class NewPinForm(forms.Form):
    """A PIN, twice."""

    pin = PinField(label=_("New PIN"), help_text=_("Four to eight digits that are hard to guess."))
    again = PinField(label=_("New PIN again"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_pin(self) -> str:
        pin: str = self.cleaned_data["pin"]
        if digits_of(pin) != pin or not SHORTEST <= len(pin) <= LONGEST:
            raise forms.ValidationError(_("Choose four to eight digits."))
        if is_trivial(pin, number=self.person.service_number, birth_year=self.person.birth_year):
            raise forms.ValidationError(_("Others guess this PIN early. Choose digits without an order or a year."))
        return pin

    def clean(self) -> dict[str, object]:
        pin, again = self.cleaned_data.get("pin"), self.cleaned_data.get("again")
        if pin and again and pin != again:
            self.add_error("again", _("The two PINs are not the same. Type the new one twice."))
        return self.cleaned_data


class PinSignInForm(forms.Form):
    """A service number and the PIN on this device."""

    username = forms.CharField(
        label=_("Service number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}),
        error_messages={"required": _("Enter your service number, as on your service card.")},
    )
    pin = PinField()


class LockForm(forms.Form):
    """Form that opens a locked session: by the PIN, or without one by the password."""

    pin = PinField()
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
        error_messages={"required": _("Enter your password.")},
    )

    def __init__(self, *args: Any, request: SignedInRequest, with_pin: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        del self.fields["password" if with_pin else "pin"]

    def clean_password(self) -> str:
        """Check the password. Tries are counted as those of signing in."""
        password: str = self.cleaned_data["password"]
        if not throttling.is_present_password(self.request, password):
            raise forms.ValidationError(_("The password is wrong. Type it again; capitals matter."))
        return password


class DeviceForm(forms.Form):
    """Form of the name of this browser and the institution to which it belongs."""

    institution = InstitutionChoiceField(queryset=Institution.objects.none(), label=_("Institution"), empty_label=None)
    name = forms.CharField(
        label=_("Name of the device"),
        max_length=80,
        help_text=_("Such as “Room 3, tablet 2”: it is on a label as well."),
    )

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = places_of(viewer).filter(has_shared_devices=True).order_by("path")
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]
        self.fields["name"].error_messages["required"] = _("Give the device a name.")
