"""Sittings: the list, planning one, its board, opening and closing it, and the sheet with the codes."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.foundation.interface.parsing import whole_number
from lms.foundation.plugins.pages.linked_pages import COHORT, address
from lms.people.audit.services import note
from lms.people.directory.clocks import at_home, clock_of
from lms.people.directory.models import Cohort
from lms.people.directory.requests import SignedInRequest
from lms.people.directory.rules import is_member, refuse_own_cohort
from lms.people.identity.factors.stepup import confirmed_lately

from . import codes, sittings
from .board import board
from .choices import cohort_of, quizzes, sittings_of
from .forms import PlanForm
from .halls import seat_in_words
from .models import Sitting
from .times import times_of

ON_A_PAGE = 50
PRINTED = "quiz_codes_printed"


@require_safe
@at_home
def index(request: SignedInRequest) -> HttpResponse:
    """Show the sittings one may invigilate, the latest first."""
    page = Paginator(sittings_of(request).order_by("-planned_at", "-pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    language = get_language()
    lines = [(sitting, sitting.activity.title_in(language)) for sitting in page]
    return render(request, "quiz/exams/sittings.html", {"title": _("Exams"), "lines": lines, "page": page, "query": ""})


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest, cohort: int) -> HttpResponse:
    """Plan a sitting for a cohort; its board comes next, or with `cards` the sheet with the codes."""
    row = cohort_of(request, cohort)
    posted = request.method == "POST"
    if posted:
        refuse_own_cohort(request.user, row)
    with clock_of(row.institution):
        form = PlanForm(request.POST if posted else None, quizzes=quizzes(row, language=get_language(), ticket=True))
        if posted and form.is_valid():
            then = "quiz:sheet" if "cards" in request.POST else "quiz:board"
            return redirect(then, _planned(request, row, form).pk)
        context = {
            "title": _("Plan an exam"),
            "cohort": row,
            "form": form,
            "trail": [*_trail(), (row.name, address(COHORT, row.pk))],
            "own": is_member(request.user, row),
        }
        return render(request, "quiz/exams/plan.html", context, status=422 if posted else 200)


def _planned(request: SignedInRequest, cohort: Cohort, form: PlanForm) -> Sitting:
    return sittings.plan(
        activity=form.quiz,
        cohort=cohort,
        room=form.cleaned_data["room"],
        planned_at=form.cleaned_data["planned_at"],
        invigilator=request.user,
        now=timezone.now(),
    )


@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the board: who is where."""
    sitting = get_object_or_404(sittings_of(request), pk=pk)
    with clock_of(sitting.institution):
        context = _board(sitting) | {"trail": _trail(), "latecomers": _late(sitting), "times": times_of(sitting)}
        return render(request, "quiz/exams/board.html", context)


def _late(sitting: Any) -> int:
    """Return how many members of the cohort have no ticket; 0 where the viewer may not make them one."""
    return 0 if sitting.closed_at or sitting.examines_viewer else sittings.without_ticket(sitting).count()


@require_safe
def live(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the part of the board that changes, for its script."""
    sitting = get_object_or_404(sittings_of(request), pk=pk)
    with clock_of(sitting.institution):
        return render(request, "quiz/exams/lines.html", _board(sitting))


def _board(sitting: Sitting) -> dict[str, object]:
    title = sitting.activity.title_in(get_language())
    return {"title": title, "sitting": sitting, "board": board(sitting, now=timezone.now())}


@require_POST
def open_sitting(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let people in."""
    sitting = get_object_or_404(sittings_of(request), pk=pk)
    try:
        sittings.open_sitting(sitting=sitting, by=request.user, now=timezone.now())
    except sittings.SittingOver as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The exam is open. Learners begin when they enter the code on their card."))
    return redirect("quiz:board", pk)


@require_POST
def close_sitting(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let nobody in any more, and submit what is under way."""
    sitting = get_object_or_404(sittings_of(request), pk=pk)
    sittings.close_sitting(sitting=sitting, by=request.user, now=timezone.now())
    messages.success(request, _("The exam is closed. Attempts under way are being submitted."))
    return redirect("quiz:board", pk)


@require_safe
@confirmed_lately
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a card for each learner who has not used their code, to print and cut; where the address names cards, those
    alone.
    """
    sitting = _going_on(request, pk)
    asked = (whole_number(one, digits=18) for one in request.GET.getlist("card"))
    only = {pk for pk in asked if pk is not None}
    note(PRINTED, by=request.user, institution=sitting.institution_id, now=timezone.now(), sitting=pk)
    title = sitting.activity.title_in(get_language())
    context = {
        "title": _("Cards for “%(quiz)s”") % {"quiz": title},
        "quiz": title,
        "sitting": sitting,
        "cards": _cards(sitting, only),
        "some": bool(only),
        "address": request.build_absolute_uri(reverse("quiz:exam")).removesuffix("/").split("/"),
        "trail": [*_trail(), (title, reverse("quiz:board", args=[pk]))],
    }
    with clock_of(sitting.institution):
        return render(request, "quiz/exams/sheet.html", context)


def _cards(sitting: Sitting, only: set[int]) -> list[tuple[object, str, str]]:
    """Return each learner who has not used their code, with the code and the seat; of the tickets `only`, where it has
    any.
    """
    tickets = sitting.tickets.in_force().filter(used_at=None).select_related("learner").order_by("learner__name", "pk")
    return [
        (ticket.learner, codes.spaced(codes.code(ticket.pk, ticket.nonce)), seat_in_words(sitting, ticket))
        for ticket in (tickets.filter(pk__in=only) if only else tickets)
    ]


@require_POST
def latecomers(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show cards for who joined the cohort since, and for nobody else: on to the one card, or to the sheet with the new
    ones alone.
    """
    try:
        new = sittings.admit_latecomers(sitting=_going_on(request, pk), by=request.user, now=timezone.now())
    except sittings.SittingOver as error:
        messages.error(request, str(error))
        return redirect("quiz:board", pk)
    if not new:
        messages.info(request, _("Everybody in the cohort has a card already."))
        return redirect("quiz:board", pk)
    text = ngettext(
        "%(count)s new card. The others stay as they are.",
        "%(count)s new cards. The others stay as they are.",
        len(new),
    )
    messages.success(request, text % {"count": len(new)})
    if len(new) == 1:
        return redirect("quiz:ticket", new[0].pk)
    return redirect(
        f"{reverse('quiz:sheet', args=[pk])}?{urlencode({'card': [ticket.pk for ticket in new]}, doseq=True)}"
    )


@require_POST
def new_codes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show other codes for all who have not used theirs, and cards for who joined since."""
    try:
        new = sittings.replace_codes(sitting=_going_on(request, pk), by=request.user, now=timezone.now())
    except sittings.SittingOver as error:
        messages.error(request, str(error))
        return redirect("quiz:board", pk)
    text = ngettext(
        "%(count)s code is new. Print the sheet again.", "%(count)s codes are new. Print the sheet again.", new
    )
    messages.success(request, text % {"count": new})
    return redirect("quiz:sheet", pk)


def _going_on(request: SignedInRequest, pk: int) -> Sitting:
    """Return a sitting under way: a closed sitting has no codes any more, and who is examined in it sees none."""
    sitting = get_object_or_404(sittings_of(request), pk=pk)
    sittings.refuse_examined(request.user, sitting)
    if sitting.closed_at is not None:
        raise Http404
    return sitting


def _trail() -> list[tuple[str, str]]:
    return [(_("Exams"), reverse("quiz:sittings"))]
