"""Gateway and monthly limit for the text messages of an institution: as its administrators set them, or else as the
installation does.

An institution that brings a gateway of its own is asked nothing of the installation's: neither its token nor its hosts.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.institution_settings import settings_for
from lms.foundation.plugins.manifest import InstitutionSetting
from lms.people.directory.institutions import Institution
from lms.switchboard.setting_values import current_values

from .requests import Gateway

PART = "notices"
"""By which what is set at institutions is kept, beside what plugins are set to."""
HARMLESS = ("sender", "per_month", "price")
"""Fields that do not change where a message goes."""
FIELDS = "to={to}&message={text}&from={from}&id={key}"

SETTINGS = (
    InstitutionSetting(
        "sender",
        _("Sender"),
        _("The sender as your gateway has registered it: up to 11 letters, or a number."),
    ),
    InstitutionSetting(
        "per_month",
        _("Text messages in a month"),
        _("The most parts that are sent in a month. Without a gateway of your own no more than the site allows."),
        kind="number",
    ),
    InstitutionSetting("price", _("Price of a part"), _("As in 0.80 KES, for the page that says what was spent.")),
    InstitutionSetting(
        "url",
        _("Address of a gateway of your own"),
        _("Empty: the gateway of the site. Changing it sends every text message of your people there."),
        kind="address",
    ),
    InstitutionSetting(
        "body",
        _("Fields"),
        _("The fields for the gateway, as pairs or JSON, with {to}, {text}, {from} and {key}."),
        kind="long text",
        default=FIELDS,
    ),
    InstitutionSetting(
        "method", _("Method"), kind="choice", choices=(("POST", "POST"), ("GET", "GET")), default="POST"
    ),
    InstitutionSetting(
        "auth",
        _("How it knows you"),
        _("bearer, basic, or the name of a header that carries the secret; empty where it asks for none."),
    ),
    InstitutionSetting("secret", _("Token or password"), _("For “basic”: user:password."), secret=True),
    InstitutionSetting(
        "key_header", _("Header for the key"), _("Where the key of a message is in none of the fields.")
    ),
    InstitutionSetting(
        "taken", _("Text of success"), _("Text of a successful answer, if its HTTP status is not enough.")
    ),
    InstitutionSetting(
        "reference", _("Place of its number"), _("Where in a JSON answer the gateway’s own number stands.")
    ),
)


def gateway_of(institution: Institution | None) -> Gateway | None:
    """Return the gateway that carries the messages of `institution`; None where there is none."""
    said = _said(institution)
    if said.get("url"):
        return _own(said)
    if not settings.SMS_URL:
        return None
    return Gateway(
        url=settings.SMS_URL,
        body=settings.SMS_BODY,
        method=settings.SMS_METHOD,
        auth=settings.SMS_AUTH,
        secret=settings.SMS_SECRET,
        sender=said.get("sender") or settings.SMS_SENDER,
        key_header=settings.SMS_KEY_HEADER,
        taken=settings.SMS_TAKEN,
        reference=settings.SMS_REFERENCE,
        no_number=tuple(settings.SMS_NO_NUMBER),
        internal=tuple(settings.SMS_INTERNAL_HOSTS),
    )


def owner_of_gateway(institution: Institution | None) -> Institution | None:
    """Return the lowest institution that says how a gateway other than the site's is asked for messages to people of
    `institution`: its administrators can read them. None where the site's carries them. One statement.
    """
    values = current_values(PART, institution) if institution is not None else []
    if not any(one.setting.name == "url" and one.value for one in values):
        return None
    said = [one.row.institution for one in values if one.row and one.setting.name not in HARMLESS]
    return max(said, key=lambda at: (at.path or "").count("/"))


def monthly_limit_of(institution: Institution | None) -> int:
    """Return how many parts the institution may send in a month."""
    return monthly_limit_in(_said(institution))


def monthly_limit_in(said: Mapping[str, Any]) -> int:
    """Return the same of what is set there: through the gateway of the site never more than that allows."""
    wanted = said.get("per_month")
    if wanted is None:
        return settings.SMS_PER_MONTH
    return max(wanted, 0) if said.get("url") else min(max(wanted, 0), settings.SMS_PER_MONTH)


def price_in(said: Mapping[str, Any]) -> str:
    """Return the price of a part by the settings `said`: a number and a currency, or an empty text."""
    return said.get("price") or settings.SMS_PRICE


def _own(said: Mapping[str, Any]) -> Gateway:
    return Gateway(
        url=said["url"],
        body=said["body"],
        method=said["method"],
        auth=said["auth"],
        secret=said["secret"].reveal(),
        sender=said["sender"],
        key_header=said["key_header"],
        taken=said["taken"],
        reference=said["reference"],
    )


def _said(institution: Institution | None) -> Mapping[str, Any]:
    return settings_for(PART, institution) if institution is not None else {}
