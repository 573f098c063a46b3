"""The socket of notices: what people are told, by whoever knows of it. Pure.

A kind either finds what is to be told (`occasions`), from time to time, or is told of it where it happens (`tell`).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from .channel import Attachment
from .runtime import value_checks
from .runtime.guard import Rule
from .runtime.registry import Registry


@dataclass(frozen=True)
class Occasion:
    """Occasion to notify one `person` (by primary key), once: `subject` is its key among those of its kind.

    It is told from `at` on, and makes no sense from `until` on. `facts` are JSON, from which its words are made.
    """

    person: int
    subject: str
    at: datetime
    until: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PendingNotice:
    """An occasion whose words are asked for."""

    person: int
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """Words for the reader: a `subject` of a few words, a sentence, the path of the page of the matter, and files that
    go along by channels that carry them.
    """

    subject: str
    text: str
    link: str = ""
    files: tuple[Attachment, ...] = ()


class NoticeKind(ABC):
    """One kind of notice. Whatever its `channels` (by their slugs, besides the page of notices), people choose others
    for themselves, unless it is `required`: then they are told by them in any case.

    `every` is how often `occasions` is asked. `duty` is that of whoever is told (learner, instructor, coordinator,
    administrator, site), or nothing where it may be anybody.
    """

    slug: str
    name: Any
    channels: tuple[str, ...] = ("mail",)
    required: bool = False
    duty: str = ""
    every: timedelta = timedelta(minutes=10)

    def occasions(self, *, now: datetime) -> Iterable[Occasion]:
        """Return the occasions to tell now, whether already told or not. Statements do not grow with people."""
        return ()

    @abstractmethod
    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        """Return the words for each in turn; None for one that no longer makes sense, such as a course that was
        completed since.

        The reader's language and time zone are active. One call, and as many statements, for many as for one.
        """


def sound_words(value: Any) -> list[Words | None]:
    """Return words that can be sent. Raises `TypeError` for anything else."""
    words = list(value)
    for one in words:
        if one is not None and not (value_checks.instance_of(Words)(one).text and one.subject):
            raise TypeError(f"{one!r:.200} says nothing")
    return words


RULES: Mapping[str, Rule] = {
    "occasions": Rule(value_checks.all_of(Occasion), instead=lambda _kind: ()),
    "words": Rule(sound_words),
}

kinds: Registry[NoticeKind] = Registry("notice kind", RULES)

Teller = Callable[[str, Sequence[Occasion], datetime], int]
Marker = Callable[[str, int, Sequence[str], datetime], object]
_tellers: list[Teller] = []
_markers: list[Marker] = []


def tell_with(teller: Teller) -> None:
    """Let `teller` write down what is told from now on; it is called in the transaction of what happened."""
    _tellers[:] = [teller]


def tell(kind: str, occasions: Iterable[Occasion], *, now: datetime) -> int:
    """Tell people of `occasions` of the kind called `kind`, each once, in the background. The same again tells nothing.

    Returns how many were new. A number of statements that does not grow with the occasions; none where there are none.
    """
    told = list(occasions)
    return sum(teller(kind, told, now) for teller in (_tellers if told and kind in kinds else ()))


def mark_with(marker: Marker) -> None:
    """Let `marker` note from now on what people have seen elsewhere; it is called in their transaction."""
    _markers[:] = [marker]


def mark_seen(kind: str, person: int, subjects: Sequence[str], *, now: datetime) -> None:
    """Mark as read the notices of `kind` with these `subjects` to `person`, who saw the matter on its page. One
    statement; none if there are none.
    """
    for marker in _markers if subjects else ():
        marker(kind, person, subjects, now)
