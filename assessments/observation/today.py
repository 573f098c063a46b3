"""Lines of “Today”: the checklists of cohorts by which people were not observed yet."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, F
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.catalogue.lookup import release
from courses.models import Course
from lms.foundation.plugins.pages.today import WAITING, Day, TodayItem
from lms.people.directory.models import Cohort, CohortMember, User

from .activity import Checklist
from .models import Finding

MOST = 10
"""Lines, those of the newest cohorts."""
Key = tuple[int, UUID]
"""A cohort and a checklist."""


def observing_today(person: User, day: Day) -> list[TodayItem]:
    """Return a line for each checklist of the cohorts that `person` teaches, with the number of people who were not
    observed by it. One statement where there is none, else four.
    """
    listed = _listed(person)
    if not listed:
        return []
    left = _left(person, listed)
    cohorts = Cohort.objects.select_related("institution").in_bulk({cohort for cohort, _activity in listed})
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
        if left[key] > 0
    ][:MOST]


def _listed(person: User) -> dict[Key, str]:
    """Return the checklists in the courses of the cohorts of a person, with their titles. One statement."""
    taught = Cohort.objects.taught_by(person)
    given = {"assignments__cohort__in": taught, "assignments__withdrawn_at": None, "release__isnull": False}
    rows = Course.objects.filter(**given).annotate(given_to=F("assignments__cohort"))
    language, listed = get_language() or "en", dict[Key, str]()
    for cohort, number in rows.order_by("-given_to", "assignments__pk").values_list("given_to", "release_id"):
        outline = release(number).outline
        for entry in outline.activities:
            if entry.kind == Checklist.slug:
                listed.setdefault((cohort, UUID(entry.id)), str(entry.title(language, outline.source)))
    return listed


def _left(person: User, listed: Collection[Key]) -> dict[Key, int]:
    """Return how many people of the cohorts, but for the person, were not observed. Two statements."""
    cohorts = {cohort for cohort, _activity in listed}
    members = CohortMember.objects.filter(cohort__in=cohorts).exclude(user=person.pk).order_by()
    number = dict(members.values_list("cohort").annotate(people=Count("pk")))
    activities = {activity for _cohort, activity in listed}
    found = Finding.objects.filter(
        learner__cohort_places__cohort__in=cohorts, observation__activity__in=activities, attempt__isnull=False
    ).exclude(learner=person.pk)
    columns = ("learner__cohort_places__cohort", "observation__activity")
    observed: dict[Key, int] = {
        (cohort, activity): people
        for cohort, activity, people in found.order_by()
        .values_list(*columns)
        .annotate(people=Count("learner", distinct=True))
    }
    return {key: number.get(key[0], 0) - observed.get(key, 0) for key in listed}
