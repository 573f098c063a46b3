"""Places in cohorts, worked out anew where triggers noted that they are behind; `lms.desks.teaching.standing.counts`
counts them.

What a place says is what `cohorts.gather` would say of its person, of all their enrolments, whoever looks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from courses.catalogue import lookup
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.models import User

from ..models import ELSEWHERE, Behind, Place
from .statements import in_order

AT_ONCE = 500
"""So many people are worked out in one transaction."""
MOST_COURSES = 60
"""Of more courses nothing is kept: there is a bit for each."""
WORKED_OUT = ("shape", "institution", "unit", "enrolled", "completed", "done", "due", "seen", "sorted")
MOMENTS = ("due_at", "completed_at", "seen_at", "enrolled_at")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def shape(courses: Iterable[UUID]) -> int:
    """Return a number that stands for these courses in this order, and for the layout of what is kept of them: never 0,
    and not more than 56 bits.
    """
    return int.from_bytes(sha256(b"2" + b"".join(course.bytes for course in courses)).digest()[:7]) or 1


def microseconds(moment: datetime) -> int:
    """Return microseconds since 1970."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def sort_key(name: str, service_number: str) -> bytes:
    """Return the key that sorts people by name, however it is written, and then by service number."""
    return f"{name.casefold()}\0{service_number}".encode()


def catch_up() -> int:
    """Work out what is noted; returns how many notes that were. Killed at any point, or done by two at once, what is
    behind stays noted until it is worked out.
    """
    done = 0
    while number := _batch():
        done += number
    return done


@transaction.atomic
def _batch() -> int:
    """Write a batch. Places are locked before their people's enrolments are read, so that the last to write has read
    the last; those that somebody else has locked are left to them, or to the next time.
    """
    first = list(Behind.objects.order_by("pk")[:AT_ONCE])
    whole = [note for note in first if note.cohort_id is not None]
    if whole:
        return _spread(whole)
    notes = list(Behind.objects.filter(learner__in={note.learner_id for note in first}))
    learners = {note.learner_id for note in notes}
    every = set(Place.objects.filter(learner__in=learners).values_list("pk", "learner_id"))
    locked = list(
        Place.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(pk__in=[pk for pk, _learner in every])
        .order_by("pk")
    )
    left = {learner for pk, learner in every - {(place.pk, place.learner_id) for place in locked}}
    write(place for place, values in work_out(locked) if _take(place, values))
    done = [note.pk for note in notes if note.learner_id not in left]
    Behind.objects.filter(pk__in=done).delete()
    return len(done)


def _spread(notes: Sequence[Behind]) -> int:
    """Note all people of cohorts that are noted as a whole."""
    places = Place.objects.filter(cohort__in={note.cohort_id for note in notes})
    people = places.order_by().values_list("learner", flat=True).distinct()
    Behind.objects.bulk_create([Behind(learner_id=learner) for learner in people], batch_size=5000)
    Behind.objects.filter(pk__in=[note.pk for note in notes]).delete()
    return len(notes)


def _take(place: Place, values: Mapping[str, Any]) -> bool:
    """Give `place` these `values`: were they others?"""
    different = any(_plain(getattr(place, name)) != value for name, value in values.items())
    for name, value in values.items():
        setattr(place, name, value)
    return different


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def write(places: Iterable[Place]) -> None:
    """Write what was worked out."""
    Place.objects.bulk_create(
        [
            Place(**{name: getattr(place, name) for name in ("cohort_id", "learner_id", *WORKED_OUT)})
            for place in places
        ],
        update_conflicts=True,
        unique_fields=["cohort", "learner"],
        update_fields=WORKED_OUT,
    )


def work_out(places: Sequence[Place]) -> list[tuple[Place, dict[str, Any]]]:
    """Return the new values of each of `places`, by column. Four statements, however many places there are."""
    courses: defaultdict[int, list[UUID]] = defaultdict(list)
    cohorts = {place.cohort_id for place in places}
    for assignment in in_order(Assignment.objects.in_force().filter(cohort__in=cohorts)):
        courses[assignment.cohort_id or 0].append(assignment.course_id)
    learners = {place.learner_id for place in places}
    people = {
        person.pk: person
        for person in User.objects.filter(pk__in=learners).only("name", "service_number", "institution")
    }
    ways = _latest(learners, {course for some in courses.values() for course in some})
    return [
        (place, _values(people[place.learner_id], courses[place.cohort_id], ways))
        for place in places
        if place.learner_id in people
    ]


def _latest(learners: Iterable[int], courses: Iterable[UUID]) -> dict[tuple[int, UUID], Enrolment]:
    """Return the latest enrolment of each of `learners` in each of `courses`."""
    rows = Enrolment.objects.filter(learner__in=learners, course__in=courses).order_by("pk")
    rows = rows.only("learner", "course", "release", "institution", *MOMENTS, "remaining")
    return {(row.learner_id, row.course_id): row for row in rows}


def _values(person: User, courses: Sequence[UUID], ways: Mapping[tuple[int, UUID], Enrolment]) -> dict[str, Any]:
    own = [ways.get((person.pk, course)) for course in courses]
    there = [way for way in own if way is not None]
    institutions = {way.institution_id for way in there}
    due = [way.due_at for way in there if way.completed_at is None and way.due_at is not None]
    heard = [way.seen_at or way.enrolled_at for way in there]
    kept = len(courses) <= MOST_COURSES
    institution = None
    if len(institutions) == 1:
        [institution] = institutions
    elif institutions:
        institution = ELSEWHERE
    return {
        "shape": shape(courses) if kept else 0,
        "institution": institution,
        "unit": person.institution_id,
        "enrolled": _bits(way is not None for way in own) if kept else 0,
        "completed": _bits(way is not None and way.completed_at is not None for way in own) if kept else 0,
        "done": sum(len(lookup.release(way.release_id).outline.required) - way.remaining for way in there),
        "due": microseconds(min(due)) if due else None,
        "seen": microseconds(max(heard).replace(minute=0, second=0, microsecond=0)) if heard else None,
        "sorted": sort_key(person.name, person.service_number),
    }


def _bits(flags: Iterable[bool]) -> int:
    return sum(flag << place for place, flag in enumerate(flags))


def differences() -> Iterator[tuple[Place, dict[str, tuple[Any, Any]]]]:
    """Yield places that say something wrong although nothing is noted: each with the columns that differ, as they are
    kept and as they come out. A place that is missing, or that nobody has, is not worked out (`triggers.make_up` adds
    and removes them).
    """
    last = 0
    while places := list(Place.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = places[-1].pk
        for place, _values in [one for one in work_out(places) if _wrong(*one)]:
            with transaction.atomic():
                for again, values in work_out(list(_not_noted().select_for_update(no_key=True).filter(pk=place.pk))):
                    if columns := _wrong(again, values):
                        yield again, columns


def _wrong(place: Place, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    kept = {name: _plain(getattr(place, name)) for name in values}
    return {name: (kept[name], value) for name, value in values.items() if kept[name] != value}


def _not_noted() -> Any:
    of_person = Behind.objects.filter(learner=OuterRef("learner"))
    return Place.objects.exclude(Exists(of_person)).exclude(Exists(Behind.objects.filter(cohort=OuterRef("cohort"))))
