"""Sessions: the list of those that one may change, planning, looking at one, changing it, calling it off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.foundation.interface.stale_forms import status_of
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.pages.linked_pages import COHORT, address
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.clocks import at_home, clock_of, zone_of
from lms.people.directory.models import Cohort, User
from lms.people.directory.requests import SignedInRequest
from lms.people.directory.rules import is_member, refuse_own_cohort

from . import attendance_services, series, services
from .access import cohort_of, may_change, seen_by, session_of, sessions_of, staff_at
from .attendance_counts import attendance_counts
from .forms import ReasonForm, SessionForm
from .journal import subjects_of
from .models import Attendance, Session

ON_A_PAGE = 50
FIELD = "id_instructors"


@require_safe
@at_home
def index(request: SignedInRequest) -> HttpResponse:
    """Show the sessions that the viewer may change: coming ones, the next first, or earlier ones, the latest first."""
    past, now = request.GET.get("when") == "past", timezone.now()
    rows = sessions_of(request)
    ordered = rows.filter(ends_at__lt=now).order_by("-planned_at", "-pk") if past else _to_come(rows, now)
    context = {
        "title": pgettext("meeting", "Sessions"),
        "page": Paginator(ordered, ON_A_PAGE).get_page(request.GET.get("page")),
        "query": "when=past&" if past else "",
        "past": past,
        "contested": _contested(request),
        "cohorts": Cohort.objects.taught_by(request.user).exclude(people=request.user).order_by("name", "pk"),
    }
    return render(request, "meetings/index.html", context)


def _contested(request: SignedInRequest) -> int:
    rows = Attendance.objects.visible_to(request.user, *TEACHING_ROLES)
    return rows.not_of(request.user).contested().count()


def _to_come(rows: QuerySet[Session], now: object) -> QuerySet[Session]:
    return rows.filter(ends_at__gte=now).order_by("planned_at", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest, cohort: int) -> HttpResponse:
    """Plan a session for a cohort."""
    row, now = cohort_of(request, cohort), timezone.now()
    posted = request.method == "POST"
    if posted:
        refuse_own_cohort(request.user, row)
    with clock_of(row.institution):
        form = _form(request, row, initial={"instructors": [request.user.pk]})
        ready = posted and form.is_valid() and request.POST.get("do") != "back"
        if ready and form.cleaned_data["until"]:
            return _planned(request, row, form)
        if ready:
            led = form.cleaned_data["instructors"]
            session = services.plan(cohort=row, details=form.details, instructors=led, by=request.user, now=now)
            messages.success(request, _("The session is planned."))
            return redirect("meetings:show", session.pk)
        context = {"title": _("Plan a session"), "cohort": row, "form": form, "trail": _trail(row)}
        context["own"] = is_member(request.user, row)
        return render(request, "meetings/plan.html", context, status=422 if form.errors else 200)


def _planned(request: SignedInRequest, cohort: Cohort, form: SessionForm) -> HttpResponse:
    """Show the dates of the valid `form` with what stands against each; plan those that were chosen, once."""
    led, details = list(form.cleaned_data["instructors"]), form.details
    dates = series.weekly(details, until=form.cleaned_data["until"], zone=zone_of(cohort.institution))
    chosen = set(request.POST.getlist("date"))
    wanted = [one for one in dates if one.key in chosen]
    asked = request.POST.get("do") == "plan"
    if asked and wanted:
        sessions = series.plan(
            cohort=cohort,
            details=details,
            dates=wanted,
            series=_id_of(request.POST.get("series", "")),
            instructors=led,
            by=request.user,
            now=timezone.now(),
        )
        text = ngettext("%(count)s session is planned.", "%(count)s sessions are planned.", len(sessions))
        messages.success(request, text % {"count": len(sessions)})
        return redirect("meetings:show", sessions[0].pk)
    return _dates(request, cohort, form, dates, asked=asked)


def _dates(
    request: SignedInRequest, cohort: Cohort, form: SessionForm, dates: list[series.Occurrence], *, asked: bool
) -> HttpResponse:
    """Show `dates`, those against which nothing stands chosen; `asked` if none was chosen of them."""
    led = form.cleaned_data["instructors"]
    shown = series.with_doubts(dates, cohort=cohort, room=form.cleaned_data["room"], instructors=list(led))
    context = {
        "title": _("Dates of the sessions"),
        "cohort": cohort,
        "form": form,
        "dates": [(one, not asked and not one.against) for one in shown],
        "doubtful": sum(bool(one.against) for one in shown),
        "series": request.POST.get("series") or uuid7(),
        "none_chosen": asked,
    }
    return render(request, "meetings/series.html", context, status=422 if asked else 200)


def _id_of(text: str) -> UUID:
    """Return the id that the page gave; a new one where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return uuid7()


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say anew when and where it is, what it is about and who leads it."""
    session, posted = session_of(request, pk), request.method == "POST"
    with clock_of(session.institution):
        later = len(series.later_ones(session)) - 1
        form = _form(request, session.cohort, initial=SessionForm.initial_of(session), later=max(later, 0))
        if posted and form.is_valid() and _changed(request, session, form):
            return redirect("meetings:show", pk)
        context = {
            "title": _("Change the session"),
            "cohort": session.cohort,
            "form": form,
            "trail": [*_trail(session.cohort), (session.title, reverse("meetings:show", args=[pk]))],
            "session": session,
        }
        return render(request, "meetings/plan.html", context, status=status_of(form))


def _changed(request: SignedInRequest, session: Session, form: SessionForm) -> bool:
    try:
        change = series.change if form.cleaned_data.get("following") else services.change
        change(
            session=session,
            details=form.details,
            instructors=form.cleaned_data["instructors"],
            by=request.user,
            now=timezone.now(),
        )
    except (services.CalledOff, services.WasHeld) as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The session is changed."))
    return True


def _form(
    request: SignedInRequest, cohort: Cohort, *, initial: dict[str, object], later: int | None = None
) -> SessionForm:
    staff: QuerySet[User] = staff_at(cohort.institution).exclude(cohort_places__cohort=cohort)
    data = request.POST if request.method == "POST" else None
    subjects = subjects_of(cohort, language=get_language() or "en")
    return SessionForm(data, initial=initial, staff=staff, subjects=subjects, now=timezone.now(), later=later)


@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the session, to its people and to the staff of its institution."""
    session = seen_by(request, pk)
    with clock_of(session.institution):
        return render(request, "meetings/session.html", _shown(request, session))


