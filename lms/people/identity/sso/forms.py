"""Forms of an administrator for the provider of an institution."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.foundation.interface.stale_forms import StaleCheckForm

from ..providers.models import Protocol, SignOn
from . import metadata, saml
from .http.allowed_hosts import NotAllowed, split
from .http.client import Unreachable
from .metadata import ProviderData
from .services import Choices

CHANGED = "-changed"
"""When it was set up last; in no field."""
MACHINE = {"dir": "ltr", "spellcheck": "false", "autocapitalize": "none", "autocomplete": "off"}
FIELDS = ("issuer", "client", "number_from", "on")
NO_ADDRESS = _("Write the address of the issuer as the provider calls itself: with https://, without a query.")
UNREADABLE = _("The text is not the metadata of one provider: %(why)s")


def _now(sign_on: SignOn | None, protocol: Protocol, names: Iterable[str]) -> dict[str, object]:
    """Return the current settings and since when they hold: so the form knows of another secret, and of another
    protocol.
    """
    known = sign_on if sign_on is not None and sign_on.protocol == protocol else None
    values = {name: getattr(known, name) for name in names} if known else {}
    return {**values, CHANGED: sign_on.changed_at if sign_on else None}


class OidcForm(StaleCheckForm):
    """An OpenID Connect provider. Gives in `about` what `services.set_up` takes."""

    protocol = Protocol.OIDC
    issuer = forms.CharField(
        label=_("Issuer"),
        max_length=500,
        widget=forms.URLInput(attrs=MACHINE),
        help_text=_("The address of the provider, such as https://login.example.org/realms/academy."),
    )
    client = forms.CharField(label=_("Client ID"), max_length=200, widget=forms.TextInput(attrs=MACHINE))
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    number_from = forms.CharField(
        label=_("Claim with the service number"),
        max_length=200,
        initial="preferred_username",
        widget=forms.TextInput(attrs=MACHINE),
        help_text=_(
            "Choose a claim that only the provider’s administrators can change. A person who can change "
            "their own could sign in as somebody else."
        ),
    )
    on = forms.BooleanField(
        label=_("People of this institution and below it can sign in with it"),
        required=False,
    )

    def __init__(self, *args: object, sign_on: SignOn | None, **kwargs: object) -> None:
        super().__init__(*args, initial=_now(sign_on, self.protocol, FIELDS), **kwargs)
        self.sign_on = sign_on
        if sign_on is not None and sign_on.secret:
            self.fields["secret"].help_text = _("A secret is kept and not shown. Leave it empty to keep it.")

    def clean_issuer(self) -> str:
        issuer = str(self.cleaned_data["issuer"])
        try:
            parts = split(issuer)
        except NotAllowed as error:
            raise forms.ValidationError(NO_ADDRESS) from error
        if parts.query or parts.fragment:
            raise forms.ValidationError(NO_ADDRESS)
        return issuer

    def _saved(self, name: str) -> str:
        return str(self.fields[name].help_text or "–") if name == "secret" else super()._saved(name)

    @property
    def about(self) -> Choices:
        cleaned = self.cleaned_data
        return {
            "protocol": self.protocol,
            "on": cleaned["on"],
            "issuer": cleaned["issuer"],
            "client": cleaned["client"],
            "number_from": cleaned["number_from"],
            "secret": cleaned["secret"] or None,
        }


class SamlForm(StaleCheckForm):
    """A SAML provider, by its metadata, pasted or by their address. Gives in `about` what `services.set_up` takes."""

    protocol = Protocol.SAML
    metadata_url = forms.CharField(
        label=_("Address of the provider’s metadata"),
        max_length=2000,
        required=False,
        widget=forms.URLInput(attrs=MACHINE),
        help_text=_(
            "The provider’s metadata are read again each time you save, for example after the provider has "
            "changed its certificate."
        ),
    )
    metadata = forms.CharField(
        label=_("Or the metadata themselves"),
        max_length=200_000,
        required=False,
        widget=forms.Textarea(attrs={**MACHINE, "rows": 4}),
    )
    number_from = forms.CharField(
        label=_("Attribute with the service number"),
        max_length=200,
        widget=forms.TextInput(attrs=MACHINE),
        help_text=OidcForm.base_fields["number_from"].help_text,
    )
    on = forms.BooleanField(label=OidcForm.base_fields["on"].label, required=False)

    def __init__(self, *args: object, sign_on: SignOn | None, **kwargs: object) -> None:
        super().__init__(*args, initial=_now(sign_on, self.protocol, ("metadata_url", "number_from", "on")), **kwargs)
        self.sign_on = sign_on
        self.known = sign_on if sign_on is not None and sign_on.protocol == self.protocol else None

    @property
    def missing(self) -> str:
        """The reason why it cannot be on, if the extra is not installed."""
        return "" if saml.is_installed() else str(saml.NOT_INSTALLED)

    def clean_on(self) -> bool:
        if self.cleaned_data["on"] and self.missing:
            raise forms.ValidationError(self.missing)
        return bool(self.cleaned_data["on"])

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if self.overtaken:
            return cleaned
        text, url = cleaned.get("metadata", "").strip(), cleaned.get("metadata_url", "")
        try:
            cleaned["read"] = self._read(text, url)
        except Unreachable as error:
            self.add_error("metadata_url", _("Nothing can be read there: %(why)s") % {"why": error})
        except metadata.Unreadable as error:
            self.add_error("metadata" if text else "metadata_url", UNREADABLE % {"why": error})
        return cleaned

    def _read(self, text: str, url: str) -> ProviderData | None:
        """Return the provider's data, from the pasted metadata first, then from the address, then as known; None if
        there is none, with an error on the form.
        """
        if text:
            return metadata.read(text).about
        if url:
            return metadata.fetched(url).about
        if self.known is None or self.known.metadata_url:
            self.add_error("metadata_url", _("Give the address of the metadata, or paste them below."))
            return None
        return metadata.Metadata(self.known.issuer, self.known.address, self.known.certificates).about

    @property
    def about(self) -> Choices:
        cleaned, read = self.cleaned_data, self.cleaned_data["read"]
        return {
            "protocol": self.protocol,
            "on": cleaned["on"],
            "issuer": read["issuer"],
            "address": read["address"],
            "certificates": read["certificates"],
            "metadata_url": cleaned["metadata_url"],
            "number_from": cleaned["number_from"],
            "secret": "",
        }
