"""My cohorts, where the people of one stand, and the file of that."""

from collections.abc import Iterable
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
from django.views.decorators.http import require_GET

from lms.foundation.plugins.pages import slots
from lms.learning.progress.access.refusals import refused_learners
from lms.learning.progress.models.assignments import Assignment
from lms.people.audit.services import note
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately
from lms.switchboard import list_columns
from lms.switchboard.list_columns import ShownColumn
from lms.switchboard.tabs import tabs_of

from ..standing.audit import EXPORT
from ..standing.filters import Filters
from ..standing.rules import Standing
from ..standing.statements import cohort_for, visible_cohorts
from . import activities
from .cells import ActivityCells, Cells
from .cohort_page import CohortAssignments, CohortPage, everybody, show, summarise
from .exports import columns_of, file_response, rows_of
from .gradebook import AllMarks, MarkCells, all_marks, how_it_counts
from .matrix import lines, totals
from .reason_texts import in_words
from .selected_views import writing_to
from .table_rows import as_html

if TYPE_CHECKING:
    from collections.abc import Sequence

COHORTS_ON_A_PAGE = 12


@login_required
@require_GET
def cohorts(request: SignedInRequest) -> HttpResponse:
    """Show the cohorts one may look at, the newest first, with how many of their people need attention."""
    closed = request.GET.get("closed") == "1"
    visible = visible_cohorts(request.user).filter(closed_at__isnull=not closed)
    visible = visible.order_by("-starts_on", "institution__name", "name")
    page = Paginator(visible, COHORTS_ON_A_PAGE).get_page(request.GET.get("page"))
    shown, language = summarise(page, now=timezone.now()), get_language()
    cards = [(one, [course.title_in(language) for course in one.courses]) for one in shown]
    may_assign = any(cohort.may_change for cohort in page)
    return render(
        request,
        "teaching/cohorts.html",
        {"title": _("My cohorts"), "cards": cards, "page": page, "may_assign": may_assign, "closed": closed},
    )


@login_required
@require_GET
def cohort(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show people × courses, or × the activities of one of them; those who need attention first."""
    now, asked = timezone.now(), Filters.read(request.GET)
    shown = show(_cohort(request, pk), filters=asked, page=request.GET.get("page"), now=now)
    cells, added, filters, courses = _cells(shown), _added(request, shown, shown.page), shown.filters, _courses(shown)
    listed = lines(shown.page, cells, shown.rule, now=now, added=added, courses=dict(courses))
    context = {
        **_around(shown),
        **_of_activities(shown, cells),
        **_choices(shown),
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
        return _of_all_courses(shown) if shown.filters.marks else Cells(_courses(shown))
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
@require_GET
@confirmed_lately(file=True)
def export(request: SignedInRequest, pk: int, ending: str) -> HttpResponseBase:
    """Show the rows of the cohort's page, all pages and columns of them, as a file, which is noted."""
    now, cohort, filters = timezone.now(), _cohort(request, pk), Filters.read(request.GET)
    note(EXPORT, by=request.user, institution=cohort.institution_id, now=now, cohort=pk, file=ending)
    known, chosen = everybody(cohort, filters=filters, now=now)
    cells, added = _cells_of_file(known), _added(request, known, chosen)
    rows = rows_of(chosen, cells, known.rule, added=added, now=now)
    of_all = "marks" if known.filters.marks else ""
    kind = known.course.slug if known.course else of_all
    return file_response(ending, cohort.name, columns_of(cells, added), rows, kind=kind)


def _cells_of_file(known: CohortPage) -> Cells:
    """Return the cells of everybody: of all courses, or of the activities of one, with their marks where the address
    asks for those.
    """
    language, course, marks = get_language(), known.course, known.filters.marks
    if course is None and not marks:
        return Cells(_courses(known))
    found = activities.of_cohort([course] if course else known.courses, known.cohort, marks=marks)
    if course is None:
        return all_marks(found, language, links=False)
    columns = found[0].columns(0, language)
    return MarkCells(found[0], columns, links=False) if marks else ActivityCells(found[0], columns)


def _cohort(request: SignedInRequest, pk: int) -> Any:
    """Return the cohort, saying how many answers after the end wait for the viewer; 404 for those who may not look at
    it.
    """
    cohort = cohort_for(request.user, pk)
    if cohort is None:
        raise Http404
    return cohort


def _courses(shown: CohortAssignments) -> list[tuple[str, str]]:
    language = get_language()
    return [(course.pk.hex, course.title_in(language)) for course in shown.courses]


def _added(request: SignedInRequest, shown: CohortAssignments, chosen: Iterable[Standing]) -> list[ShownColumn]:
    """Return the columns of plugins for the learners of a page."""
    rows = [(standing.learner, shown.cohort.institution) for standing in chosen]
    now, zone = timezone.now(), timezone.get_current_timezone()
    return list_columns.shown(slots.COHORT, rows, request.user, now=now, zone=zone, cohort=shown.cohort)


def _sorts() -> list[tuple[str, str]]:
    return [("attention", _("needs attention")), ("name", _("name")), ("seen", _("last seen")), ("done", _("done"))]


def _and(query: str) -> str:
    return f"{query}&" if query else ""
