"""The channel of the page of notices: whatever is told stands there."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.channel import ACCOUNT, SENT, Channel, Message, Receipt

if TYPE_CHECKING:
    from lms.people.directory.models import User


class InApp(Channel):
    slug = "inapp"
    name = _("Notices")
    uses = ACCOUNT

    def address(self, person: "User") -> str:
        return str(person.pk)

    def send(self, message: Message, *, to: str, institution: object) -> Receipt:
        """Send nothing more: the notice is a row that its reader finds: nothing is left to send."""
        return Receipt(SENT, reference=message.key)
