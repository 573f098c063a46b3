"""Signing in with a service number, and what is known of whoever asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import structlog
from django.contrib.auth.backends import ModelBackend
from django.db.models import BigAutoField, BooleanField, CharField, Exists, Func, OuterRef
from django.http import HttpRequest

from lms.foundation.database.statements import Parameter, Statement

from ...directory.choices import STAFF
from ...directory.models import Membership, User
from .factor_holders import holds_factor

_loaded: ContextVar[User | None] = ContextVar("loaded", default=None)


def _holds(role: str, person: str) -> Exists:
    return Exists(Membership.objects.in_force().filter(user=OuterRef(person), role=role))


class MayEnterTheAdmin(Func):
    """Condition for people who may enter the admin, by a group or by a permission of their own.

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


def duties_of(person: str) -> dict[str, Exists | Func]:
    """Return annotations of the duties of a person; `person` is the lookup from a row to the id of the person."""
    return {
        **{one.attribute: _holds(one.role, person) for one in STAFF},
        "edits": MayEnterTheAdmin(person),
    }


def with_duties(person: User) -> User:
    """Return `person` with their duties known. One statement if they were not loaded so."""
    known = person if hasattr(person, "edits") else _WITH_DUTIES.first(pk=person.pk)
    if known is None:
        raise User.DoesNotExist
    return known


_WITH_DUTIES = Statement(
    lambda: User.objects.annotate(**duties_of("pk")).filter(pk=Parameter("pk", BigAutoField())), prepared=True
)


@contextmanager
def loaded_already(person: User | None) -> Iterator[None]:
    """Spare `get_user` its query for `person`, who was loaded with the session, inside the block."""
    token = _loaded.set(person)
    try:
        yield
    finally:
        _loaded.reset(token)


_NUMBERED = Statement(
    lambda: (
        User.objects.annotate(has_factor=holds_factor("pk"), **duties_of("pk"))
        .numbered(Parameter("number", CharField()))
        .order_by("pk")[:1]
    ),
    prepared=True,
)
"""Whoever signs in with a service number, with their duties, and whether they have a second factor."""


def numbered(request: HttpRequest | None, number: str) -> User | None:
    """Find the person with this service number, once for each request: the throttle, the backends, the
    check of codes and the log mean the same account.
    """
    known: dict[str, User | None] = {} if request is None else request.__dict__.setdefault("people_numbered", {})
    if number not in known:
        known[number] = _NUMBERED.first(number=number)
    return known[number]


class ServiceNumberBackend(ModelBackend):
    """Backend that loads the person with their institution and their duties, since every page needs the three."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: object
    ) -> User | None:
        """Authenticate as Django's own backend does, for a person with their duties, and whether they have a second
        factor. An unknown number costs a hash as well.
        """
        if username is None or password is None:
            return None
        person = numbered(request, username)
        if person is None:
            User().set_password(password)
            return None
        return person if person.check_password(password) and self.user_can_authenticate(person) else None

    def get_user(self, user_id: int) -> User | None:
        user = _loaded.get()
        if user is None or user.pk != user_id:
            people = User.objects.select_related("institution").annotate(**duties_of("pk"))
            user = people.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        structlog.contextvars.bind_contextvars(user=user.pk)  # every line of this request says who did it
        return user
