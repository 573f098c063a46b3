"""My cohorts, where the people of one stand, and the file of that."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lms.files.views import send
from lms.foundation.plugins.pages import slots
from lms.learning.progress.access.refusals import refused_learners
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.reach import sees_totals_alone
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately
from lms.switchboard.tabs import tabs_of

from ..standing.filters import Filters
from ..standing.statements import TOGETHER, CohortList, cohort_for
from . import activities
from .cells import ActivityCells, Cells
from .cohort_page import CohortAssignments, CohortPage, show, summarise
from .exports import added_to, titles_of
from .files import OF_ENDING
from .gradebook import AllMarks, MarkCells, all_marks, how_it_counts
from .matrix import lines, totals
from .reason_texts import in_words
from .selected_views import writing_to
from .table_rows import as_html

if TYPE_CHECKING:
    from collections.abc import Sequence


@login_required
@require_GET
def cohorts(request: SignedInRequest) -> HttpResponse:
    """Show the cohorts one may look at, the newest first, with how many of their people need attention."""
    closed = request.GET.get("closed") == "1"
    listed: Any = CohortList(request.user, closed=closed)
    page = Paginator[Any](listed, TOGETHER).get_page(request.GET.get("page"))
    shown, language = summarise(page, now=timezone.now()), get_language()
    cards = [(one, [course.title_in(language) for course in one.courses]) for one in shown]
    may_assign = any(cohort.may_change for cohort in page)
    return render(
        request,
        "teaching/cohorts.html",
        {
            "title": _("My cohorts"),
            "cards": cards,
            "page": page,
            "may_assign": may_assign,
            "closed": closed,
            "totals_only": not cards and sees_totals_alone(request.user),
        },
    )


@login_required
@require_GET
def cohort(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show people × courses, or × the activities of one of them; those who need attention first."""
    now, asked = timezone.now(), Filters.read(request.GET)
    shown = show(_cohort(request, pk), filters=asked, page=request.GET.get("page"), now=now)
    added = added_to(shown, shown.page, request.user)
    cells, filters, courses = _cells(shown), shown.filters, titles_of(shown)
    listed = lines(shown.page, cells, shown.rule, now=now, added=added, courses=dict(courses))
    context = {
        **_around(shown),
        **_of_activities(shown, cells) | _choices(shown),
        "title": shown.cohort.name,
        "trail": [(_("My cohorts"), reverse("teach:cohorts"))],
        "class": shown,
        "filters": filters,
        "courses": courses,
        "columns": _headings(cells, shown),
        "rows": as_html(listed, picked=shown.cohort.may_change),
        "added": added,
        "page": shown.page,
        "query": _and(filters.query()),
        "attention_query": filters.query(attention=True),
        "all_query": filters.query(attention=False),
        "may_write": bool(writing_to(shown.cohort)),
    }
    return render(request, "teaching/cohort.html", context)


def _choices(shown: CohortPage) -> "dict[str, Sequence[Sequence[object]]]":
    """Return the choices of the page: orders, units, the people on it, and the guides of its courses.

    Long lists are drawn here, since a loop in a template takes three times as long.
    """
    units = ((unit, mark_safe(" selected" if unit == shown.filters.unit else ""), name) for unit, name in shown.units)
    return {
        "sorts": _sorts(),
        "units": format_html_join("\n", '<option value="{}"{}>{}</option>', units),
        "page_people": ",".join(str(standing.learner) for standing in shown.page),
        "guides": [(one.pk, one.title_in(get_language())) for one in shown.courses if one.has_package],
    }


def _cells(shown: CohortPage) -> Cells:
    """Return the cells of the cohort’s courses, or of the activities of the course that the address asks for."""
    course = shown.course
    if course is None:
        return _of_all_courses(shown) if shown.filters.marks else Cells(titles_of(shown))
    ways = [way.enrolment for standing in shown.page if (way := standing.ways.get(course.pk.hex))]
    found = activities.of_enrolments(course, ways, at=shown.cohort.institution, marks=shown.filters.marks)
    columns = found.columns(shown.filters.part, get_language())
    if shown.filters.marks:
        return MarkCells(found, columns, links=shown.cohort.may_change)
    return ActivityCells(found, columns)


