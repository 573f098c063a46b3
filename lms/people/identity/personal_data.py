"""Personal data of people with accounts, cards and shared devices."""

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData, Retention

ACCOUNTS = (
    PersonalData(
        "people.Text",
        person="person",
        what=_("Which text messages with a link to activate the account were sent to somebody, without the link."),
        retention=Retention(30, "made_at", swept=True),
    ),
    PersonalData(
        "people.ActivationCard",
        person="person",
        what=_("That somebody has a card with which they choose a password, until when, and when they did."),
        fields=("made_at", "expires_at", "used_at"),
        retention=Retention(1, "expires_at", swept=True),
        staff=("made_at", "expires_at", "used_at"),
    ),
    PersonalData(
        "people.ActivationCard",
        person="by",
        what=_("Person who made a card for somebody."),
        erased="kept without the person",
    ),
    PersonalData(
        "people.CardSheet",
        person="by",
        what=_("Person who had a sheet of cards printed, and when."),
        fields=("title", "made_at", "printed_at"),
        erased="kept without the person",
        retention=Retention(90, "made_at", swept=True),
    ),
    PersonalData(
        "people.NameRequest",
        person="person",
        what=_("Another name that somebody asked for, and whether it was accepted."),
        fields=("name", "status", "asked_at", "answered_at"),
        merged="moved",
        retention=Retention(365, "asked_at"),
        staff=("name", "status", "asked_at", "answered_at"),
    ),
    PersonalData(
        "people.NameRequest",
        person="by",
        what=_("Person who accepted or refused somebody’s other name."),
        erased="kept without the person",
    ),
)
SHARED_DEVICES = (
    PersonalData(
        "people.DevicePin",
        person="person",
        what=_("That somebody has a PIN on a device that their class shares, kept as a hash."),
        fields=("device", "set_at"),
        retention=Retention(90, "set_at", swept=True),
    ),
    PersonalData(
        "people.SharedDevice",
        person="opened_by",
        what=_("Person who made a browser a shared device."),
        erased="kept without the person",
    ),
)
