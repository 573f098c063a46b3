"""Participants of a conversation: the learner, as long as they are in a cohort of the institution, and the people who
teach there now.
"""

from typing import Any

from lms.people.directory.choices import Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, CohortMember, User

from .models import PLUGIN, Thread


def cohorts_of(learner: User) -> Any:
    """Return the cohorts whose instructors `learner` may ask, the latest joined first."""
    rows = Cohort.objects.filter(members__user=learner.pk, institution__in=Institution.objects.where_on(PLUGIN))
    return rows.select_related("institution").order_by("-members__joined_at", "-pk")


def is_still_there(learner: int, institution: int) -> bool:
    """Return whether the learner is in a cohort of the institution."""
    return CohortMember.objects.filter(user=learner, cohort__institution=institution).exists()


def instructors_at(institution: Institution) -> Any:
    """Return the people who teach at `institution` today, by a role there or above it, including those who stand in for
    another person.
    """
    return _holders(institution, Role.INSTRUCTOR)


def administrators_near(institution: Institution, *, but: set[int]) -> list[int]:
    """Return the ids of the administrators of the institution, or of the closest institution above it that has an
    administrator who is not in `but`.
    """
    rows = _holders(institution, Role.ADMINISTRATOR).exclude(pk__in=but)
    found = list(rows.values_list("memberships__institution__path", "pk").order_by())
    closest = max((len(path) for path, _pk in found), default=0)
    return sorted({pk for path, pk in found if len(path) == closest})


def _holders(institution: Institution, role: Role) -> Any:
    memberships = institution.memberships.model.objects.in_force().filter(institution__in=above(institution), role=role)
    return User.objects.filter(is_active=True, memberships__in=memberships)


def above(institution: Institution) -> list[int]:
    """Return the ids of the institution and of those above it."""
    return [int(pk) for pk in (institution.path or "").rstrip("/").split("/") if pk]


def learner_of(thread: Thread, person: User) -> bool:
    """Return whether `person` is the learner, also if the learner’s account was merged into theirs."""
    return thread.learner_id == person.pk or thread.learner.merged_into_id == person.pk