def _of_all_courses(shown: CohortPage) -> AllMarks:
    """Return the marks of all courses for the people of the page, as many columns as stand beside one another."""
    keys = [way.enrolment for standing in shown.page for way in standing.ways.values()]
    found = activities.of_ways(shown.courses, keys, at=shown.cohort.institution)
    marks = all_marks(found, get_language(), links=shown.cohort.may_change)
    first = (_part(shown, len(marks.columns)) - 1) * activities.MOST_COLUMNS
    shown.columns = len(marks.columns)
    return marks.only(marks.columns[first : first + activities.MOST_COLUMNS])


def _part(shown: CohortPage, number: int) -> int:
    """Return which part of so many columns the address asks for, from 1 on; the last where there are not so many."""
    return min(shown.filters.part, max(1, -(-number // activities.MOST_COLUMNS)))


def _headings(cells: Cells, shown: CohortPage) -> list[tuple[object, object]]:
    """Return the title of each column, and how its marks count, or the programme as part of which the course was
    given.
    """
    if isinstance(cells, AllMarks):
        return [(title, cells.of_course(key)) for key, title in cells.columns]
    if not isinstance(cells, MarkCells):
        parts = {} if isinstance(cells, ActivityCells) else _programmes(shown)
        return [(title, parts.get(key, "")) for key, title in cells.columns]
    entries = {entry.id: entry for entry in cells.activities.entries}
    return [(title, how_it_counts(entries[key], cells.activities.source)) for key, title in cells.columns]


def _programmes(shown: CohortPage) -> dict[str, object]:
    """Return by course, where not all were given as part of the same programme, the title of that."""
    given = {one.course_id.hex: one.programme for one in shown.assignments if one.programme}
    if len(given) == len(shown.assignments) and len({one.pk for one in given.values()}) == 1:
        return {}
    return {course: programme.title_in(get_language()) for course, programme in given.items()}


def _of_activities(shown: CohortPage, cells: Cells) -> dict[str, object]:
    """Return the part of the context that depends on whether columns are courses or activities: parts of a long course,
    or totals.
    """
    shape: dict[str, object] = {
        "of_course": shown.course,
        "state_query": shown.filters.query(marks=False, part=1),
        "marks_query": shown.filters.query(marks=True, part=1),
    }
    if not isinstance(cells, ActivityCells | AllMarks):
        return shape | {"totals": totals(shown.completed, shown.number, cells.columns)}
    number = shown.columns if isinstance(cells, AllMarks) else len(cells.activities.entries)
    size = activities.MOST_COLUMNS
    parts = range(1, max(1, -(-number // size)) + 1)
    return shape | {
        "part": _part(shown, number),
        "parts": [(one, (one - 1) * size + 1, min(one * size, number), shown.filters.query(part=one)) for one in parts],
    }


def _around(shown: CohortAssignments) -> dict[str, object]:
    """Return the context around the list: tabs, what goes on, work that waits, and panels."""
    cohort = shown.cohort
    return {
        "tabs": tabs_of(slots.COHORT, [cohort.institution]),
        "enrolling": any(assignment.status != Assignment.Status.DONE for assignment in shown.assignments),
        "refused": sum(map(len, refused_learners([(cohort.pk, course) for course in shown.courses]))),
        "late": cohort.late,
        "meanings": in_words(shown.rule),
        "panels": slots.fill(slots.COHORT, [cohort])[cohort.pk],
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately(file=True)
def export(request: SignedInRequest, pk: int, ending: str) -> HttpResponseBase:
    """Send the rows of the cohort's page, all pages and columns of them, as a file; one that is long is offered."""
    filters = Filters.read(request.GET).query()
    back = f"{reverse('teach:cohort', args=[pk])}?{filters}"
    return send(request, OF_ENDING[ending].slug, {"cohort": pk, "query": filters}, back=back)


def _cohort(request: SignedInRequest, pk: int) -> Any:
    """Return the cohort, saying how many answers after the end wait for the viewer; 404 for those who may not look at
    it.
    """
    cohort = cohort_for(request.user, pk)
    if cohort is None:
        raise Http404
    return cohort


def _sorts() -> list[tuple[str, str]]:
    return [("attention", _("needs attention")), ("name", _("name")), ("seen", _("last seen")), ("done", _("done"))]


def _and(query: str) -> str:
    return f"{query}&" if query else ""
