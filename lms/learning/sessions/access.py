"""Access to sessions: the people who may open each one."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from lms.people.directory.choices import STAFF_ROLES, TEACHING_ROLES
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User
from lms.people.directory.requests import SignedInRequest
from lms.people.directory.rules import OwnCase, refuse_own_cohort

from .models import Session, SessionQuerySet

PLUGIN = "meetings"
AROUND = ("cohort", "institution", "activity", "course")


def teacher(request: SignedInRequest) -> User:
    """Return the user of the request, narrowed to institutions where sessions are on; 404 for people who teach
    nobody.
    """
    if not (request.user.is_superuser or request.user.duties & set(TEACHING_ROLES)):
        raise Http404
    return request.user


def cohort_of(request: SignedInRequest, pk: int) -> Cohort:
    """Return a cohort for which the person may plan."""
    return get_object_or_404(Cohort.objects.taught_by(teacher(request)).select_related("institution"), pk=pk)


def sessions_of(request: SignedInRequest) -> SessionQuerySet:
    """Return the sessions that the person may change."""
    return Session.objects.visible_to(teacher(request), *TEACHING_ROLES).select_related(*AROUND)


def session_of(request: SignedInRequest, pk: int) -> Session:
    """Return a session that the person may change. Raises `OwnCase` if they are in its cohort."""
    session = get_object_or_404(sessions_of(request), pk=pk)
    refuse_own_cohort(request.user, session.cohort)
    return session


def seen_by(request: SignedInRequest, pk: int) -> Session:
    """Return a session that the person may look at: they see its cohort, or are expected there."""
    viewer = request.user
    row = Session.objects.visible_to(viewer, *STAFF_ROLES).select_related(*AROUND).filter(pk=pk).first()
    own = Session.objects.expecting(viewer).filter(institution__in=Institution.objects.where_on(PLUGIN))
    return row or get_object_or_404(own.select_related(*AROUND), pk=pk)


def may_change(viewer: User, session: Session) -> bool:
    """Return whether `viewer` may change `session`, or note its attendance. False for a cohort in which they are
    themselves.
    """
    if not Session.objects.visible_to(viewer, *TEACHING_ROLES).filter(pk=session.pk).exists():
        return False
    try:
        refuse_own_cohort(viewer, session.cohort)
    except OwnCase:
        return False
    return True


def staff_at(institution: Institution) -> Any:
    """Return the people who may lead a session at `institution`: people who teach there or above it."""
    above = [int(pk) for pk in (institution.path or "").rstrip("/").split("/")]
    roles = institution.memberships.model.objects.in_force().filter(institution__in=above, role__in=TEACHING_ROLES)
    return User.objects.filter(is_active=True, pk__in=roles.values("user")).order_by("name", "pk")
