"""Kinds of actions on many: whom each concerns, how it is done to one, and how that is undone.

Each is done by the services that do it to one, which check the rights of who asked at that moment.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.notice import Occasion, tell

from ...directory.choices import STAFF_ROLES, Role
from ...directory.institutions import Institution
from ...directory.models import Cohort, CohortMember, Membership, User
from ..records import people_services, services
from ..records.departures import cohorts_left, departure_record, give_back_roles
from .models import BulkAction, BulkRow

MESSAGE = "people_message"
KEPT = timedelta(days=30)
Before = dict[str, Any] | None
"""Data that undoing needs; None where nothing was done."""


@dataclass(frozen=True)
class Act:
    """One kind. `concerned` narrows what the viewer may change to what the action would change. `take_back` is None
    where nothing can be undone; it gives False where somebody has changed the row since.
    """

    slug: str
    label: Any
    about: Any
    concerned: Callable[[Any, Mapping[str, Any]], Any]
    do: Callable[[BulkAction, BulkRow, datetime], Before]
    take_back: Callable[[BulkAction, BulkRow, datetime], bool] | None
    fields: tuple[str, ...] = ()
    of_cohorts: bool = False

    def targets(self, by: User, keys: Any, asked: Mapping[str, Any]) -> "QuerySet[Any]":
        """Return those of `keys` that `by` may change and that the action would change; never `by` themselves."""
        if self.of_cohorts:
            rows: QuerySet[Any] = Cohort.objects.visible_to(by, Role.ADMINISTRATOR).exclude(people=by)
        else:
            rows = User.objects.managed_by(by).exclude(pk=by.pk)
        return self.concerned(rows.filter(pk__in=keys), asked)


def _let(may: bool) -> Callable[[BulkAction, BulkRow, datetime], Before]:
    def do(action: BulkAction, row: BulkRow, now: datetime) -> Before:
        if row.whom.is_active is may:
            return None
        people_services.let_sign_in(person=row.whom, may=may, by=action.by)
        return {}

    return do


def _let_back(may: bool) -> Callable[[BulkAction, BulkRow, datetime], bool]:
    def undo(action: BulkAction, row: BulkRow, now: datetime) -> bool:
        return _let(may)(action, row, now) is not None

    return undo


def _role(asked: Mapping[str, Any]) -> Any:
    return Membership.objects.filter(user=OuterRef("pk"), institution=asked["institution"], role=asked["role"])


def _give(action: BulkAction, row: BulkRow, now: datetime) -> Before:
    at = Institution.objects.get(pk=action.asked["institution"])
    if Membership.objects.filter(user=row.whom, institution=at, role=action.asked["role"]).exists():
        return None
    first, last = (_day(action.asked.get(name)) for name in ("starts_on", "ends_on"))
    made = people_services.give_role(
        person=row.whom, institution=at, role=action.asked["role"], by=action.by, starts_on=first, ends_on=last
    )
    return {"role": made.pk}


def _take_given(action: BulkAction, row: BulkRow, now: datetime) -> bool:
    held = Membership.objects.filter(pk=row.before["role"], user=row.whom).first()
    if held is None:
        return False
    people_services.take_role(membership=held, by=action.by)
    return True


def _take(action: BulkAction, row: BulkRow, now: datetime) -> Before:
    about = {"user": row.whom, "institution": action.asked["institution"], "role": action.asked["role"]}
    held = Membership.objects.filter(**about).first()
    if held is None:
        return None
    people_services.take_role(membership=held, by=action.by)
    return {name: day and day.isoformat() for name, day in (("from", held.starts_on), ("to", held.ends_on))}


def _give_taken(action: BulkAction, row: BulkRow, now: datetime) -> bool:
    days = {"starts_on": row.before["from"], "ends_on": row.before["to"]}
    again = BulkAction(by=action.by, asked={**action.asked, **days})
    return _give(again, row, now) is not None


def _move(action: BulkAction, row: BulkRow, now: datetime) -> Before:
    to, old = Institution.objects.get(pk=action.asked["institution"]), row.whom.institution_id
    if old == to.pk:
        return None
    left = departure_record(person=row.whom, to=to)
    people_services.move(person=row.whom, to=to, by=action.by, now=now)
    return {"at": old, "left": left}


def _move_back(action: BulkAction, row: BulkRow, now: datetime) -> bool:
    if row.whom.institution_id != action.asked["institution"] or row.before["at"] is None:
        return False
    to = Institution.objects.get(pk=row.before["at"])
    people_services.move(person=row.whom, to=to, by=action.by, now=now)
    give_back_roles(person=row.whom, left=row.before["left"], by=action.by)
    for cohort in cohorts_left(row.before["left"]):
        if cohort.closed_at is None:
            services.join(cohort=cohort, people=[row.whom], now=now, by=action.by)
    return True


def _write(action: BulkAction, row: BulkRow, now: datetime) -> Before:
    if not User.objects.managed_by(action.by).filter(pk=row.whom.pk).exists():
        raise people_services.NotTheirs
    facts = {"text": action.asked["text"], "by": action.by.name}
    tell(MESSAGE, [Occasion(row.whom.pk, f"{action.pk}", now, now + KEPT, facts)], now=now)
    return {}


def _close(action: BulkAction, row: BulkRow, now: datetime) -> Before:
    """Close the cohort, and where that was asked the accounts of people who have no role and no other open cohort."""
    cohort = row.of_cohort
    if not Cohort.objects.visible_to(action.by, Role.ADMINISTRATOR).filter(pk=cohort.pk).exists():
        raise people_services.NotTheirs
    if not services.close_cohort(cohort=cohort, now=now, by=action.by):
        return None
    people = list(_only_of(cohort, action.by)) if action.asked.get("accounts") else []
    for person in people:
        people_services.let_sign_in(person=person, may=False, by=action.by)
    return {"accounts": [person.pk for person in people]}


def _only_of(cohort: Cohort, by: User) -> "QuerySet[User]":
    others = CohortMember.objects.filter(user=OuterRef("pk"), cohort__closed_at=None).exclude(cohort=cohort)
    roles = Membership.objects.filter(user=OuterRef("pk"), role__in=STAFF_ROLES)
    people = User.objects.managed_by(by).exclude(pk=by.pk).filter(cohort_places__cohort=cohort, is_active=True)
    return people.exclude(Exists(others)).exclude(Exists(roles))


def _open(action: BulkAction, row: BulkRow, now: datetime) -> bool:
    if not services.reopen_cohort(cohort=row.of_cohort, now=now, by=action.by):
        return False
    for person in User.objects.managed_by(action.by).filter(pk__in=row.before["accounts"], is_active=False):
        people_services.let_sign_in(person=person, may=True, by=action.by)
    return True


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


ACTS: Mapping[str, Act] = {
    act.slug: act
    for act in (
        Act(
            "close",
            _("Close the accounts"),
            _("Nobody of them may sign in any more. Their records stay."),
            lambda rows, _asked: rows.filter(is_active=True),
            _let(False),
            _let_back(True),
        ),
        Act(
            "open",
            _("Open the accounts"),
            _("All of them may sign in again."),
            lambda rows, _asked: rows.filter(is_active=False),
            _let(True),
            _let_back(False),
        ),
        Act(
            "give",
            _("Give a role"),
            _("People who have the role there already stay as they are."),
            lambda rows, asked: rows.exclude(Exists(_role(asked))),
            _give,
            _take_given,
            fields=("role", "institution", "starts_on", "ends_on"),
        ),
        Act(
            "take",
            _("Take a role away"),
            _("People without this role there stay as they are."),
            lambda rows, asked: rows.filter(Exists(_role(asked))),
            _take,
            _give_taken,
            fields=("role", "institution"),
        ),
        Act(
            "move",
            _("Transfer"),
            _("Roles and places in cohorts of the old institution end. Results of courses completed there stay there."),
            lambda rows, asked: rows.exclude(institution=asked["institution"]),
            _move,
            _move_back,
            fields=("institution",),
        ),
        Act(
            MESSAGE,
            _("Write to them"),
            _("Each of them gets it as a notice, and by mail where they have an address. It cannot be taken back."),
            lambda rows, _asked: rows.filter(is_active=True),
            _write,
            None,
            fields=("text",),
        ),
        Act(
            "close_cohorts",
            _("Close the cohorts"),
            _("Nothing changes in them any more: nobody joins or leaves, and no course is assigned. Results stay."),
            lambda rows, _asked: rows.filter(closed_at=None),
            _close,
            _open,
            fields=("accounts",),
            of_cohorts=True,
        ),
    )
}
