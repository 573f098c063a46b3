"""Taking attendance by the list, all present at once, and the sheet to print."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.people.audit.services import note
from lms.people.directory.clocks import clock_of
from lms.people.directory.requests import SignedInRequest

from . import attendance_services
from .access import session_of
from .attendance_counts import attendance_counts, people_of
from .attendance_list import AttendanceLine, line_of, mark_of, submitted_lines, touched_lines
from .choices import Status, Way
from .models import Attendance, Session

ON_A_PAGE = 50
PRINTED = "sessions_sheet"


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the attendance of a session, fifty people on a page, and save changes: lines without a change stay as they
    are.
    """
    session = session_of(request, pk)
    page = Paginator(people_of(session), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = {row.learner_id: row for row in session.attendance.filter(learner__in=[one.pk for one in page])}
    first = page.start_index()
    lines = [line_of(first + place, one, rows.get(one.pk), session) for place, one in enumerate(page)]
    status = HTTPStatus.OK
    if request.method == "POST":
        lines = submitted_lines(lines, request.POST)
        touched = touched_lines(lines, session)
        status = _refusal(touched)
        if status == HTTPStatus.OK:
            return _taken(request, session, [mark_of(line) for line in touched], rows, page.number)
        wrong = {line.learner.pk: line for line in touched}
        lines = [wrong.get(line.learner.pk, line) for line in lines]
    with clock_of(session.institution):
        context = _context(request, session) | {
            "page": page,
            "lines": lines,
            "overtaken": status == HTTPStatus.CONFLICT,
        }
        return render(request, "meetings/attendance.html", context, status=status)


def _refusal(lines: list[AttendanceLine]) -> HTTPStatus:
    """Give the error that keeps the touched lines from being saved; `OK` where there is none."""
    if any(line.meanwhile for line in lines):
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if any(line.problem for line in lines) else HTTPStatus.OK


def _taken(
    request: SignedInRequest,
    session: Session,
    marks: list[attendance_services.Mark],
    rows: dict[int, Attendance],
    page: int,
) -> HttpResponse:
    way = Way.SHEET if request.POST.get("way") == Way.SHEET else Way.LIST
    try:
        new = attendance_services.take(
            session=session, marks=marks, way=way, by=request.user, now=timezone.now(), read=rows
        )
    except (
        attendance_services.Overtaken
    ):  # between reading and saving: with what stands there now it is seen in the lines
        return attendance(request, session.pk)
    except (attendance_services.NotHeld, attendance_services.NotExpected) as error:
        messages.error(request, str(error))
    else:
        _tell(request, len(new))
    return redirect(f"{reverse('meetings:attendance', args=[session.pk])}?page={page}")


@require_POST
def all_present(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note everybody without an entry yet as present."""
    session = session_of(request, pk)
    try:
        new = attendance_services.all_present(session=session, way=Way.LIST, by=request.user, now=timezone.now())
    except attendance_services.NotHeld as error:
        messages.error(request, str(error))
    else:
        _tell(request, len(new))
    return redirect("meetings:attendance", pk)


def _tell(request: SignedInRequest, number: int) -> None:
    text = ngettext("Saved for %(count)s person.", "Saved for %(count)s people.", number) % {"count": number}
    messages.success(request, text if number else _("Nothing was changed."))


@require_safe
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show names, service numbers and boxes, to print and to type in afterwards."""
    session = session_of(request, pk)
    note(PRINTED, by=request.user, institution=session.institution_id, now=timezone.now(), session=pk)
    with clock_of(session.institution):
        context = _context(request, session) | {"people": people_of(session), "states": Status.choices}
        return render(request, "meetings/sheet.html", context | {"title": _("Attendance sheet")})


def _context(request: SignedInRequest, session: Session) -> dict[str, object]:
    return {
        "title": _("Attendance"),
        "session": session,
        "counted": attendance_counts(session),
        "states": Status.choices,
        "trail": [(session.title, reverse("meetings:show", args=[session.pk]))],
        "sheet": request.GET.get("from") == "sheet" or request.POST.get("way") == Way.SHEET,
    }
