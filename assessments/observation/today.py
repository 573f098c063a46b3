"""Lines of “Today”: the checklists of cohorts by which people were not observed yet."""

from collections.abc import Collection
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.catalogue.lookup import release
from lms.foundation.database.statements import Parameter, Statement, Values
from lms.foundation.plugins.pages.today import WAITING, Day, TodayItem
from lms.people.directory.current_viewer import RowsOfViewer
from lms.people.directory.models import Cohort, User

from .activity import Checklist
from .models import Finding

MOST, SIZES = 10, (12, 100, 1000)
"""Lines, those of the newest cohorts, and numbers of cohorts for which statements are written."""
_PERSON = Parameter("person", BigIntegerField())
Key = tuple[int, UUID]
"""A cohort and a checklist."""


def observing_today(person: User, day: Day) -> list[TodayItem]:
    """Return a line for each checklist of the cohorts that `person` teaches, with the number of people who were not
    observed by it. One statement where there is none, else three.
    """
    listed = _listed(person)
    if not listed:
        return []
    cohorts, left = _left(person, listed)
    return [
        TodayItem(
            WAITING,
            f"{title} · {cohorts[key[0]].name}",
            reverse("observation:begin", args=key),
            cohorts[key[0]].institution,
            action=_("Observe"),
            number=left[key],
        )
        for key, title in listed.items()
        if left.get(key, 0) > 0
    ][:MOST]


def _listed(person: User) -> dict[Key, str]:
    """Return the checklists in the courses of the cohorts of a person, with their titles. One statement."""
    language, listed = get_language() or "en", dict[Key, str]()
    for cohort, number in _GIVEN.records(person):
        outline = release(number).outline
        for entry in outline.activities:
            if entry.kind == Checklist.slug:
                listed.setdefault((cohort, UUID(entry.id)), str(entry.title(language, outline.source)))
    return listed


def _given(viewer: User) -> QuerySet[Cohort]:
    """Return the cohorts that `viewer` teaches, the newest first, once for each course of theirs, with its release."""
    given = {"assignments__withdrawn_at": None, "assignments__course__release__isnull": False}
    rows = Cohort.objects.taught_by(viewer).filter(**given).annotate(number=F("assignments__course__release"))
    return rows.only("pk").order_by("-pk", "assignments__pk")


_GIVEN = RowsOfViewer(_given)


def _left(person: User, listed: Collection[Key]) -> tuple[dict[int, Any], dict[Key, int]]:
    """Return the cohorts, and how many people of them, but for the person, were not observed. Two statements."""
    keys = list(dict.fromkeys(cohort for cohort, _activity in listed))
    size = next(size for size in SIZES if size >= min(len(keys), SIZES[-1]))
    places: dict[str, Any] = {f"cohort{place}": key for place, key in enumerate([*keys, *[0] * size][:size])}
    cohorts: dict[int, Any] = {one.pk: one for one in _cohorts(size).rows(person=person.pk, **places)}
    found = _observed(size).rows(person=person.pk, **places)
    observed = {(cohort, UUID(activity)): int(people) for cohort, activity, people in found}
    return cohorts, {key: int(cohorts[key[0]].number) - observed.get(key, 0) for key in listed if key[0] in cohorts}


@cache
def _cohorts(size: int) -> Statement[Any]:
    """Return the statement for so many cohorts, each with the `number` of its people but for the person."""
    others = Cast(Count("members", filter=~Q(members__user=_PERSON)), TextField())
    rows = Cohort.objects.alias(key=ExpressionWrapper(F("pk"), BigIntegerField())).filter(key__in=_places(size))
    shown = rows.annotate(number=others).select_related("institution").only("name", "institution__plugins")
    return Statement(lambda: shown, prepared=True)


@cache
def _observed(size: int) -> Values:
    """Return the statement for how many of them were observed by each checklist."""
    cohort = ExpressionWrapper(F("learner__cohort_places__cohort_id"), BigIntegerField())
    rows = Finding.objects.alias(key=cohort).filter(key__in=_places(size), attempt__isnull=False)
    activity, people = Cast("observation__activity_id", TextField()), Cast(Count("learner", distinct=True), TextField())
    by_checklist = rows.exclude(learner=_PERSON).order_by().values("learner__cohort_places__cohort", text=activity)
    columns = by_checklist.annotate(people=people).values_list("learner__cohort_places__cohort", "text", "people")
    return Values(lambda: columns, prepared=True)


def _places(size: int) -> list[Parameter]:
    return [Parameter(f"cohort{place}", BigIntegerField()) for place in range(size)]
