"""The reach of administrators: the people and institutions that they manage, and the people who count as staff."""

from django.core.exceptions import PermissionDenied

from .choices import Role
from .institutions import Institution
from .models import User


def still_manages(by: User | None, person: User) -> bool:
    """Return whether `by` may change the account of `person` now: the account of `by` is open, and the account is not
    their own. One statement.
    """
    if by is None or not by.is_active or by.pk == person.pk:
        return False
    return User.objects.managed_by(by).filter(pk=person.pk).exists()


def administers(viewer: User, institution: Institution) -> bool:
    return Institution.objects.visible_to(viewer, Role.ADMINISTRATOR).filter(pk=institution.pk).exists()


class NotTheirs(PermissionDenied):
    """The person, or the institution, is not one that this administrator manages. Nothing was written."""


def is_staff(person: User) -> bool:
    """Return whether `person` is to have a second factor: they have a duty besides that of a learner. Costs no
    statement for a person loaded with the session.
    """
    return bool(person.duties - {Role.LEARNER})
