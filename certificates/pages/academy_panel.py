"""Certificates of a person, on the administrator's page about them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.slots import Panel
from lms.people.directory.choices import Role
from lms.people.directory.models import User

from ..display import CertificateDisplay
from ..models import Certificate

MOST = 20


def certificates_of(viewer: User, person: User) -> Panel | None:
    """Return the certificates of `person` that `viewer` may see, the latest first; None where there are none. One
    statement.
    """
    rows = Certificate.objects.visible_to(viewer, Role.ADMINISTRATOR).filter(earned_by__learner=person)
    today = timezone.localdate()
    shown = [CertificateDisplay.of(row, today=today) for row in rows.order_by("-completed_on", "-pk")[:MOST]]
    return Panel(_("Certificates"), "certificates/academy_panel.html", {"shown": shown}) if shown else None
