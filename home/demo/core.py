"""The two sealed tests of the core and a form of its course on referral, at the academy of the instructor whom one can
sign in as: most of the earlier intake took both tests, and the learner whom one can sign in as is in the second.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from courses.models import Course
from home.curriculum.files import named
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.enrolments import assignment_services
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.models import User

from .marks import by_rubric
from .replies import Reply, fields, reply
from .school import School

BEFORE, AFTER = ("core-0", "quiz-before"), ("core-20", "quiz-after")
REFERRAL = "core-10", "exercise-identification-and-referral"
TESTED, EXERCISED, TESTED_AGAIN, BEGUN = timedelta(weeks=12), timedelta(weeks=4), timedelta(weeks=2), timedelta(hours=2)
"""Time since each of these events."""
DUE, DAY, MINUTES = timedelta(days=10), timedelta(days=1), timedelta(minutes=50)
KNEW, KNOWS = 0.45, 0.8
"""The share of the questions that somebody answers rightly before the core, and after it."""
ABSENT = 2
"""Number of people who miss the second test."""
LETTERS = (
    (
        "Act: sticking false labels on bottles in the shed at Kell, June until today. Link: unpaid, and made to do it: "
        "the owner keeps her boy’s health card and wrote “You label or he is out of school.” Evidence: that message, "
        "4 September 06:10, shown by herself; the work list, seal 3. Asked: no charge for the labels; please decide "
        "before anything is typed. Not covered: two crates sold in August for herself, on which we shall ask.",
        2,
        "Exact, and you do not hide the crates. The receiver can act on your form as it stands.",
    ),
    (
        "She worked at Kell and was not paid. She is honest and will testify. The owner threatened her and has the "
        "health card of her boy. We ask that she is not charged with anything, because she is a victim and needs help "
        "and a place to stay for herself and the boy.",
        1,
        "Say which act, from when until when, and join it to the message. On the form: who must not learn where he is?",
    ),
    ("She stuck on labels from June because the owner has the health card. Please do not charge her for it.", 0, ""),
)
"""Notes to the prosecutor beside the form: the level that each reached, and the comment; the last one waits."""


def learn(school: School, *, now: datetime) -> None:
    """Let it happen with a chance of its own, so that nothing else in the school is drawn otherwise."""
    chance = Random(31)  # noqa: S311
    campus = next(one for one in school.campuses if school.roles["instructor"] in one.instructors)
    given = partial(_given, cohort=campus.cohorts[0], by=school.roles["instructor"])
    learner = school.roles["learner"]
    for enrolment in given(BEFORE[0], at=now - TESTED, due_at=None):
        _take(enrolment, BEFORE[1], knows=KNEW, at=now - TESTED + DAY, chance=chance)
    _refer(given(REFERRAL[0], at=now - EXERCISED, due_at=None), by=school.roles["instructor"], chance=chance)
    after = given(AFTER[0], at=now - TESTED_AGAIN, due_at=now + DUE)
    others = [one for one in after if one.learner_id != learner.pk]
    for enrolment in others[ABSENT:]:
        _take(enrolment, AFTER[1], knows=KNOWS, at=now - TESTED_AGAIN + DAY, chance=chance)
    for enrolment in after:
        if enrolment.learner_id == learner.pk:
            _take(enrolment, AFTER[1], knows=KNOWS, at=now - BEGUN, chance=chance, is_submitted=False)


def _given(key: str, *, cohort: Any, by: User, at: datetime, due_at: datetime | None) -> list[Enrolment]:
    """Assign the course to `cohort`; return the enrolments."""
    course = Course.objects.get(pk=named("course", key))
    for one in assignment_services.assign(cohort=cohort, courses=[course], due_at=due_at, by=by, now=at):
        assignment_services.run_assignment(one.pk, clock=lambda: at)
    rows = Enrolment.objects.filter(course=course, learner__cohorts=cohort).exclude(learner=by).order_by("pk")
    return list(rows.select_related("learner", "institution"))


def _take(
    enrolment: Enrolment,
    slug: str,
    *,
    knows: float,
    at: datetime,
    chance: Random,
    said: Mapping[str, Reply] | None = None,
    is_submitted: bool = True,
) -> Attempt:
    """Answer a quiz on one page at once, or the first half of it; `said` are replies by the kind of a question."""
    entry: Any = enrolment.release.outline.by_slug(slug)
    begun: dict[str, Any] = {"seed": chance.randrange(2**31), "event_id": _event(at), "now": at}
    attempt = services.begin(enrolment=enrolment, entry=entry, language="en", **begun)
    items = attempt.form["items"]
    data: dict[str, list[str]] = {"submit": ["1"]} if is_submitted else {}
    for item in items if is_submitted else items[: len(items) // 2]:
        known = (said or {}).get(item["kind"]) or reply(item, knows=chance.random() < knows, chance=chance)
        data |= fields(item, known)
    at += MINUTES
    return services.answer(attempt=attempt, data=data, event_id=_event(at), now=at)


def _refer(enrolments: Iterable[Enrolment], *, by: User, chance: Random) -> None:
    """Let one person for each of `LETTERS` fill in the form and write the note, and mark all but the last."""
    for enrolment, (text, level, comment) in zip(enrolments, LETTERS, strict=False):
        at = enrolment.enrolled_at + DAY
        said: dict[str, Reply] = {"freetext": {"": [text]}}
        attempt = _take(enrolment, REFERRAL[1], knows=level / 2, at=at, chance=chance, said=said)
        if comment:
            written = [item for item in attempt.form["items"] if item["kind"] in ("form", "freetext")]
            marks = {item["id"]: by_rubric(item, level, comment) for item in written}
            at += 2 * DAY
            scored: dict[str, Any] = {"verb": "scored", "data": {"marks": marks}, "event_id": _event(at)}
            services.record(attempt=attempt, **scored, now=at, by=by)


def _event(at: datetime) -> UUID:
    return uuid7(int(at.timestamp() * 1000))
