"""Placeholder for the signed-in viewer in cached SQL statements (`lms.foundation.database.statements`)."""

from typing import Any

from django.db.models import BigIntegerField

from lms.foundation.database.statements import Parameter

from .models import Membership, User


class ViewerParameter:
    """A viewer whose key is given under the name `viewer` when a statement is asked. Not a superuser, and not narrowed
    to a plugin, since who may see what is another statement then: see `fits_parameter`.
    """

    is_superuser = False
    within = ""
    pk = Parameter("viewer", BigIntegerField())

    @property
    def memberships(self) -> Any:
        return Membership.objects.filter(user=self.pk)


def fits_parameter(viewer: User) -> bool:
    """Return whether `viewer` may take the place of `ViewerParameter`."""
    return not (viewer.is_superuser or viewer.within)
