"""The part of privacy in what waits for an administrator, and in what an academy needs before its first intake."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.pages.office import Step, Waiting, provide, provide_person_part, register_step
from lms.foundation.plugins.pages.slots import Panel
from lms.people.directory.models import User

from .models import Erasure

NOTICE = Step(
    "notice",
    _("A privacy notice"),
    _("People read and accept it before they go on."),
    80,
    lambda place: place.notice is not None,
    lambda _place: reverse("privacy:notices"),
)


def waiting(person: User) -> list[Waiting]:
    """Return the erasures that were not carried out, since somebody has to ask for them again; one statement."""
    lapsed = Erasure.objects.visible_to(person).lapsed().count()
    return [Waiting(_("Erasures that were not carried out"), lapsed, reverse("privacy:erasures"))]


def data_about(viewer: User, person: User) -> Panel | None:
    """Return the way to the export and the erasure of `person`; None for whoever does not manage the account. One
    statement.
    """
    if not User.objects.managed_by(viewer).exclude(pk=viewer.pk).filter(pk=person.pk).exists():
        return None
    return Panel(gettext("Data about this person"), "privacy/academy_panel.html", {"person": person.pk})


def register() -> None:
    """Add both, when the app is ready."""
    provide(waiting)
    register_step(NOTICE)
    provide_person_part(data_about)
