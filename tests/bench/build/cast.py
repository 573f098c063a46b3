"""What the measuring side has to know: who is signed in, where things are, and what each will answer."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from lms.people.directory.models import User
from lms.people.identity.sessions.models import Session, stored_key
from lms.people.identity.sign_in.session_store import SessionStore
from tests.builders import right_options

from .ledger import Ledger, serial_of
from .world import PASSWORD, Person, World

BACKEND = "lms.people.identity.sessions.backends.ServiceNumberBackend"
FOR_EVER = timedelta(days=20_000)


def describe(world: World, ledger: Ledger, *, now: datetime) -> dict[str, Any]:
    """As JSON: addresses are the measuring side's business, ids and slugs are here."""
    measured = ledger.ways[0]
    *entries, longer = measured.release.outline.activities
    course = measured.course
    return {
        "password": PASSWORD,
        "course": course.slug,
        "course_id": str(course.pk),
        "cohort": world.cohort.pk,
        "cohort-10000": world.everybody.pk,
        "instructor-10000": _session(world.national, now),
        "lesson": entries[2].slug,
        "quiz": entries[-1].slug,
        "quiz-40": longer.slug,
        "lessons": [entry.slug for entry in entries[:-1]],
        "serials": [serial_of(number) for number in range(1, 201)],
        "instructor": _session(world.instructor, now),
        "coordinator": _session(world.coordinator, now),
        "regional": _session(world.regional, now),
        "groups": {name: _learners(ledger, people, now) for name, people in ledger.groups.items()},
    }


def _learners(ledger: Ledger, people: list[Person], now: datetime) -> list[dict[str, Any]]:
    users = User.objects.in_bulk([person.id for person in people])
    sessions = _sessions([users[person.id] for person in people], now)
    return [
        {"id": person.id, "number": person.number, "session": session, "answers": _answers(ledger, person)}
        for person, session in zip(people, sessions, strict=True)
    ]


def _answers(ledger: Ledger, person: Person) -> list[tuple[str, list[str]]]:
    """The right answers to the quiz that this person has open, by field."""
    quiz = next((one for one in ledger.open[person.id].tries if one.entry.kind == "quiz"), None)
    return [(f"q:{item['id']}", right_options(item)) for item in quiz.attempt.form["items"]] if quiz else []


def _session(user: User, now: datetime) -> str:
    return _sessions([user], now)[0]


def _sessions(users: Iterable[User], now: datetime) -> list[str]:
    """Sessions as signing in makes them, of which many are needed and only some are measured."""
    rows, keys = [], []
    for user in users:
        store = SessionStore()
        keys.append(store._get_new_session_key())
        data = {
            "_auth_user_id": str(user.pk),
            "_auth_user_backend": BACKEND,
            "_auth_user_hash": user.get_session_auth_hash(),
        }
        rows.append(
            Session(
                session_key=stored_key(keys[-1]),
                session_data=store.encode(data),
                expire_date=now + FOR_EVER,
                user=user,
            )
        )
    Session.objects.bulk_create(rows)
    return keys
