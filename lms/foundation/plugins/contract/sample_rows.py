"""The little world in which a plugin is asked for what it gives to others: one academy, one cohort, one course,
two learners.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.contrib.auth import get_user_model

from .behaviour import NOW

COURSE, ACTIVITY = UUID("00000000-0000-7000-8000-00000000c001"), UUID("00000000-0000-7000-8000-00000000a001")
OUTLINE: dict[str, Any] = {
    "titles": {"en": "A course"},
    "summaries": {"en": "What it is about."},
    "objectives": {"en": []},
    "source": "en",
    "minutes": 60,
    "validity_months": 24,
    "activities": [
        {
            "id": str(ACTIVITY),
            "slug": "a-lesson",
            "kind": "lesson",
            "titles": {"en": "A lesson"},
            "minutes": 10,
            "required": True,
            "weight": 1.0,
            "contents": {},
        },
    ],
}


@dataclass(frozen=True)
class World:
    institution: Any
    cohort: Any
    under_way: Any
    completed: Any


def make() -> World:
    """Make the rows once in a test: again it returns the same."""
    academy = institution()
    cohort, _made = _model("people.Cohort").objects.get_or_create(institution=academy, name="Intake of the contract")
    known = {"slug": "of-the-contract", "titles": OUTLINE["titles"]}
    course, made = _model("courses.Course").objects.get_or_create(pk=COURSE, defaults=known)
    if made:
        course.release = _model("courses.Release").objects.create(
            course=course, edition=1, digest="0" * 64, data=OUTLINE, why="For the contract", made_at=NOW
        )
        course.save()
        _model("courses.Activity").objects.create(pk=ACTIVITY, slug="a-lesson-of-the-contract", kind="lesson")
    rows = [_enrolment(number, cohort, course, done=number == 2) for number in (1, 2)]
    return World(academy, cohort, *rows)


def another_cohort() -> Any:
    """Return a second cohort of the academy. Made once in a test."""
    known = {"institution": institution(), "name": "Second intake of the contract"}
    return _model("people.Cohort").objects.get_or_create(**known)[0]


def institution() -> Any:
    return academy("Academy of the contract")


def academy(name: str, plugin: str = "") -> Any:
    """Return the academy of that name, at which `plugin` is on. Made once in a test."""
    country = _model("people.Country").objects.values_list("code", flat=True).first() or ""
    known = {"kind": "academy", "country": country, "plugins": {plugin: True} if plugin else {}}
    institution, made = _model("people.Institution").objects.get_or_create(name=name, defaults=known)
    if made:
        institution.path = f"{institution.pk}/"
        institution.save()
    return institution


def enrolments(place: Any, number: int) -> list[Any]:
    """Make `number` further learners of `place`, enrolled in the course."""
    course = make().completed.course
    cohort, _made = _model("people.Cohort").objects.get_or_create(institution=place, name="Intake")
    first = get_user_model().objects.count() + 1
    return [_enrolment(first + one, cohort, course, done=False) for one in range(number)]


def coordinator(place: Any) -> Any:
    """Make a person who coordinates at `place`."""
    person = get_user_model().objects.create_user(f"CONTRACT-C-{place.pk}", name="A coordinator", institution=place)
    _model("people.Membership").objects.create(user=person, institution=place, role="coordinator")
    return person


def superuser() -> object:
    """Return a person who sees everything. Made once in a test."""
    people: Any = get_user_model().objects
    number = "contract-viewer"
    return people.filter(service_number=number).first() or people.create_superuser(
        number, name="Somebody who sees everything"
    )


def attempts(kind: str, form: Any, state: Any, *, plugin: str) -> list[Any]:
    """Make an attempt of each of the two learners at an activity of this kind, at an academy where its plugin is on."""
    world = make()
    world.institution.plugins = {**world.institution.plugins, plugin: True}
    world.institution.save(update_fields=["plugins"])
    activity = _model("courses.Activity").objects.create(pk=uuid4(), slug=f"of-{uuid4()}", kind=kind)
    same = {"activity": activity, "kind": kind, "number": 1, "form": form, "state": state, "events": 1, "begun_at": NOW}
    return [
        _model("progress.Attempt").objects.create(enrolment=row, release=row.release, **same)
        for row in (world.under_way, world.completed)
    ]


def _enrolment(number: int, cohort: Any, course: Any, *, done: bool) -> object:
    people, place = get_user_model().objects, cohort.institution
    person: Any = people.filter(service_number=f"CONTRACT-{number}").first()
    person = person or people.create_user(f"CONTRACT-{number}", name=f"Learner {number}", institution=place)
    _model("people.CohortMember").objects.get_or_create(cohort=cohort, user=person, defaults={"joined_at": NOW})
    finished = {"status": "completed", "completed_at": NOW, "score": 0.8, "remaining": 0, "done": [str(ACTIVITY)]}
    going = {"status": "started", "remaining": 1}
    known = {
        "institution": place,
        "country": place.country,
        "release": course.release,
        "enrolled_at": NOW,
        "started_at": NOW,
    }
    return _model("progress.Enrolment").objects.get_or_create(
        learner=person, course=course, defaults={**known, **(finished if done else going)}
    )[0]


def services() -> Any:
    """Return the services of attempts; like the models they are found by the name of their app."""
    return import_module(f"{apps.get_app_config('progress').name}.journal.services")


def _model(name: str) -> Any:
    return apps.get_model(name)
