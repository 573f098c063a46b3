"""The packs of a draft, for its author; and of a run, for who runs it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.casework import Case, Texts
from lms.people.directory.requests import SignedInRequest

from ..authoring.access import desk, frame
from ..authoring.names import Names
from ..page.choices import EXCON
from ..pictures.services import on_paper
from ..runs.access import hand_of, run_of
from ..runs.scripts import case_of, texts_of
from . import paper
from .packs import Pack, handings, pack, pictures_of

TEMPLATE, LIST = "simulation/printing/pack.html", "simulation/printing/handing.html"
ALL = EXCON
"""Instead of a seat: the list of all envelopes, for whoever hands them out."""
CARDS_AT_ONCE = 166
"""Cards of some hundred words that are set on paper at once; these cost 0.42 s of the processor."""


@dataclass(frozen=True)
class Print:
    """A case with its words, as it is to be printed; `around` is what a page shows beside it."""

    case: Case
    texts: Texts
    title: str
    around: Mapping[str, Any]
    address: Callable[[str], str]
    """The address of the PDF of a seat."""

    def pack(self, seat: str) -> Pack:
        """Raise `Http404` where the case has no such seat."""
        if seat not in [one.id for one in self.case.seats]:
            raise Http404
        return pack(self.case, self.texts, seat, on_paper(pictures_of(self.case, seat)))


@require_safe
@never_cache
def of_draft(request: SignedInRequest, page: int, seat: str) -> HttpResponse:
    return _shown(request, _draft(request, page), seat)


@require_safe
@never_cache
def paper_of_draft(request: SignedInRequest, page: int, seat: str) -> HttpResponse:
    return _set(_draft(request, page), seat)


@require_safe
@never_cache
def of_run(request: SignedInRequest, key: UUID, seat: str) -> HttpResponse:
    """Show the case as the case is in this run, in the reader’s language: for who runs it, and nobody who watches."""
    return _shown(request, _run(request, key), seat)


@require_safe
@never_cache
def paper_of_run(request: SignedInRequest, key: UUID, seat: str) -> HttpResponse:
    return _set(_run(request, key), seat)


def _draft(request: SignedInRequest, page: int) -> Print:
    at = desk(request, page)
    around = frame(at, "", _("To print")) | {"tabs": [], "languages": []}
    return Print(at.draft.case, at.texts, at.texts.title, around, lambda seat: at.address("case-pack-paper", seat))


def _run(request: SignedInRequest, key: UUID) -> Print:
    run = run_of(request, key)
    hand = hand_of(run, request.user)
    if hand is None or hand.role != EXCON:
        raise Http404
    language = get_language() or "en"
    return Print(
        case_of(str(run.content_id)),
        texts_of(run, language, run.institution.country),
        str(run.activity.title_in(language)),
        {"title": _("To print")},
        lambda seat: reverse("simulation:print-paper", args=[key, seat]),
    )


def _shown(request: SignedInRequest, of: Print, seat: str) -> HttpResponse:
    around = {**of.around, "case_title": of.title}
    if seat == ALL:
        return render(request, LIST, around | {"rows": _rows(of.case, of.texts)})
    pack = of.pack(seat)
    shown = {"pack": pack, "note": of.texts.content_note, "paper": of.address(seat) if _fits(pack) else ""}
    return render(request, TEMPLATE, around | shown)


def _fits(pack: Pack) -> bool:
    """Return whether the pack is set on paper while its reader waits."""
    return len(pack.begins_with) + len(pack.envelopes) <= CARDS_AT_ONCE


def _set(of: Print, seat: str) -> HttpResponse:
    """Show the pack as a PDF. Raises `Http404` where it is too long; its page prints the same."""
    pack = of.pack(seat)
    if not _fits(pack):
        raise Http404
    data = paper.pdf(pack, case=of.title, note=of.texts.content_note)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"{of.case.id}-{seat}.pdf") or ""
    return response


def _rows(case: Case, texts: Texts) -> list[dict[str, object]]:
    """Return the table of envelopes: seat, number, card, and when it is handed out."""
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
