"""The packs of a draft, for its author; and of a run, for who runs it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.casework import Case, Texts
from lms.people.requests import SignedInRequest

from ..access import hand_of, run_of
from ..authoring.access import desk, frame
from ..authoring.names import Names
from ..choices import EXCON
from ..scripts import case_of, texts_of
from .packs import handings, pack

TEMPLATE, LIST = "simulation/printing/pack.html", "simulation/printing/handing.html"
ALL = EXCON
"""Instead of a seat: the list of all envelopes, for whoever hands them out."""


@require_safe
@never_cache
def of_draft(request: SignedInRequest, page: int, seat: str) -> HttpResponse:
    at = desk(request, page)
    around = frame(at, "", _("To print")) | {"case_title": at.texts.title, "tabs": [], "languages": []}
    return _shown(request, at.draft.case, at.texts, seat, around)


@require_safe
@never_cache
def of_run(request: SignedInRequest, key: UUID, seat: str) -> HttpResponse:
    """As the case is in this run, in the reader’s language: for who runs it, and nobody who watches."""
    run = run_of(request, key)
    hand = hand_of(run, request.user)
    if hand is None or hand.role != EXCON:
        raise Http404
    texts = texts_of(run, get_language() or "en", run.institution.country)
    title = str(run.activity.title_in(get_language() or "en"))
    return _shown(request, case_of(str(run.content_id)), texts, seat, {"title": _("To print"), "case_title": title})


def _shown(request: SignedInRequest, case: Case, texts: Texts, seat: str, around: dict[str, Any]) -> HttpResponse:
    if seat == ALL:
        return render(request, LIST, around | {"rows": _rows(case, texts)})
    if seat not in [one.id for one in case.seats]:
        raise Http404
    return render(request, TEMPLATE, around | {"pack": pack(case, texts, seat), "note": texts.content_note})


def _rows(case: Case, texts: Texts) -> list[dict[str, Any]]:
    """What is handed to whom, and when."""
    names = Names(texts, case)
    return [
        {
            "seat": names.seat(one.seat),
            "number": one.number,
            "card": names.card(one.card),
            "when": _when(names, case, one.cause),
        }
        for one in handings(case)
    ]


def _when(names: Names, case: Case, cause: str) -> str:
    found = next((one for one in case.injects if one.id == cause), None)
    if found is not None:
        return _("by hand") if found.by_hand else names.opens(found.when, found.delay, found.at)
    decision, _dot, id = cause.partition(".")
    takes = next(
        (option.takes for one in case.decisions if one.id == decision for option in one.options if option.id == id), 0
    )
    return names.after(names.inject(cause), takes)
