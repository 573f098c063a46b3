"""Citations of a procedure's steps, which the rooms above register, and the times at which steps changed."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, TextField
from django.db.models.functions import Cast
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry
from wagtail.signals import page_published, page_unpublished

from lms.foundation.plugins.runtime.registrations import Registrations

from ..access.rows import visible, writes
from ..catalogue.models import Course
from ..pages.models import ActivityPage, CoursePage
from ..publishing.signals import note_stale
from .models import ProcedurePage
from .steps import numbers_cited


@dataclass(frozen=True)
class Citation:
    """A place that cites the step `number`. Readers have its text since `since`; `course` is the key of its course and
    `page` its page, where it has those. Of rows of a `model`, only people who write such rows are shown the words.
    """

    number: int
    title: str
    url: str
    since: datetime | None
    course: UUID | None = None
    page: int | None = None
    model: type[Model] | None = None


Finder = Callable[[UUID], Iterable[Citation]]


class Finders:
    """Finders of citations by their kind, such as “Lesson”: each gets the translation key of a procedure."""

    def __init__(self) -> None:
        self._finders: Registrations[tuple[Any, Finder]] = Registrations(
            "citations of procedures", code_of=lambda entry: entry[1], name="finder"
        )

    def register(self, kind: object, finder: Finder) -> None:
        self._finders.put(finder, (kind, finder))

    def of(self, key: UUID) -> Iterator[tuple[str, Citation]]:
        """Yield kind and citation of everything that cites the procedure with this translation key."""
        for kind, finder in self._finders:
            for citation in finder(key):
                yield str(kind), citation


finders = Finders()


def citing_pages(model: type[ActivityPage], field: str, key: UUID) -> Iterator[Citation]:
    """Yield the steps that live pages of `model` cite in the stream `field`, of each page in the oldest language."""
    pages = model._default_manager.live().filter(alias_of=None).annotate(stored=Cast(field, TextField()))
    cited = ((page, numbers_cited(page.stored, key)) for page in pages.filter(stored__contains=str(key)).order_by("pk"))
    yield from page_citations(cited)


def page_citations(cited: Iterable[tuple[ActivityPage, Iterable[int]]]) -> Iterator[Citation]:
    """Yield the citations of these pages, each given with the numbers that it cites; one page of a translation key."""
    by_key: dict[UUID, tuple[ActivityPage, Iterable[int]]] = {}
    for page, numbers in cited:
        by_key.setdefault(page.translation_key, (page, numbers))
    courses = _courses([page for page, _numbers in by_key.values()])
    for page, numbers in by_key.values():
        course = courses.get(page.path[: -Page.steplen])
        moments = [page.last_published_at, course.release.made_at if course and course.release else None]
        since = max((moment for moment in moments if moment), default=None)
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        for number in numbers:
            yield Citation(number, page.title, url, since, course.pk if course else None, page.pk)


def _courses(pages: Iterable[Page]) -> dict[str, Course]:
    """Return the courses to which activities belong, by the path of the course's page."""
    paths = {page.path[: -Page.steplen] for page in pages}
    keys = dict(CoursePage.objects.filter(path__in=paths).values_list("path", "translation_key"))
    courses = Course.objects.filter(pk__in=keys.values()).select_related("release").in_bulk()
    return {path: courses[key] for path, key in keys.items() if key in courses}


@dataclass(frozen=True)
class CitedStep:
    """A step with what cites it: pairs of the kind and the citation. `hidden` counts what the viewer may not open."""

    number: int
    title: str
    changed_at: datetime | None
    citations: list[tuple[str, Citation]]
    hidden: int

    @property
    def older(self) -> list[Citation]:
        """The citations whose text is older than the step."""
        return [one for _kind, one in self.citations if self.is_older(one)]

    def is_older(self, citation: Citation) -> bool:
        return bool(self.changed_at and citation.since and citation.since < self.changed_at)

    @property
    def rows(self) -> list[tuple[str, Citation, bool]]:
        """Kind, citation, and whether the step changed since."""
        return [(kind, one, self.is_older(one)) for kind, one in self.citations]


def cited_steps(page: ProcedurePage, viewer: object) -> list[CitedStep]:
    """Return the steps of a procedure's page with what cites them, as far as `viewer` may see it in the admin; numbers
    that are cited and gone come last, without a title.
    """
    found = list(finders.of(page.translation_key))
    pages = [one.page for _kind, one in found if one.page]
    seen = set(visible(Page, viewer).filter(pk__in=pages).values_list("pk", flat=True))
    titles: dict[int, str] = {block.value["number"]: block.value["title"] for block in page.steps}
    titles |= {one.number: "" for _kind, one in found if one.number not in titles}
    dates = step_dates(page)
    steps = []
    for number, title in titles.items():
        here = [(kind, one) for kind, one in found if one.number == number]
        shown = [(kind, one) for kind, one in here if (one.page is None or one.page in seen) and _may(viewer, one)]
        steps.append(CitedStep(number, title, dates.get(number), shown, len(here) - len(shown)))
    return steps


def _may(viewer: object, citation: Citation) -> bool:
    return citation.model is None or writes(viewer, citation.model)


def step_dates(page: Page) -> dict[int, datetime]:
    """Return when each step was last published otherwise than before, by number, from the revisions of the page. Of a
    step that stands as it was first published, nothing.
    """
    entries = PageLogEntry.objects.filter(page_id=page.pk, action="wagtail.publish", revision__isnull=False)
    dates: dict[int, datetime] = {}
    before: dict[int, Mapping[str, Any]] = {}
    for moment, content in entries.order_by("timestamp", "pk").values_list("timestamp", "revision__content"):
        if content is None:
            continue
        steps = {block["value"]["number"]: block["value"] for block in json.loads(content["steps"])}
        dates |= {number: moment for number, step in steps.items() if before.get(number, step) != step}
        before = steps
    return dates


@receiver(page_published, sender=ProcedurePage)
@receiver(page_unpublished, sender=ProcedurePage)
def _on_procedure_changed(sender: type[Model], instance: ProcedurePage, **_kwargs: object) -> None:
    """Note the courses that cite the procedure. A course whose text stays the same is not kept waiting."""
    courses = {one.course for _kind, one in finders.of(instance.translation_key) if one.course}
    for key in courses:
        note_stale(key, why=(_("Procedure changed: %(title)s") % {"title": instance.title})[:300])
