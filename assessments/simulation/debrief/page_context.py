"""Debrief of a run that is over: decisions that mattered, who knew what when, what each seat decided, hand-offs,
figures, marks, danger and the plan. By roles; a reader may ask for names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assessments.casework import Case, Texts
from assessments.casework.debriefing import Cell, Series, card_knowledge
from assessments.casework.presentation.sentences import case_moment

from ..page.choices import CONTROL_ROLES
from ..runs.models import Run
from .decisions import SeatResult, results_of_seats
from .figures import Figures, figures_of
from .finished_run import Play, play_of
from .handoffs import Story, story_of
from .turning_points import TurningPointText, in_words, replay_run


@dataclass(frozen=True)
class Knowledge:
    """A card, and for each seat, by name, when it came to know it, and its cell: a gap, or beyond need."""

    card: str
    cells: Sequence[tuple[str, str, Cell]]


@dataclass(frozen=True)
class CardPicture:
    """The `picture` of a card that reached somebody, by its name."""

    card: str
    picture: str
    alt: str
    credit: str


@dataclass(frozen=True)
class PlanLine:
    """Line of the improvement plan: a change, by whom, and until when."""

    action: str
    owner: str
    until: date


@dataclass(frozen=True)
class Debrief:
    case: Case
    texts: Texts
    turning_points: Sequence[TurningPointText]
    danger: Sequence[Series]
    roles: Sequence[str]
    knowledge: Sequence[Knowledge]
    pictures: Sequence[CardPicture]
    seats: Sequence[SeatResult]
    story: Story
    figures: Figures
    plan: Sequence[PlanLine]


def debrief_of(run: Run) -> Debrief:
    """Return the debrief of a run whose play is over. One statement."""
    play = play_of(run)
    turns, danger = replay_run(play)
    return Debrief(
        case=play.script.case,
        texts=play.words.texts,
        turning_points=[in_words(play, turn) for turn in turns],
        danger=danger,
        roles=[play.words.seat(role) for role in play.script.seats],
        knowledge=list(_knowledge(play)),
        pictures=list(_pictures(play)),
        seats=results_of_seats(play),
        story=story_of(play),
        figures=figures_of(play),
        plan=list(_plan(play)),
    )


def _knowledge(play: Play) -> Iterator[Knowledge]:
    """Yield the cards that reached somebody, in the order in which they first did."""
    for known in card_knowledge(play.script, play.state):
        if known.first_at is not None:
            cells = [
                (play.words.seat(cell.seat), "" if cell.at is None else case_moment(cell.at), cell)
                for cell in known.cells
            ]
            yield Knowledge(play.words.card(known.card), cells)


def _pictures(play: Play) -> Iterator[CardPicture]:
    """Yield the pictures of cards that reached a seat, in the order of the case."""
    told = {one.card for cards in play.state.told.values() for one in cards}
    for card in play.script.case.cards:
        if card.picture and card.id in told:
            words = play.words.texts.of("cards", card.id)
            yield CardPicture(play.words.card(card.id), card.picture, words.get("alt", ""), words.get("credit", ""))


def _plan(play: Play) -> Iterator[PlanLine]:
    for entry in play.log:
        if entry.verb == "note" and entry.seat in CONTROL_ROLES and entry.data.get("until"):
            until = date.fromisoformat(entry.data["until"])
            yield PlanLine(str(entry.data.get("text", "")), str(entry.data.get("owner", "")), until)
