"""Personal data of notices, as declared for access, correction and erasure."""

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData, Retention

PERSONAL_DATA = (
    PersonalData(
        "notices.Notice",
        person="person",
        what=_("Notices to somebody about their courses and their work here, and when they read them."),
        fields=("kind", "due_at", "made_at", "read_at"),
        retention=Retention(180, "made_at", swept=True),
    ),
    PersonalData(
        "notices.Delivery",
        person="person",
        what=_("By which channel a notice went to somebody, when, and what became of it."),
        fields=("channel", "state", "made_at", "sent_at", "error"),
        retention=Retention(180, "made_at"),
    ),
    PersonalData(
        "notices.Preference",
        person="person",
        what=_("Channels by which somebody wants to be told."),
        fields=("kind", "channel", "on"),
    ),
    PersonalData(
        "notices.BadAddress",
        person="person",
        what=_("That an address of somebody is not there, so that nothing is sent to it."),
        fields=("channel", "address", "marked_at"),
    ),
    PersonalData(
        "notices.OwnAddress",
        person="person",
        what=_("Addresses that somebody gave for a channel of notices, and when they proved that it is theirs."),
        fields=("channel", "address", "asked_at", "confirmed_at"),
        corrected=_("On the page of notice settings."),
    ),
    PersonalData(
        "notices.Subscription",
        person="person",
        what=_("To which browsers of somebody pushes come, until they sign out there."),
        fields=("device", "made_at", "used_at"),
        retention=Retention(180, "used_at", swept=True),
    ),
)
