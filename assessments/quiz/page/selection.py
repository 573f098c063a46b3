"""Selection of questions of the bank for each draw of a quiz, and checks that there are enough."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.questions.models import Question

from ..sitting.question_draw import missing
from .draws import Draw

if TYPE_CHECKING:
    from wagtail.models import Page

HALVES = ("a", "b")


def halves(strata: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return for each question of all `strata` (question → difficulty, in the order in which they were written) the
    half it belongs to.

    Each question is in one half whatever strata it is in. In each stratum, and in each difficulty within it, the halves
    take turns, so that where strata do not overlap they differ by one question at most. What was written before keeps
    its half when more is written behind it in a stratum and difficulty of its own.
    """
    given: dict[str, str] = {}
    for stratum in strata:
        turn = 0
        for difficulty in sorted(set(stratum.values())):
            group = [name for name, its in stratum.items() if its == difficulty]
            counts = [sum(given.get(name) == half for name in group) for half in HALVES]
            for name in (name for name in group if name not in given):
                side = turn if counts[0] == counts[1] else int(counts[0] > counts[1])
                given[name] = HALVES[side]
                counts[side] += 1
            turn = turn if counts[0] == counts[1] else int(counts[0] > counts[1])
    return given


EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Stratum:
    """A draw, and what it can take: questions (by translation key) with their difficulty,
    none that another row always asks.
    """

    draw: Draw
    questions: dict[str, str]

    @property
    def number(self) -> int:
        return self.draw.wanted

    @cached_property
    def drafts(self) -> int:
        """The number of questions that it could take once they are published for the first time. One statement."""
        rows = Question.objects.filter(self.draw.phrase(), live=False, archived=False, first_published_at=None)
        return rows.exclude(translation_key__in=self.questions).values("translation_key").distinct().count()

    @property
    def pool(self) -> dict[str, object]:
        """Pool as the definition of the quiz has it; the questions in the order in which they were written."""
        return {"number": self.number, "questions": list(self.questions), "mark": self.draw.mark}


def strata(page: "Page") -> list[Stratum]:
    """Return the draws of `page`, or of the quiz that it is like and that draws for both, with what they can take for
    its form. One query for each that draws, and one for those that name a question.

    What a row always asks no other row draws.
    """
    source = page.asking
    draws = list(source.draws.select_related("category", "question", "tag", "objective").order_by("sort_order", "pk"))
    for draw in draws:
        draw.page = source  # its institution is then known to all of them
    named = _written(Q(translation_key__in=[draw.question.translation_key for draw in draws if draw.question]))
    written = [_named_in(named, draw.question) if draw.question else _written(draw.phrase()) for draw in draws]
    if page.half:
        drawn = [
            {key: its for key, (its, _usable) in one.items()}
            for draw, one in zip(draws, written, strict=True)
            if not draw.question_id
        ]
        side = halves(drawn)
        written = [
            one if draw.question_id else {key: row for key, row in one.items() if side[key] == page.half}
            for draw, one in zip(draws, written, strict=True)
        ]
    always: set[str] = set()
    by_draw: dict[int, dict[str, str]] = {}
    for every in (True, False):
        for place, (draw, one) in enumerate(zip(draws, written, strict=True)):
            if (draw.wanted == 0) is every:
                by_draw[place] = {key: its for key, (its, usable) in one.items() if usable and key not in always}
                always |= set(by_draw[place]) if every else set()
    return [Stratum(draw, by_draw[place]) for place, draw in enumerate(draws)]


def _named_in(written: dict[str, tuple[str, bool]], question: Question) -> dict[str, tuple[str, bool]]:
    key = str(question.translation_key)
    return {key: written[key]} if key in written else {}


