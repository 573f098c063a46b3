"""A report: which courses are due for review, who is missing on their cards, and what no lawyer has checked."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, ReferenceIndex

from lms.foundation.plugins.report import Column, Param, Report, Row
from lms.people.directory.countries import countries, country_choices

from ..pages.guides import GuidePage, readable
from ..pages.models import CoursePage
from ..pages.provisions import Provision

if TYPE_CHECKING:
    from lms.people.directory.models import User

PEOPLE = ("answerable", "protection_reviewer", "survivor_adviser", "language_reviewer")


class CourseReviews(Report):
    """One row for each course and language; a course that cites no law has no number of laws.

    docs/use/course-packages.md.
    """

    slug = "course_reviews"
    name = gettext_lazy("Reviews of courses")
    for_editors = for_regions = True

    def filters(self, viewer: "User") -> Sequence[Param]:
        states = [("due", _("overdue, or without a day")), ("unchecked", _("with laws that no lawyer has checked"))]
        return [Param("show", _("Show"), "choice", states)]

    def columns(self, params: Mapping[str, str]) -> list[Column]:
        by_place = [Column(f"checked_{code}", _("Checked: %(place)s") % {"place": name}) for code, name in _places()]
        return [
            Column("course", _("Course")),
            Column("language", _("Language")),
            Column("next_review", capfirst(_("next review")), "date"),
            Column("overdue", _("Overdue"), "yes"),
            *(Column(name, capfirst(GuidePage._meta.get_field(name).verbose_name)) for name in PEOPLE),
            Column("lawyers", _("Lawyers")),
            Column("unchecked", _("Laws not checked"), "number"),
            *by_place,
        ]

    def rows(self, viewer: "User", params: Mapping[str, str], *, now: datetime) -> Iterator[Row]:
        """Yield the courses without a day first, then the earliest. Six statements."""
        today, cited = timezone.localdate(now), _cited()
        pages = readable(CoursePage.objects.live().filter(alias_of=None), viewer).select_related("locale")
        guides = {guide.path[: -Page.steplen]: guide for guide in GuidePage.objects.of_courses(pages)}
        shown = params.get("show", "")
        for page in sorted(pages, key=lambda page: (_day(guides.get(page.path)) or date.min, page.title)):
            row = _row(page, guides.get(page.path), cited[page.path], today)
            due = row.cells["overdue"] or row.cells["next_review"] is None
            if {"": True, "due": due, "unchecked": row.cells["unchecked"]}[shown]:
                yield row


def _row(page: CoursePage, guide: GuidePage | None, cited: Sequence[Provision], today: date) -> Row:
    last = _day(guide)
    checked = [provision.country for provision in cited if provision.checked_on is not None]
    cells: dict[str, object] = {
        "course": page.title,
        "language": page.locale.language_name_local,
        "next_review": last,
        "overdue": last is not None and last < today,
        **{name: getattr(guide, name, "") for name in PEOPLE},
        "lawyers": _share(len(guide.lawyers), len(countries())) if guide else _("no package"),
        "unchecked": len(cited) - len(checked) if cited else None,
    }
    for code, _name in _places():
        number = sum(provision.country == code for provision in cited)
        cells[f"checked_{code}"] = _share(checked.count(code), number)
    return Row(cells, url=reverse("courses:guide", args=[page.translation_key]) if guide else "")


def _places() -> list[tuple[str, str]]:
    return [("", _("international law")), *country_choices()]


def _day(guide: GuidePage | None) -> date | None:
    return guide.next_review if guide else None


def _share(done: int, total: int) -> str:
    return _("%(done)s of %(total)s") % {"done": done, "total": total}


def _cited() -> dict[str, list[Provision]]:
    """Return the laws that published lessons cite, each once, by the path of the course's page. Three statements."""
    kinds = {"base_content_type": ContentType.objects.get_for_model(Page)}
    references = ReferenceIndex.objects.filter(**kinds, to_content_type=ContentType.objects.get_for_model(Provision))
    pairs = {(int(page), int(law)) for page, law in references.values_list("object_id", "to_object_id")}
    pages = Page.objects.live().filter(alias_of=None, pk__in={page for page, _law in pairs})
    courses = {pk: path[: -Page.steplen] for pk, path in pages.values_list("pk", "path")}
    laws = Provision.objects.filter(live=True).in_bulk({law for _page, law in pairs})
    cited: defaultdict[str, list[Provision]] = defaultdict(list)
    for course, law in {(courses[page], law) for page, law in pairs if page in courses and law in laws}:
        cited[course].append(laws[law])
    return cited
