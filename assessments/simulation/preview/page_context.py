"""Context of the preview page: one seat at one minute, how to go on, and at the end the result of each seat."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import get_language

from assessments.casework import OPEN, score
from lms.foundation.interface.parsing import whole_number
from lms.foundation.plugins.identifiers import uuid7
from lms.people.directory.requests import SignedInRequest

from ..authoring.access import Desk, frame
from ..runs.names import case_moment
from ..seat.case_file import with_word
from ..seat.seat_view import Refusal, seat_context
from .plays import Log, Play
from .recorded_paths import KeepForm

AN_HOUR, A_DAY = 60, 1440
NOTHING = Refusal()
KEY = "simulation.play."


@dataclass(frozen=True)
class PreviewPosition:
    """View of the preview: `seat` at `minute` of a play that is kept in the viewer's session."""

    at: Desk
    play: Play
    seat: str
    minute: int

    @classmethod
    def of(cls, request: SignedInRequest, at: Desk) -> "PreviewPosition":
        case = at.draft.case
        log = request.session.get(f"{KEY}{at.page.pk}", [])
        seats = [seat.id for seat in case.seats]
        asked = request.GET.get("seat", "")
        return cls(
            at,
            Play(case, at.texts, log),
            asked if asked in seats else next(iter(seats), ""),
            min(whole_number(request.GET.get("at")) or 0, case.ends),
        )

    def store(self, request: SignedInRequest, log: Log) -> None:
        request.session[f"{KEY}{self.at.page.pk}"] = log

    def query(self, *, seat: str = "", minute: int | None = None) -> dict[str, object]:
        query = {"seat": seat or self.seat, "at": self.minute if minute is None else minute}
        return query if self.at.is_own else query | {"language": self.at.language}

    def address(self, *, seat: str = "", minute: int | None = None) -> str:
        query = self.query(seat=seat, minute=minute)
        return f"{self.at.address('case-preview').partition('?')[0]}?{urlencode(query)}"


def page_of(look: PreviewPosition, refusal: Refusal = NOTHING, *, word: str = "") -> dict[str, object]:
    """Return the context of the page. One statement for the draft, none for the play. `word` is looked for in the case
    file.
    """
    at, play = look.at, look.play
    state = play.at(look.minute)
    following = play.next(state)
    ends = play.case.ends
    steps = [look.minute + AN_HOUR, look.minute + A_DAY]
    names = {seat.id: str(at.texts.of("seats", seat.id).get("name") or seat.id) for seat in play.case.seats}
    seat = seat_context(play.script, state, at.texts, look.seat, refusal)
    for card in seat["cards"]:
        card["is_read"] = True
        card["address"] = at.address("case-picture", card["picture"]) if card["picture"] else ""
    return frame(at, "preview") | {
        "seat": seat,
        "unread": seat["cards"],
        "is_tried": True,
        "words_in": at.language if at.language != get_language() else "",
        "word": word,
        "found": with_word(seat["cards"], word),
        "asked": list(look.query().items()),
        "seats": [(id, name, look.address(seat=id), id == look.seat) for id, name in names.items()],
        "moment": case_moment(look.minute),
        "next": (case_moment(following), look.address(minute=following)) if following is not None else None,
        "steps": [(case_moment(one), look.address(minute=one)) for one in steps if one < ends],
        "beginning": look.address(minute=0),
        "end": look.address(minute=ends) if look.minute < ends else "",
        "entries": len(play.log),
        "paths": list(at.draft.paths),
        "scores": _scores(play, state, names) if state.status != OPEN else [],
        "form": KeepForm(),
        "event_id": uuid7(),
        "query": look.address().partition("?")[2],
    }


def _scores(play: Play, state: Any, names: dict[str, str]) -> list[dict[str, Any]]:
    found = ((name, score(play.script, state, seat)) for seat, name in names.items())
    return [{"name": name, "share": one.share, "passed": one.passed} for name, one in found]