def _written(condition: Q) -> dict[str, tuple[str, bool]]:
    """Return by translation key, in the order in which they were published first: the difficulty, and whether it can be
    drawn.

    A draft that was never published is left out: it changes nothing, not even the halves of two equal forms.
    """
    rows = Question.objects.published_once().filter(condition).order_by("translation_key", "archived", "-live", "pk")
    by_key: dict[str, tuple[tuple[datetime, int], str, bool]] = {}
    for key, difficulty, archived, live, first, pk in rows.values_list(
        "translation_key", "difficulty", "archived", "live", "first_published_at", "pk"
    ):
        place, known = (first or EARLIEST, pk), by_key.get(str(key))
        by_key[str(key)] = (
            (min(place, known[0]), known[1], known[2]) if known else (place, difficulty, live and not archived)
        )
    return {
        key: (difficulty, usable)
        for key, (_place, difficulty, usable) in sorted(by_key.items(), key=lambda row: row[1][0])
    }


def shortages(page: "Page", drawn: Sequence[Stratum]) -> Iterator[str]:
    """Yield a sentence where `page` would ask the same as the quiz whose draws it takes over, and for each draw that
    cannot have what it wants.
    """
    if page.asking != page and not (page.half and page.like.half):
        yield _(
            "“%(title)s” takes over the draws of “%(other)s”: make one of them form A and the other one form B."
        ) % {
            "title": page.title,
            "other": page.like.title,
        }
    for stratum, lacking in zip(drawn, missing([one.pool for one in drawn]), strict=True):
        about = {
            "title": page.title,
            "number": stratum.number,
            "category": stratum.draw.topic,
            "count": len(stratum.questions),
        }
        if not stratum.questions and stratum.draw.question:
            yield _(
                "“%(title)s” asks a question that is not published or is archived, or asks it twice: “%(question)s”."
            ) % {
                "title": page.title,
                "question": stratum.draw.question.named,
            }
        elif len(stratum.questions) < stratum.number:
            yield _lacking(page, stratum.drafts) % about
        elif lacking:
            yield (
                _("“%(title)s” draws %(number)s questions from “%(category)s”, but other draws need the same ones.")
                % about
            )


def _lacking(page: "Page", drafts: int) -> str:
    """Return the sentence of a draw that holds too few questions, and how many drafts it holds besides."""
    if page.half:
        return _("“%(title)s” draws %(number)s questions from its half of “%(category)s”, which holds %(count)s.")
    sentence = _("“%(title)s” draws %(number)s questions from “%(category)s”, which holds %(count)s.")
    return f"{sentence} {drafts_held(drafts)}" if drafts else sentence


def drafts_held(number: int) -> str:
    """Return a sentence on questions that were never published, and what to do with them."""
    sentence = ngettext(
        "The draw holds %(drafts)s draft, which nobody gets before it is published.",
        "The draw holds %(drafts)s drafts, which nobody gets before they are published.",
        number,
    )
    return sentence % {"drafts": number}


def repeats(drawn_from: Sequence[Stratum]) -> Iterator[str]:
    """Yield a sentence for each pair of draws that can take the same questions.

    Nobody gets one twice; the draws are less free for it.
    """
    drawn = [one for one in drawn_from if one.number]
    for place, one in enumerate(drawn):
        for other in drawn[place + 1 :]:
            if both := len(one.questions.keys() & other.questions.keys()):
                yield _("“%(one)s” and “%(other)s” can draw the same questions (%(count)s). Nobody gets one twice.") % {
                    "one": one.draw.topic,
                    "other": other.draw.topic,
                    "count": both,
                }


def blueprint(drawn: Sequence[Stratum]) -> list[dict[str, object]]:
    """Return a row for each draw: what it is about, how many it wants, and how many there are by difficulty."""
    return [
        {
            "topic": one.draw.question.named if one.draw.question else one.draw.topic,
            "wanted": one.number or len(one.questions),
            "available": len(one.questions),
            "drafts": one.drafts,
            "levels": [sum(its == level for its in one.questions.values()) for level in Question.Difficulty.values],
        }
        for one in drawn
    ]
