"""Signing in with a service number, and the one query that says who is asking."""

import structlog
from django.contrib.auth.backends import ModelBackend
from django.db.models import BooleanField, Exists, Func, OuterRef

from .choices import Role
from .models import Membership, User


def _holds(*roles: str) -> Exists:
    return Exists(Membership.objects.filter(user=OuterRef("pk"), role__in=roles))


class MayEnterTheAdmin(Func):
    """By a group or by a permission of their own.

    Written out: every page asks it, and building the joins would double what it costs.
    """

    output_field = BooleanField()
    template = (
        "EXISTS(SELECT 1 FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id"
        " WHERE t.app_label = 'wagtailadmin' AND p.codename = 'access_admin' AND ("
        "EXISTS(SELECT 1 FROM auth_group_permissions a JOIN people_user_groups g ON g.group_id = a.group_id"
        " WHERE a.permission_id = p.id AND g.user_id = %(expressions)s)"
        " OR EXISTS(SELECT 1 FROM people_user_user_permissions o WHERE o.permission_id = p.id AND o.user_id = "
        "%(expressions)s)))"
    )


class ServiceNumberBackend(ModelBackend):
    """Loads the person, their institution and their duties in one statement, since every page needs the three."""

    def get_user(self, user_id: int) -> User | None:
        people = User.objects.select_related("institution").annotate(
            teaches=_holds(Role.INSTRUCTOR),
            coordinates=_holds(Role.COORDINATOR),
            administers=_holds(Role.ADMINISTRATOR),
            edits=MayEnterTheAdmin("pk"),
        )
        user = people.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        structlog.contextvars.bind_contextvars(user=user.pk)  # every line of this request says who did it
        return user