@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Call it off, with a reason."""
    session, posted = session_of(request, pk), request.method == "POST"
    form = ReasonForm(request.POST if posted else None, later=max(len(series.later_ones(session)) - 1, 0))
    with clock_of(session.institution):
        if posted and form.is_valid() and _called_off(request, session, form):
            return redirect("meetings:show", pk)
        trail = [*_trail(session.cohort), (session.title, reverse("meetings:show", args=[pk]))]
        context = {"title": _("Call the session off"), "session": session, "form": form, "trail": trail}
        return render(request, "meetings/call_off.html", context, status=422 if posted else 200)


def _called_off(request: SignedInRequest, session: Session, form: ReasonForm) -> bool:
    try:
        call = series.call_off if form.cleaned_data.get("following") else services.call_off
        call(session=session, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
    except services.WasHeld as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The session is called off."))
    return True


def _shown(request: SignedInRequest, session: Session) -> dict[str, Any]:
    changes = may_change(request.user, session)
    own, now = session.attendance.filter(learner=request.user.pk).first(), timezone.now()
    opens = session.cancelled_at is None and session.planned_at - attendance_services.EARLY <= now
    return {
        "title": session.title,
        "session": session,
        "course": session.course.title_in(get_language() or "en") if session.course else "",
        "now": now,
        "led_by": [leader.person for leader in session.leaders.select_related("person").order_by("person__name")],
        "may_change": changes,
        "own": own,
        "counted": attendance_counts(session) if changes else None,
        "takes": changes and opens,
        "may_arrive": opens and now < session.ends_at and own is None and is_member(request.user, session.cohort),
        "trail": _trail(session.cohort) if changes else [(_("My sessions"), reverse("meetings:mine"))],
    }


def _trail(cohort: Cohort) -> list[tuple[str, str]]:
    return [(cohort.name, address(COHORT, cohort.pk))]
