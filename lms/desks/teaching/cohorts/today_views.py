"""“Today”: what an instructor has to do on this day, and who needs their attention."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.foundation.plugins.pages import today as day_items
from lms.foundation.plugins.pages.address_cache import address_of
from lms.foundation.plugins.pages.home import TODAY, Home, blocks_of
from lms.foundation.plugins.pages.today import WAITING, Day, TodayItem
from lms.learning.progress.journal import late_answers
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.clocks import at_home
from lms.people.directory.current_viewer import CountOfViewer, RowsOfViewer
from lms.people.directory.models import Cohort, CohortMember, User
from lms.people.directory.requests import SignedInRequest

from ..models import MemberStanding
from ..standing.queries import PERSON, CohortPart, standings_of
from ..standing.rules import Reason, Standing
from ..standing.statements import ORDER, IsFirst, assigned_to, cohorts_with_rules
from ..standing.thresholds import Thresholds
from .reason_texts import about, explain
from .selected_views import writing_to
from .table_rows import reason_of

LISTED = 12
"""So many people who need attention are shown at once, the most pressing; their cohorts show the others."""


@dataclass
class CohortAttention:
    """People of a cohort who need attention: those that are shown, and how many there are."""

    cohort: Any
    number: int
    people: list[tuple[Standing, SafeString]] = field(default_factory=list)
    may_write: bool = False

    @property
    def url(self) -> str:
        return f"{address_of('teach:cohort', self.cohort.pk)}?show=attention"


@login_required
@require_safe
@at_home
def today(request: SignedInRequest) -> HttpResponse:
    """Show the blocks of the day: meetings, work that waits, simulations that go on, and who needs attention.

    As many statements for a thousand as for one of each.
    """
    viewer, now = request.user, timezone.now()
    if not (viewer.is_superuser or viewer.duties & set(TEACHING_ROLES)):
        raise Http404
    home = Home(TODAY, viewer, now, viewer.institution, about=day_items.of_person(viewer, _day(now)))
    context = {"title": _("Today"), "now": now, "blocks": blocks_of(home)}
    return render(request, "teaching/today.html", context)


def _day(now: datetime) -> Day:
    """Return the day of `now` in the time zone that is in force."""
    first = timezone.localdate(now)
    begins = [timezone.make_aware(datetime.combine(day, time())) for day in (first, first + timedelta(days=1))]
    return Day(now, *begins)


_LATE = CountOfViewer(late_answers.waiting_for, "closed_at")


def late_today(viewer: User) -> list[TodayItem]:
    """Return the line of answers that came too late; nothing without them."""
    counted = _LATE.of(viewer)
    if not counted["number"]:
        return []
    title, url = _("Late answers"), reverse("teach:late-answers")
    return [TodayItem(WAITING, title, url, viewer.institution, action=_("Decide"), **counted)]


def needing_attention(viewer: User, *, now: datetime) -> list[CohortAttention]:
    """Return by cohort the people whom `viewer` teaches that need attention, the most pressing first, without
    themselves. Six statements.
    """
    listed: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for one in _MOST_PRESSING.rows(viewer):
        listed[one.cohort_id].append((one.reason, *(getattr(one, name) for name in _PERSON)))
    if not listed:
        return []
    cohorts, known = {one.pk: one for one in _COHORTS.rows(viewer)}, cohorts_with_rules(listed)
    numbers = {pk: one.number - one.own for pk, one in cohorts.items()}
    return [
        *_described([(known[pk], people, numbers[pk]) for pk, people in listed.items()], now=now),
        *(CohortAttention(one, numbers[pk]) for pk, one in cohorts.items() if pk not in listed and numbers[pk]),
    ]


def _places(viewer: Any) -> QuerySet[CohortMember]:
    """Return the places of the viewer themselves, whom they do not look after."""
    return CohortMember.objects.filter(user=viewer.pk)


def _most_pressing(viewer: Any) -> QuerySet[MemberStanding]:
    """Return the first in all cohorts, with the columns of their people."""
    first = IsFirst(Cohort.objects.taught_by(viewer), _places(viewer).values("pk"), LISTED)
    people = {name: F(f"member__{column}") for name, column in _PERSON.items()}
    rows = MemberStanding.objects.filter(first).annotate(**people)
    return rows.only("cohort", "reason").order_by(*ORDER)


def _cohorts(viewer: Any) -> Any:
    """Return the cohorts in which people need attention by name, each with their `number` and whether the viewer is one
    of them (`own`): without looking who is who an index alone counts them.
    """
    needing = MemberStanding.objects.filter(reason__lt=Reason.ON_TRACK, cohort=OuterRef("pk")).order_by()
    counted = needing.values("cohort").annotate(number=Count("*")).values("number")
    own = Exists(needing.filter(member__in=_places(viewer).values("pk")))
    rows = Cohort.objects.taught_by(viewer).filter(Exists(needing))
    return rows.annotate(number=Subquery(counted), own=own).only("name")


_PERSON = {f"person_{place}": column for place, column in enumerate(PERSON)}
_MOST_PRESSING = RowsOfViewer(_most_pressing)
_COHORTS: RowsOfViewer[Any] = RowsOfViewer(_cohorts)


def _described(parts: Sequence[tuple[Any, list[tuple[Any, ...]], int]], *, now: datetime) -> list[CohortAttention]:
    """Return the people of each cohort, with their reasons in words."""
    given: defaultdict[int, dict[str, str]] = defaultdict(dict)
    ids: defaultdict[int, list[Any]] = defaultdict(list)
    language, day = get_language() or "en", timezone.localdate(now)
    for one in assigned_to([cohort.pk for cohort, *_rest in parts]):
        given[one.cohort_id or 0][one.course_id.hex] = str(one.course.title_in(language))
        ids[one.cohort_id or 0].append(one.course_id)
    asked = [CohortPart(cohort, ids[cohort.pk], [row[1:] for row in rows]) for cohort, rows, _number in parts]
    shown = []
    for (cohort, rows, number), standings in zip(parts, standings_of(asked), strict=True):
        entry, rule = CohortAttention(cohort, number, may_write=bool(writing_to(cohort))), Thresholds.of(cohort)
        for standing, row in zip(standings, rows, strict=True):
            standing.reason = Reason(row[0])
            why = explain(standing, rule, today=day), about(standing, given[cohort.pk], today=day)
            entry.people.append((standing, reason_of(*why)))
        shown.append(entry)
    return shown
