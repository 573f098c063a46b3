"""Personal data of people who use shared devices, and of people who open them."""

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData, Retention

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
        what=_("Who made which browser a shared device."),
        erased="kept without the person",
    ),
)
