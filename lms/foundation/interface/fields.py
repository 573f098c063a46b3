"""Fields of forms that several rooms have."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django import forms
from django.core.validators import URLValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.plugins.manifest import InstitutionSetting

FARTHEST = timedelta(days=2 * 365)
"""How far from today something is planned at most: a year that was mistyped is none, nor one that no time zone has."""
Day = TypeVar("Day", date, datetime)
LONGEST, LONGEST_TEXT = 500, 10_000


class HttpsField(forms.URLField):
    """A field of an address that begins with https://, whose refusal says so once."""

    default_error_messages = {"invalid": gettext_lazy("Enter a whole address that begins with https://.")}
    default_validators = [URLValidator(schemes=["https"])]


class Unread(forms.Textarea):
    """A field of several lines that never shows what it holds."""

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, object]:
        return super().get_context(name, None, attrs)


def check_near(day: Day, today: Day) -> Day:
    """Return `day`, which is within two years of `today`. Raises `ValidationError` for any other."""
    if abs(day - today) > FARTHEST:
        raise forms.ValidationError(_("Choose a day within two years of today."))
    return day


def number_field(label: Any, least: int, most: int, *, size: int | None = None, **options: Any) -> forms.IntegerField:
    """Return a field of a whole number, typed as text: of a number field a browser does not send a text that it cannot
    read.
    """
    sentence = format_lazy(
        gettext_lazy("Write a whole number from {least} to {most}, in digits."), least=least, most=most
    )
    attributes = {"inputmode": "numeric"} | ({"size": size} if size else {})
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs=attributes),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
        **options,
    )


def setting_field(setting: InstitutionSetting, *, unset: tuple[str, Any] = ("", "–")) -> forms.Field:
    """Return the field of a setting of a plugin, or an option of a source; `unset` is the choice of no value."""
    common: dict[str, Any] = {"label": setting.label, "required": False}
    off = {"autocomplete": "off", "spellcheck": "false"}
    if setting.secret and setting.kind == "long text":
        return forms.CharField(max_length=LONGEST_TEXT, widget=Unread(attrs={"rows": 4, **off}), **common)
    if setting.secret:
        return forms.CharField(max_length=LONGEST, widget=forms.PasswordInput(attrs=off), **common)
    fields: dict[str, Callable[[], forms.Field]] = {
        "long text": lambda: forms.CharField(
            max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}), **common
        ),
        "number": lambda: forms.IntegerField(min_value=-(10**9), max_value=10**9, **common),
        "yes or no": lambda: forms.ChoiceField(choices=[unset, ("yes", _("Yes")), ("no", _("No"))], **common),
        "choice": lambda: forms.ChoiceField(choices=[unset, *setting.choices], **common),
        "address": lambda: HttpsField(max_length=LONGEST, assume_scheme="https", **common),
    }
    return fields.get(setting.kind, lambda: forms.CharField(max_length=LONGEST, **common))()
