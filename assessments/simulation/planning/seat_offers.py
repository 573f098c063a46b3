"""Seating on the page of a run: people of its cohort, and others by service number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.people.administration.records.people_search import of_words
from lms.people.audit.services import note
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import User
from lms.people.directory.rules import OwnCase

from ..page.choices import CONTROL_ROLES
from ..runs import services
from ..runs.access import is_own, name_of, people_in
from ..runs.guest_access import may_be_invited
from ..runs.models import Run, Seat
from ..runs.names import Words
from ..runs.scripts import script_of

SEATED = "simulation-guest-seated"
"""In the audit log: somebody of another institution was given a seat."""


@dataclass(frozen=True)
class Role:
    """One role with who has it now: (seat, what its person is called)."""

    id: str
    name: str
    people: list[tuple[Seat, str]]


def roles_of(run: Run, words: Words) -> list[Role]:
    """Return the roles of the case, then those of the people who run it. For a run of `access.runs_of` without a
    statement.
    """
    ids = [*script_of(run).seats, *CONTROL_ROLES]
    return [Role(id, words.seat(id), [(one, name_of(one, run)) for one in people_in(run, id)]) for id in ids]


def people_of(run: Run, viewer: User, word: str) -> QuerySet[User]:
    """Return people of the run's cohort who have no seat in it, but for the viewer; those whose name or number has
    `word`.
    """
    if run.cohort is None:
        return User.objects.none()
    taken = [one.person_id for one in run.seats.all() if one.left_at is None]
    people = User.objects.filter(cohort_places__cohort=run.cohort).exclude(pk__in=[*taken, viewer.pk])
    if word:
        people = of_words(people, word)
    return people.order_by("name", "pk")


def seat_people(run: Run, chosen: Mapping[int, str], *, by: User, now: datetime) -> dict[int, str]:
    """Seat people of the cohort, by their keys; whoever is not in it is passed over. Gives why some were not seated, by
    their keys.
    """
    problems = {}
    for person in people_of(run, by, "").filter(pk__in=chosen):
        try:
            services.seat(run=run, role=chosen[person.pk], person=person, by=by, now=now)
        except (services.NotSeated, OwnCase) as why:
            problems[person.pk] = str(why)
    return problems


def seat_number(run: Run, role: str, number: str, *, by: User, now: datetime) -> str:
    """Seat whoever has the service number. Gives why not, or nothing.

    Of people of other institutions it says neither whether there is such a number nor whose it is.
    """
    if not number:
        return _("Write at least one service number.")
    people = User.objects.select_related("institution").filter(is_active=True, service_number__iexact=number)
    person = people.first()
    own = person is not None and is_own(person, run)
    nobody = _("No person with this number can have this seat. The person must be enrolled in the course of this case.")
    if role in CONTROL_ROLES:
        staff = person is not None and _may_watch(person, run)
        nobody = _("Only instructors of this institution, or of the institution of a player, can run or watch it.")
        person = person if staff else None
    if person is None:
        return nobody
    try:
        services.seat(run=run, role=role, person=person, by=by, now=now)
    except OwnCase as why:
        return str(why)
    except services.NotSeated as why:
        return str(why) if own else nobody
    if not own:
        note(SEATED, by=by, person=person, institution=run.institution_id, now=now, run=str(run.pk))
    return ""


def _may_watch(person: User, run: Run) -> bool:
    return Run.objects.visible_to(person, *TEACHING_ROLES).filter(pk=run.pk).exists() or may_be_invited(person, run)


def seat_late(run: Run, role: str, number: str, leaving: Seat | None, *, by: User, now: datetime) -> str:
    """Seat whoever has the service number while the run goes on: beside others in a role, or in place of whoever has
    the seat `leaving`. Gives why not, with nothing changed, or nothing.
    """
    with transaction.atomic():
        if leaving is not None:
            services.unseat(seat=leaving, by=by, now=now)
        why = seat_number(run, role, number, by=by, now=now)
        if why:
            transaction.set_rollback(True)
    return why
