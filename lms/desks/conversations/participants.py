"""Who is in a conversation: the learner as long as they are in a cohort there, and whoever teaches there now."""

from typing import Any

from lms.people.directory.choices import Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, CohortMember, User

from .models import PLUGIN, Thread


def cohorts_of(learner: User) -> Any:
    """The cohorts whose instructors `learner` may ask, the latest joined first."""
    rows = Cohort.objects.filter(members__user=learner.pk, institution__in=Institution.objects.where_on(PLUGIN))
    return rows.select_related("institution").order_by("-members__joined_at", "-pk")


def is_still_there(learner: int, institution: int) -> bool:
    """Is the learner in a cohort of that institution?"""
    return CohortMember.objects.filter(user=learner, cohort__institution=institution).exists()


def instructors_at(institution: Institution) -> Any:
    """Whoever teaches at `institution` today, by a role there or above it, also in place of somebody."""
    return _holders(institution, Role.INSTRUCTOR)


def administrators_near(institution: Institution, *, but: set[int]) -> list[int]:
    """Who administers it, at the closest place in the tree that has somebody who is not one of `but`; their ids."""
    rows = _holders(institution, Role.ADMINISTRATOR).exclude(pk__in=but)
    found = list(rows.values_list("memberships__institution__path", "pk").order_by())
    closest = max((len(path) for path, _pk in found), default=0)
    return sorted({pk for path, pk in found if len(path) == closest})


def _holders(institution: Institution, role: Role) -> Any:
    memberships = institution.memberships.model.objects.in_force().filter(institution__in=above(institution), role=role)
    return User.objects.filter(is_active=True, memberships__in=memberships)


def above(institution: Institution) -> list[int]:
    """The ids of the institution and of those above it."""
    return [int(pk) for pk in (institution.path or "").rstrip("/").split("/") if pk]


def learner_of(thread: Thread, person: User) -> bool:
    """Is `person` the learner, also by an account that became part of theirs?"""
    return thread.learner_id == person.pk or thread.learner.merged_into_id == person.pk
