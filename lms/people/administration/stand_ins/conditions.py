"""Conditions of standing in, checked when it is given and confirmed, on the first day, and as long as it holds."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from ...directory.choices import STAFF_ROLES
from ...directory.institutions import Institution
from ...directory.models import CohortMember, Membership, User
from ...directory.role_validity import not_over
from ..records.models import StandIn


class NotGiven(ValueError):
    """The message says why. Nothing was written. `field` is what has to be corrected."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def check(stand_in: StandIn, *, today: date) -> None:
    """Raise `NotGiven` where it may not be, or may be no longer."""
    person, source = stand_in.person, stand_in.source
    if not Membership.objects.in_force().filter(pk=source.pk, user__is_active=True).exists():
        raise NotGiven("source", _("Choose a role from the list."))
    if person.pk == source.user_id or _holds_it(stand_in):
        raise NotGiven("number", _("This person holds the role already."))
    if not person.is_active or not serves_as_staff(person, source.institution):
        raise NotGiven("number", _("Choose a colleague who has a role at this institution already."))
    if learns_within(person, source.institution, today=today):
        raise NotGiven("number", _("This person learns in a cohort of this institution. Choose somebody else."))


def serves_as_staff(person: User, institution: Institution) -> bool:
    """Return whether `person` holds a staff role of their own, today, that reaches all of `institution`."""
    reached = [int(pk) for pk in (institution.path or "").strip("/").split("/")]
    roles = Membership.objects.in_force().filter(user=person, role__in=STAFF_ROLES, stand_in=None)
    return roles.filter(institution__in=reached).exists()


def learns_within(person: User, institution: Institution, *, today: date) -> bool:
    """Return whether `person` is in a cohort that a role at `institution` reaches and that has not ended."""
    places = CohortMember.objects.filter(user=person, cohort__institution__path__startswith=institution.path or "/")
    return places.filter(Q(cohort__ends_on=None) | Q(cohort__ends_on__gte=today), cohort__closed_at=None).exists()


def _holds_it(stand_in: StandIn) -> bool:
    source = stand_in.source
    same = Membership.objects.filter(user=stand_in.person, institution=source.institution_id, role=source.role)
    return same.filter(not_over()).exclude(pk=stand_in.membership_id or 0).exists()
