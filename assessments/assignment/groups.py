"""Groups that hand in together: who is in them, and what one hands in for all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.identifiers import own_uuid, uuid7
from lms.learning.progress.journal.late_answers import store_answer
from lms.learning.progress.journal.services import Arrival, begin_many, record, record_many
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.models import Cohort, User

from .activity import SHARED, SUBMIT, WORK, HandIn
from .models import GroupMember, WorkGroup

LONGEST_NAME = 40


def names_in(cohort: Cohort, activity: UUID) -> dict[int, str]:
    """Return the group of each person by their primary key. One statement."""
    rows = GroupMember.objects.filter(group__cohort=cohort, group__activity=activity)
    return dict(rows.values_list("learner_id", "group__name"))


@transaction.atomic
def arrange(*, cohort: Cohort, activity: UUID, names: Mapping[int, str]) -> None:
    """Put people of the cohort (by primary key) into groups by name; whoever has no name is in none.

    What was handed in stays as it is.
    """
    Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=cohort.pk)
    there = set(cohort.people.values_list("pk", flat=True))
    wanted = {pk: " ".join(name.split())[:LONGEST_NAME] for pk, name in names.items() if pk in there}
    GroupMember.objects.filter(group__cohort=cohort, group__activity=activity).delete()
    rows = {one.name: one for one in WorkGroup.objects.filter(cohort=cohort, activity=activity)}
    used = {name for name in wanted.values() if name}
    WorkGroup.objects.filter(pk__in=[row.pk for name, row in rows.items() if name not in used]).delete()
    for name in used - rows.keys():
        rows[name] = WorkGroup.objects.create(cohort=cohort, activity_id=activity, name=name)
    GroupMember.objects.bulk_create(
        [GroupMember(group=rows[name], learner_id=pk) for pk, name in wanted.items() if name]
    )


def group_of(attempt: Attempt) -> WorkGroup | None:
    """Return the group of the learner at the activity, where it is handed in as one. One statement."""
    if not attempt.form["limits"].get("groups"):
        return None
    rows = WorkGroup.objects.filter(activity=attempt.activity_id, members__learner=attempt.enrolment.learner_id)
    return rows.order_by("-pk").first()


@transaction.atomic
def hand_in(*, attempt: Attempt, by: User, now: datetime) -> tuple[bool, Sequence[str]]:
    """Hand in the work, for all of the learner's group: whether it came too late, and the names of people of the group
    for whom it could not be handed in. Of two who hand in at once the second is refused.

    Raises `InvalidAnswer`, and as `lms.learning.progress.journal.late_answers.store_answer` does.
    """
    group = group_of(attempt)
    if group is not None:
        WorkGroup.objects.select_for_update(of=("self",), no_key=True).get(pk=group.pk)
    attempt.refresh_from_db()
    if attempt.closed_at is not None and not attempt.late:
        raise InvalidAnswer(_("This work is handed in already."))
    is_late = attempt.closed_at is not None or store_answer(
        attempt=attempt, data={SUBMIT: ["1"]}, event_id=uuid7(), now=now
    )
    if group is None or is_late:
        return is_late, ()
    attempt.refresh_from_db()
    return False, _share(attempt, group, by=by, now=now)


def _share(attempt: Attempt, group: WorkGroup, *, by: User, now: datetime) -> list[str]:
    common = {"name": group.name, "set": str(uuid4())}
    record(attempt=attempt, verb=SHARED, data={"group": common}, event_id=own_uuid(), now=now, origin="server")
    others = Enrolment.objects.filter(
        course=attempt.enrolment.course_id, learner__in=group.members.values("learner")
    ).exclude(learner=attempt.enrolment.learner_id)
    enrolments = {one.learner_id: one for one in others.select_related("learner").order_by("pk")}
    begun = begin_many(
        enrolments=list(enrolments.values()), activity=attempt.activity_id, by=by, now=now, language="en", again=True
    )
    open_now = {pk: one for pk, one in begun.items() if isinstance(one, Attempt) and one.closed_at is None}
    data = {"work": attempt.state["responses"][WORK], "group": common}
    arrivals = [Arrival(one.pk, data, uuid7(), SHARED) for one in open_now.values()]
    refused = record_many(arrivals, by=by, now=now) if arrivals else []
    taken = {pk for pk, why in zip(open_now, refused, strict=True) if why is None}
    return [one.learner.name for one in enrolments.values() if one.pk not in taken]


def beside(attempt: Attempt) -> QuerySet[Attempt]:
    """Return the attempts of the others of the group that have the same work."""
    group: dict[str, Any] | None = attempt.state.get("group")
    if not group:
        return Attempt.objects.none()
    rows = Attempt.objects.filter(kind=HandIn.slug, activity=attempt.activity_id, state__group__set=group["set"])
    return rows.exclude(pk=attempt.pk).select_related("enrolment__learner", "enrolment__institution", "activity")


def waiting_beside(attempt: Attempt) -> list[Attempt]:
    """Return those of them that wait for a mark."""
    return list(beside(attempt).filter(waiting=True))
