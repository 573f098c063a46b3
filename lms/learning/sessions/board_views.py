"""The code on the board, and the page that a learner's phone opens with it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lms.people.directory.clocks import clock_of
from lms.people.directory.institutions import Institution
from lms.people.directory.requests import SignedInRequest
from lms.people.directory.rules import OwnCase

from . import attendance_services, board_code
from .access import AROUND, PLUGIN, session_of
from .attendance_counts import attendance_counts
from .models import Session


@require_safe
@never_cache
def board(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the code for the wall, drawn anew by a script, or by a link."""
    session = session_of(request, pk)
    with clock_of(session.institution):
        context = _board(request, session) | {"trail": [(session.title, reverse("meetings:show", args=[pk]))]}
        return render(request, "meetings/board.html", context)


@require_safe
@never_cache
def live(request: SignedInRequest, pk: int) -> HttpResponse:
    """Return the part of the board that changes, for its script."""
    session = session_of(request, pk)
    with clock_of(session.institution):
        return render(request, "meetings/board_live.html", _board(request, session))


def _board(request: SignedInRequest, session: Session) -> dict[str, object]:
    now = timezone.now()
    opens = session.cancelled_at is None and session.planned_at - attendance_services.EARLY <= now < session.ends_at
    drawn = typed = ""
    if opens:
        import segno

        step = board_code.step_of(now)
        given, typed = board_code.code(session.pk, step), board_code.typed_code(session.pk, step)
        address = request.build_absolute_uri(reverse("meetings:here", args=[session.pk, given]))
        drawn = segno.make(address, error="m", micro=False).svg_inline(
            border=3, light="#fff", svgclass="qr", lineclass=None, omitsize=True
        )
    return {
        "title": session.title,
        "session": session,
        "drawn": drawn,
        "typed": f"{typed[:3]} {typed[3:]}",
        "left": board_code.seconds_left(now),
        "counted": attendance_counts(session),
        "now": now,
    }


@require_safe
@never_cache
def here(request: SignedInRequest, pk: int, given: str) -> HttpResponse:
    """Show the page that the learner's phone opens: a button for expected learners, if the code is still on the
    board.
    """
    session = _session(pk)
    if not board_code.is_current_code(pk, given, now=timezone.now()):
        _expected(request, session)
        return _page(request, session, {"is_over": True}, HTTPStatus.CONFLICT)
    if not session.cohort.members.filter(user=request.user.pk).exists():
        return _page(request, session, {"is_foreign": True}, HTTPStatus.FORBIDDEN)
    return _page(request, session, {"pass": board_code.give_pass(pk, request.user.pk)}, HTTPStatus.OK)


@require_POST
def arrive(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that the learner is here: with the pass of the page that the code opened, or the code that they typed."""
    session, now = _session(pk), timezone.now()
    _expected(request, session)
    typed = board_code.is_typed_code(pk, request.POST.get("code", "")[:40], now=now)
    if not typed and not board_code.has_pass(request.POST.get("pass", ""), pk, request.user.pk):
        return _page(request, session, {"is_over": True}, HTTPStatus.CONFLICT)
    try:
        row = attendance_services.arrive(session=session, learner=request.user, now=now)
    except (attendance_services.NotHeld, attendance_services.NotExpected, OwnCase) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You are noted: %(state)s.") % {"state": row.get_status_display()})
    return redirect("meetings:show", pk)


def _session(pk: int) -> Session:
    rows = Session.objects.filter(institution__in=Institution.objects.where_on(PLUGIN)).select_related(*AROUND)
    session = rows.filter(pk=pk).first()
    if session is None:
        raise Http404
    return session


def _expected(request: SignedInRequest, session: Session) -> None:
    """Raise 404 for people who have nothing to do with the session: without its code they do not learn that it is
    there.
    """
    if not session.cohort.members.filter(user=request.user.pk).exists():
        raise Http404


def _page(request: SignedInRequest, session: Session, context: dict[str, object], status: HTTPStatus) -> HttpResponse:
    with clock_of(session.institution):
        context |= {"title": session.title, "session": session}
        return render(request, "meetings/here.html", context, status=status)
