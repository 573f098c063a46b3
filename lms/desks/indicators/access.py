"""Access to indicators and their values; a stranger gets 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404

from lms.desks.reporting.access import may_report
from lms.people.directory.choices import REPORTING_ROLES
from lms.people.directory.clocks import clock_of
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.directory.requests import SignedInRequest
from lms.people.directory.role_validity import in_force

from .models import Indicator, IndicatorQuerySet, Snapshot

View = Callable[..., HttpResponseBase]


def for_reporters(view: View) -> View:
    """Restrict `view` to people who coordinate or administer, and superusers, in the time zone of their institution."""

    @wraps(view)
    @login_required
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_report(request.user):
            raise Http404
        with clock_of(request.user.institution):
            return view(request, *args, **kwargs)

    return guarded


def seen_by(viewer: User) -> IndicatorQuerySet:
    """Return the indicators whose figures `viewer` sees: those of an institution at or below their own."""
    return Indicator.objects.visible_to(viewer, *REPORTING_ROLES).select_related("institution")


def kept_or_404(viewer: User, pk: int) -> Indicator:
    """Return the indicator that `viewer` keeps. Raises `Http404`."""
    return get_object_or_404(Indicator.objects.kept_by(viewer).select_related("institution"), pk=pk)


def snapshot_or_404(viewer: User, pk: object, *, whole: bool = False) -> Snapshot:
    """Return a value that `viewer` may see, or take away with its rows. Raises `Http404`."""
    rows = Snapshot.objects.whole_to(viewer) if whole else Snapshot.objects.visible_to(viewer, *REPORTING_ROLES)
    return get_object_or_404(rows.select_related("definition__indicator__institution"), pk=pk)


def own_places(viewer: User) -> list[Institution]:
    """Return the institutions at which `viewer` reports by a role there, and may define indicators."""
    held = viewer.memberships.filter(in_force(), role__in=REPORTING_ROLES)
    return list(Institution.objects.filter(pk__in=held.values("institution")).order_by("name", "pk"))
