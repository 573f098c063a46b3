"""The case file of a seat: what its reader opened, and the cards that have a word."""

from collections.abc import Sequence

from assessments.casework import plain

from ..runs.models import LogEntry, Seat

LONGEST_WORD = 80


def opened_by(row: Seat) -> tuple[set[str], set[str]]:
    """Return the cards that were opened from this seat, and the numbers of messages. One statement."""
    data = list(LogEntry.objects.filter(seat=row.pk, verb="opened").values_list("data", flat=True))
    return {str(one.get("card")) for one in data}, {str(one.get("message")) for one in data}


def word_of(text: str) -> str:
    """Return the search text in the form in which it is looked for: single spaces, at most `LONGEST_WORD`
    characters.
    """
    return " ".join(text.replace("\x00", "").split())[:LONGEST_WORD]


def with_word(cards: Sequence[dict[str, object]], word: str) -> list[dict[str, object]]:
    """Return the cards with `word` in title, source or text, without case and accents; all where nothing is looked
    for.
    """
    wanted = plain(word)
    return [one for one in cards if wanted in plain(f"{one['title']} {one['source']} {one['text']} {one['by']}")]
