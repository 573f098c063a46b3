"""Signing in with a service number, and the one query that says who is asking."""

import structlog
from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef, Q

from .choices import Role
from .models import Membership, User

ENTER = {"codename": "access_admin", "content_type__app_label": "wagtailadmin"}


def _holds(*roles: str) -> Exists:
    return Exists(Membership.objects.filter(user=OuterRef("pk"), role__in=roles))


def _enters_the_admin() -> Q:
    """By a group, as nearly everybody who may, or by a permission of their own. Superusers are asked for by `User.duties`."""
    groups = User.groups.through.objects.filter(**{f"group__permissions__{name}": value for name, value in ENTER.items()})
    own = User.user_permissions.through.objects.filter(**{f"permission__{name}": value for name, value in ENTER.items()})
    return Exists(groups.filter(user=OuterRef("pk"))) | Exists(own.filter(user=OuterRef("pk")))


class ServiceNumberBackend(ModelBackend):
    """Loads the person, their institution and their duties in one statement, since every page needs the three."""

    def get_user(self, user_id: int) -> User | None:
        people = User.objects.select_related("institution").annotate(
            teaches=_holds(Role.INSTRUCTOR), coordinates=_holds(Role.COORDINATOR), administers=_holds(Role.ADMINISTRATOR),
            edits=_enters_the_admin(),
        )  # fmt: skip
        user = people.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        structlog.contextvars.bind_contextvars(user=user.pk)  # every line of this request says who did it
        return user
