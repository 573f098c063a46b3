"""My cohorts, and where the people of one stand."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lms.people.audit.services import note
from lms.people.factors.stepup import confirmed_lately
from lms.people.requests import SignedInRequest
from lms.plugins import slots
from lms.progress.models import Assignment
from lms.progress.refusals import left_out
from lms.switchboard import list_columns
from lms.switchboard.list_columns import ShownColumn
from lms.switchboard.tabs import tabs_of

from .audit import EXPORT
from .cohort_page import show
from .cohorts import Assigned, gather
from .filters import Filters
from .matrix import as_csv, lines, totals
from .standing import Standing, arrange
from .statements import cohort_for, visible_cohorts
from .table_rows import as_html

COHORTS_ON_A_PAGE = 12


@login_required
@require_GET
def cohorts(request: SignedInRequest) -> HttpResponse:
    """The cohorts one may look at, the newest first, with how many of their people need attention."""
    visible = visible_cohorts(request.user).order_by("-starts_on", "institution__name", "name")
    page = Paginator(visible, COHORTS_ON_A_PAGE).get_page(request.GET.get("page"))
    classes = gather(list(page), viewer=request.user, now=timezone.now())
    language = get_language()
    cards = [(shown, [course.title_in(language) for course in shown.courses]) for shown in classes.values()]
    may_assign = any(cohort.may_change for cohort in page)
    return render(
        request,
        "teaching/cohorts.html",
        {"title": _("My cohorts"), "cards": cards, "page": page, "may_assign": may_assign},
    )


@login_required
@require_GET
def cohort(request: SignedInRequest, pk: int) -> HttpResponse:
    """People × courses, those who need attention first."""
    now, filters = timezone.now(), Filters.read(request.GET)
    shown = show(_cohort(request, pk), viewer=request.user, filters=filters, page=request.GET.get("page"), now=now)
    courses, added = _courses(shown), _added(request, shown, shown.page)
    context = {
        **_around(shown),
        "title": shown.cohort.name,
        "trail": [(_("My cohorts"), reverse("teach:cohorts"))],
        "class": shown,
        "filters": filters,
        "courses": courses,
        "rows": as_html(lines(shown.page, courses, now=now, added=added)),
        "added": added,
        "page": shown.page,
        "query": _and(filters.query()),
        "totals": totals(shown.completed, shown.number, courses),
        "attention_query": filters.query(attention=True),
        "all_query": filters.query(attention=False),
        "sorts": _sorts(),
    }
    return render(request, "teaching/cohort.html", context)


def _around(shown: Assigned) -> dict[str, Any]:
    """What stands around the list: tabs, what goes on, what waits for somebody, panels."""
    cohort = shown.cohort
    return {
        "tabs": tabs_of(slots.COHORT, [cohort.institution]),
        "enrolling": any(assignment.status != Assignment.Status.DONE for assignment in shown.assignments),
        "refused": sum(map(len, left_out([(cohort.pk, course) for course in shown.courses]))),
        "late": cohort.late,
        "panels": slots.fill(slots.COHORT, [cohort])[cohort.pk],
    }


@login_required
@require_GET
@confirmed_lately
def export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The rows of the cohort's page, all pages of them, as a file, which is noted."""
    cohort, filters = _cohort(request, pk), Filters.read(request.GET)
    note(EXPORT, by=request.user, institution=cohort.institution_id, now=timezone.now(), cohort=pk)
    shown = gather([cohort], viewer=request.user, now=timezone.now())[pk]
    chosen = arrange(shown.standings, sort=filters.sort, attention=filters.attention, unit=filters.unit)
    courses, added = _courses(shown), _added(request, shown, chosen)
    rows = lines(chosen, courses, now=timezone.now(), added=added)
    text = as_csv(rows, [title for _course, title in courses], [column.label for column in added])
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(shown.cohort.name) or "cohort"}.csv"'
    return response


def _cohort(request: SignedInRequest, pk: int) -> Any:
    """The cohort, saying how many answers after the end wait for the viewer; 404 for those who may not look at it."""
    cohort = cohort_for(request.user, pk)
    if cohort is None:
        raise Http404
    return cohort


def _courses(shown: Assigned) -> list[tuple[str, str]]:
    language = get_language()
    return [(course.pk.hex, course.title_in(language)) for course in shown.courses]


def _added(request: SignedInRequest, shown: Assigned, chosen: Iterable[Standing]) -> list[ShownColumn]:
    """The columns of plugins for the learners of a page."""
    rows = [(standing.learner, shown.cohort.institution) for standing in chosen]
    now, zone = timezone.now(), timezone.get_current_timezone()
    return list_columns.shown(slots.COHORT, rows, request.user, now=now, zone=zone, cohort=shown.cohort)


def _sorts() -> list[tuple[str, str]]:
    return [("attention", _("needs attention")), ("name", _("name")), ("seen", _("last seen")), ("done", _("done"))]


def _and(query: str) -> str:
    return f"{query}&" if query else ""
