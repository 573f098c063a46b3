"""Part of this room in what waits for an administrator, and in what an academy needs before its first intake."""

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.pages import office
from lms.foundation.plugins.pages.home import home_blocks
from lms.foundation.plugins.pages.office import Step, Waiting

from ...directory.choices import Role
from ...directory.institutions import Institution
from ...directory.models import Cohort, CohortMember, Membership, User
from ...identity.accounts.models import NameRequest
from ...identity.factors.policy import days_at
from ..roster.models import Roster
from ..stand_ins.services import waiting_for as stand_ins_for
from ..transfers.decisions import waiting_for as transfers_for
from .home_blocks import BLOCKS


def waiting(person: User) -> list[Waiting]:
    """Return what `person` may decide; five statements."""
    today = timezone.localdate()
    names = NameRequest.objects.filter(
        status=NameRequest.Status.WAITING, person__in=User.objects.managed_by(person).exclude(pk=person.pk)
    )
    lists = Roster.objects.visible_to(person, Role.ADMINISTRATOR).filter(
        status__in=[Roster.Status.CHOOSING, Roster.Status.READY]
    )
    return [
        Waiting(_("Transfers that others ask for"), transfers_for(person).count(), reverse("academy:transfers")),
        Waiting(_("Changes of names"), names.count(), reverse("academy:names")),
        Waiting(_("Stand-ins to confirm"), stand_ins_for(person, today=today).count(), reverse("academy:stand-ins")),
        Waiting(_("Lists of people that wait for you"), lists.count(), reverse("academy:lists")),
        Waiting(
            _("Cohorts past their last day"),
            over(person).count(),
            f"{reverse('academy:cohorts')}?state=over",
        ),
    ]


def over(person: User) -> QuerySet[Cohort]:
    """Return the open cohorts that `person` administers and whose last day is over."""
    return Cohort.objects.visible_to(person, Role.ADMINISTRATOR).filter(
        closed_at=None, ends_on__lt=timezone.localdate()
    )


def _held(place: Institution, role: Role) -> QuerySet[Membership]:
    """Return who holds `role` at `place` or above."""
    above = [int(pk) for pk in (place.path or "").strip("/").split("/") if pk]
    return Membership.objects.in_force().filter(institution__in=above, role=role, user__is_active=True)


def _has_names(place: Institution) -> bool:
    return any(place.names.get(code) for code, _name in settings.LANGUAGES)


def _asks_factor(place: Institution) -> bool:
    return days_at(place) >= 0


def _has_learners(place: Institution) -> bool:
    people = User.objects.filter(institution__path__startswith=place.path or "-", is_active=True)
    return people.filter(~Exists(Membership.objects.filter(user=OuterRef("pk")))).exists()


def _has_cohort(place: Institution) -> bool:
    return CohortMember.objects.filter(
        cohort__institution__path__startswith=place.path or "-", cohort__closed_at=None
    ).exists()


def _has_instructor(place: Institution) -> bool:
    below = Membership.objects.in_force().filter(institution__path__startswith=place.path or "-", role=Role.INSTRUCTOR)
    return below.filter(user__is_active=True).exists() or _held(place, Role.INSTRUCTOR).exists()


def _page(name: str) -> Any:
    return lambda place: reverse(f"academy:{name}", args=[place.pk])


def _list(name: str) -> Any:
    return lambda place: reverse(f"academy:{name}")


STEPS = (
    Step(
        "names",
        _("The institution’s name in your languages"),
        _("Learners read it in the bar and on certificates."),
        10,
        _has_names,
        _page("institution-correct"),
    ),
    Step(
        "crest",
        _("The crest"),
        _("Pages, cards and new certificates show it."),
        20,
        lambda place: bool(place.crest),
        _page("crest"),
    ),
    Step(
        "administrators",
        _("A second administrator"),
        _("Nobody changes their own rights: a colleague does."),
        30,
        lambda place: _held(place, Role.ADMINISTRATOR).values("user").distinct().count() > 1,
        _list("people"),
    ),
    Step(
        "factor",
        _("A second factor for staff"),
        _("Staff see records of others, so a password alone is little."),
        40,
        _asks_factor,
        lambda place: f"{reverse('academy:second-factor')}?institution={place.pk}",
    ),
    Step("people", _("The people"), _("Bring the list as your office has it."), 50, _has_learners, _list("lists")),
    Step(
        "cohort",
        _("A cohort with people in it"),
        _("Courses are assigned to a cohort."),
        60,
        _has_cohort,
        _list("cohorts"),
    ),
    Step(
        "instructor",
        _("An instructor"),
        _("Give the role on the page of the person or the cohort."),
        70,
        _has_instructor,
        _list("people"),
    ),
)


def register() -> None:
    """Add them, when the app is ready."""
    office.provide(waiting)
    office.register_step(*STEPS)
    for block in BLOCKS:
        home_blocks.register(block)
