"""Access to saved reports: whoever reports, or edits where a report is for editors; of others' rows a stranger gets
404.
"""

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

from .models import SavedView, Schedule

View = Callable[..., HttpResponseBase]


def for_readers(view: View) -> View:
    """Restrict `view` to people who coordinate, administer or edit, and superusers, in the time zone of their
    institution.
    """

    @wraps(view)
    @login_required
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (may_report(request.user) or "editor" in request.user.duties):
            raise Http404
        with clock_of(request.user.institution):
            return view(request, *args, **kwargs)

    return guarded


def own_places(person: User) -> list[Institution]:
    """Return the institutions at which `person` reports by a role there. One statement."""
    held = person.memberships.filter(in_force(), role__in=REPORTING_ROLES)
    return list(Institution.objects.filter(pk__in=held.values("institution")).order_by("name", "pk"))


def open_view(viewer: User, pk: int) -> SavedView:
    """Return a view of `viewer`, or one that is shared with them. Raises `Http404`."""
    return get_object_or_404(SavedView.objects.open_to(viewer).select_related("person", "place"), pk=pk)


def own_view(viewer: User, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.of(viewer), pk=pk)


def own_schedule(viewer: User, pk: int) -> Schedule:
    return get_object_or_404(Schedule.objects.select_related("person__institution"), pk=pk, person=viewer)
