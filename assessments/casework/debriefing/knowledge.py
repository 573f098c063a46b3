"""Knowledge of the seats over time, and cards that one seat lacked while another had them. Pure."""

from dataclasses import dataclass

from ..script import Script
from ..state import State
from ..visibility import card_minutes


@dataclass(frozen=True)
class Cell:
    """One seat and one card. `at` is None where it never came; `source` is the seat that passed it on, or empty."""

    seat: str
    at: int | None
    source: str
    needed: bool

    @property
    def is_gap(self) -> bool:
        """Return whether the card was needed there, and never came."""
        return self.needed and self.at is None

    @property
    def is_beyond(self) -> bool:
        """Return whether the card was passed on to a seat that did not need it."""
        return bool(self.source) and not self.needed


@dataclass(frozen=True)
class CardKnowledge:
    """A card, and a cell for each seat in their order. `first_at` is None where nobody ever had it."""

    card: str
    first_at: int | None
    cells: tuple[Cell, ...]


def card_knowledge(script: Script, state: State) -> tuple[CardKnowledge, ...]:
    """Return the cards that came to somebody, in the order in which they first did; then those that came to nobody.

    A card that names nobody who needs it is needed by nobody and by everybody: no cell of it is a gap, none is beyond.
    """
    when = card_minutes(state)
    found = []
    for card in script.case.cards:
        came = when.get(card.id, {})
        cells = tuple(_cell(state, card.id, card.need, seat, came.get(seat)) for seat in script.seats)
        found.append(CardKnowledge(card.id, min(came.values(), default=None), cells))
    return tuple(sorted(found, key=lambda known: (known.first_at is None, known.first_at or 0)))


def _cell(state: State, card: str, need: tuple[str, ...] | None, seat: str, at: int | None) -> Cell:
    source = next((told.source for told in state.told.get(seat, ()) if told.card == card), "")
    if need is None:
        return Cell(seat, at, "" if at is None else source, needed=at is not None)
    return Cell(seat, at, source, needed=seat in need)


def cards_held_elsewhere(script: Script, state: State, seat: str, at: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return cards that `seat` needed or could have had by minute `at` and did not have, with the seats that had
    them.
    """
    found = []
    for card, came in card_minutes(state).items():
        need = script.cards[card].need
        had = tuple(other for other in script.seats if other != seat and came.get(other, at + 1) <= at)
        if had and came.get(seat, at + 1) > at and (need is None or seat in need):
            found.append((card, had))
    return tuple(found)
