"""Reach: institutions near a person, and the people and institutions that an administrator manages."""

from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from .choices import Role
from .institutions import Institution
from .models import User
from .role_validity import in_force


def institutions_in_reach(*, person: object, place: object) -> QuerySet[Institution]:
    """Return the institutions at, above and below `place` and the places where `person` holds a role.

    Both are ids, or expressions.
    """
    places = Institution.objects.filter(Q(pk=place) | (Q(memberships__user=person) & in_force("memberships__")))
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    places_near = places.alias(owned=path).filter(Q(owned__startswith=F("path")) | Q(path__startswith=F("owned")))
    return Institution.objects.filter(Exists(places_near))


def still_manages(by: User | None, person: User) -> bool:
    """Return whether `by` may change the account of `person` now: the account of `by` is open, and the account is not
    their own. One statement.
    """
    if by is None or not by.is_active or by.pk == person.pk:
        return False
    return User.objects.managed_by(by).filter(pk=person.pk).exists()


def administers(viewer: User, institution: Institution) -> bool:
    return Institution.objects.visible_to(viewer, Role.ADMINISTRATOR).filter(pk=institution.pk).exists()


def sees_totals_alone(viewer: User) -> bool:
    """Return whether all that `viewer` may look into are regions that they coordinate. Two statements."""
    seen = Institution.objects.visible_to(viewer)
    return seen.exists() and not Institution.objects.naming_people_to(viewer).exists()


class NotTheirs(PermissionDenied):
    """The person, or the institution, is not one that this administrator manages. Nothing was written."""


def is_staff(person: User) -> bool:
    """Return whether `person` is to have a second factor: they have a duty besides that of a learner. Costs no
    statement for a person loaded with the session.
    """
    return bool(person.duties - {Role.LEARNER})
