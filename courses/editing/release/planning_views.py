"""The page in Wagtail's admin on which a release is approved for a later hour, and the button that takes it back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from ...pages.models import CoursePage, ReleasedPage
from ...publishing import scheduling
from ...publishing import services as publishing
from ...publishing.course_drafts import may_look, may_release
from ...publishing.scheduled_changes import ScheduledChanges, changes_until, scheduled
from ...publishing.scheduled_releases import MOST_AHEAD
from .effect import Effect, effect_of
from .schedule_texts import plans_of, with_zone
from .views import ReleaseForm, address_of, offered


class HourForm(forms.Form):
    """The time of a release, in the time zone of whoever plans it."""

    at = forms.DateTimeField(
        label=gettext_lazy("Day and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        now = timezone.now()
        if not now < at <= now + MOST_AHEAD:
            raise forms.ValidationError(_("Choose a time to come, at most a year ahead."))
        return at


class PlanForm(HourForm, ReleaseForm):
    """The decision about the release, made now; the time is the one for which the effect was shown."""

    at = forms.DateTimeField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_release(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the changes that a release of the course would make at a later hour; POST approves it for that hour."""
    page = _to_plan(request, key)
    hour = HourForm(request.GET or None, initial={"at": _next_hour(page)})
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _plan(request, key, form):
        return redirect(address_of(key))
    asked: Any = form if form.is_bound else hour
    at = asked.cleaned_data.get("at") if asked.is_bound and (asked.is_valid() or "at" not in asked.errors) else None
    return _page(request, page, hour, form, at)


def _to_plan(request: HttpRequest, key: UUID) -> CoursePage:
    page = publishing.source_page(key)
    if page is None or not may_look(request.user, page):
        raise Http404
    if not may_release(request.user, page):
        raise PermissionDenied
    return page


def _plan(request: HttpRequest, key: UUID, form: PlanForm) -> bool:
    """Plan the release, or put beside the form what keeps it from being planned."""
    decision = form.cleaned_data
    try:
        scheduling.plan(
            key=key,
            at=decision["at"],
            shown=decision["shown"],
            by=request.user,
            why=decision["why"],
            now=timezone.now(),
            new_edition=decision["change"] == ReleasedPage.Change.EDITION,
        )
    except publishing.ChangedSinceShown:
        sentence = _(
            "The course changed since you looked, so nothing was planned. Look at what would change now, then decide."
        )
        form.add_error(None, sentence)
        return False
    except scheduling.AlreadyPlanned:
        form.add_error(None, _("A release of this course is planned already. Withdraw it first."))
        return False
    messages.success(request, _("Planned: the course is released at %(at)s.") % {"at": with_zone(decision["at"])})
    return True


def _next_hour(page: CoursePage) -> datetime | None:
    """Return the last hour at which the clock changes a page of the course: after it everything is live."""
    return max((hours.goes_live_at for hours in scheduled(page) if hours.goes_live_at), default=None)


def _page(
    request: HttpRequest, page: CoursePage, hour: HourForm, form: PlanForm, at: datetime | None
) -> TemplateResponse:
    effect, then = None, ScheduledChanges()
    if at is not None:
        then = changes_until(page, at)
        effect = effect_of(page.translation_key, then.drafts.values(), then.gone, viewer=request.user)
        _offer(form, page.translation_key, at, effect, list(then.drafts.values()))
    context = {
        "page": page,
        "hour": hour,
        "form": form,
        "effect": effect,
        "plan": plans_of([page.translation_key]).get(page.translation_key),
        "at": with_zone(at) if at else "",
        "going_live": list(then.drafts.values()),
        "zone": timezone.localtime().tzname(),
    }
    return TemplateResponse(request, "courses/admin/later.html", context)


def _offer(form: PlanForm, key: UUID, at: datetime, effect: Effect, drafts: list[object]) -> None:
    """Let the form name the time and what is shown now, also where it was sent about something else."""
    shown = {"at": at.isoformat(), "shown": effect.digest}
    form.initial.update({**offered(key, drafts), **shown})
    form.data = {**dict(form.data.items()), **shown} if form.is_bound else form.data


@require_POST
def withdraw_release(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take back what is planned, or put away the message that it was not made."""
    _to_plan(request, key)
    if scheduling.withdraw(key=key, by=request.user, now=timezone.now()):
        messages.success(request, _("Withdrawn: nothing is planned for this course any more."))
    return redirect(address_of(key))
