"""Parts of a package as a page shows them: the instructor's, and those that learners get."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from lms.foundation.interface.words import day
from lms.foundation.plugins.block import clean
from lms.people.directory.countries import country_choices

from ..catalogue.texts import Text
from .translations import language_of


@dataclass(frozen=True)
class Part:
    """A part that can be printed alone. It has one of: safe HTML, the steps of a class, texts to read, pairs of a
    question and its answer, or facts.
    """

    slug: str
    heading: str
    html: str = ""
    steps: Sequence[Any] = ()
    texts: Sequence[Any] = ()
    pairs: Sequence[tuple[str, str]] = ()
    facts: Sequence[tuple[str, str]] = ()

    def __bool__(self) -> bool:
        return bool(self.html or self.steps or self.texts or self.pairs or self.facts)


def guide_parts(guide: Page, today: date) -> list[Part]:
    """Return the parts of the guide that are written, in order, and the card of the review."""
    return [part for part in _guide_parts(guide, today) if part]


def learner_parts(guide: Page) -> list[Part]:
    """Return the parts for learners that are written: the handout and the reading list."""
    title = Text(guide.handout_title, language_of(guide)) if guide.handout_title else _label(guide, "handout")
    handout = Part("handout", title, html=_html(guide.handout))
    reading = Part("reading", _label(guide, "reading"), texts=[block.value for block in guide.reading])
    return [part for part in (handout, reading) if part]


def _guide_parts(guide: Page, today: date) -> Iterator[Part]:
    yield Part("aims", _label(guide, "aims"), html=_html(guide.aims))
    for number, block in enumerate(guide.sessions, start=1):
        minutes = block.value["minutes"]
        heading = ngettext("Plan for %(count)s minute", "Plan for %(count)s minutes", minutes) % {"count": minutes}
        yield Part(f"plan-{number}", heading, steps=list(block.value["steps"]))
    answers = [(block.value["about"], block.value["text"]) for block in guide.answers]
    yield Part("answers", _label(guide, "answers"), pairs=answers)
    beliefs = [(block.value["belief"], block.value["answer"]) for block in guide.beliefs]
    yield Part("beliefs", _label(guide, "beliefs"), pairs=beliefs)
    yield Part("distress", _label(guide, "distress"), html=_html(guide.distress))
    yield Part("review", _("Review"), facts=list(_review(guide, today)))


def _review(guide: Page, today: date) -> Iterator[tuple[str, str]]:
    """Yield the card of the review. What nobody has done is said."""
    nobody, never = _("nobody yet"), _("no day yet")
    for name in ("answerable", "protection_reviewer", "survivor_adviser", "language_reviewer"):
        yield _label(guide, name), getattr(guide, name) or nobody
    lawyers = {block.value["country"]: block.value for block in guide.lawyers}
    for code, country in country_choices():
        lawyer = lawyers.get(code)
        checked = day(lawyer["checked_on"], today=today) if lawyer and lawyer["checked_on"] else never
        yield f"{_('Lawyer')}: {country}", f"{lawyer['name']} · {checked}" if lawyer else nobody
    for name in ("checked_on", "next_review"):
        value = getattr(guide, name)
        yield _label(guide, name), day(value, today=today) if value else never
    for block in guide.changes:
        yield day(block.value["date"], today=today), Text(block.value["text"], language_of(guide))


def _label(guide: Page, field: str) -> str:
    return capfirst(str(guide._meta.get_field(field).verbose_name))


def _html(text: str) -> str:
    """Return rich text as safe HTML, its links to pages as public addresses."""
    return clean(expand_db_html(text))
