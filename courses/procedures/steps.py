"""Steps of procedures as others cite them: by a reference, the translation key of the page and the step's number."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.blocks import StructValue
from wagtail.models import Page

from lms.foundation.plugins.activity import NotReady

from ..pages.translations import live_pages
from .models import ProcedurePage

_REFERENCE = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})#(\d{1,2})")


@dataclass(frozen=True)
class StepCard:
    """The part of a step that stands where it is cited."""

    number: int
    title: str
    who: str
    limit: str
    url: str


def reference(key: UUID, number: int) -> str:
    return f"{key}#{number}"


def numbers_cited(text: str, key: UUID) -> list[int]:
    """Return the numbers of the steps of the procedure with this translation key to which `text` refers, in order."""
    return sorted({int(number) for cited, number in _REFERENCE.findall(text) if cited == str(key)})


def procedures(language: str, **only: object) -> list[ProcedurePage]:
    """Return one live page of each procedure, or of those with the fields `only`, generic ones first."""
    return live_pages(ProcedurePage, language, "country", **only)


def step_choices() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each procedure with its steps, for a list to choose from."""
    for page in procedures(get_language() or ""):
        steps = (block.value for block in page.steps)
        yield (
            page.title,
            [(reference(page.translation_key, one["number"]), f"{one['number']} · {one['title']}") for one in steps],
        )


def procedure_choices() -> list[tuple[str, str]]:
    return [(str(page.translation_key), page.title) for page in procedures(get_language() or "")]


def cards(key: str, language: str) -> dict[int, StepCard]:
    """Return the steps of the procedure with this translation key by number, in `language` where it has that; none
    where it is not published.
    """
    pages = procedures(language, translation_key=key)
    return {block.value["number"]: _card(page, block.value) for page in pages for block in page.steps}


def _card(page: Page, step: StructValue) -> StepCard:
    texts = {name: step[name] or "" for name in ("title", "who", "limit")}
    return StepCard(number=step["number"], url=f"{page.get_url() or ''}#step-{step['number']}", **texts)


def card(cited: str, *, language: str, title: str) -> StepCard:
    """Return the step to which `cited` refers. Raises `NotReady` for a page called `title` if the step is not there."""
    named = _REFERENCE.fullmatch(cited)
    found = cards(named[1], language).get(int(named[2])) if named else None
    if found is None:
        sentence = _(
            "“%(title)s” names a step of a procedure that is not published any more. Choose another step, then publish "
            "again."
        )
        raise NotReady(sentence % {"title": title})
    return found


def frozen(cited: str, *, language: str, title: str) -> dict[str, object]:
    """Return the step as a definition stores it. Raises `NotReady`."""
    return asdict(card(cited, language=language, title=title))


def link(cited: str, *, language: str, title: str) -> str:
    """Return a paragraph of HTML that leads to the step. Raises `NotReady`."""
    step = card(cited, language=language, title=title)
    with override(language):
        return render_to_string("courses/procedures/paragraph.html", {"step": step}).strip()
