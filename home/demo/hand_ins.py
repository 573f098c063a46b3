"""Work that the later intake hands in after the practical task, in each state; for where hand-ins are installed."""

import io
import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import override

from assessments.assignment import services
from assessments.assignment.activity import WORK
from assessments.assignment.models import HandInPage
from assessments.quiz.desk import services as desk
from home.curriculum.files import SOURCE
from home.curriculum.services import release
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.services import answer, begin
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.models import Cohort, User

TASK = "first-contact-note"
SAW = (
    "Minibus with seven people, stopped at 09:10. The driver answered for a woman of about twenty in the second row. "
    "I asked him to wait at the barrier with my colleague and spoke with her beside our vehicle."
)
SAID = "She said: “He keeps our papers so that we do not lose them.” She does not know the name of the hotel."
NEXT = "Constable Njoroge drove her to the station at 09:50; the social worker was called at 09:35 and came at 10:20."
TEXTS = (
    f"{SAW}\n\n{SAID}\n\n{NEXT}",
    f"{SAW}\n\n{SAID}\n\nI think that she is a victim. She was brought to the station.",
    f"Seven people, all of them tired.\n\n{SAID}",
    "The driver said that everything was in order. The woman looked afraid, so it was trafficking.",
    SAW,
)
"""Works of five people: the second has much of the first."""
REVISE = "Leave out what you concluded. Write what you saw and heard, with the times, and who did what next."
COMMENT = "A reader of the file can follow you. Say as well who kept the driver’s papers."
STRICT = "The next step has no times, and one sentence says what you think. A file needs neither."
CONTEST = "The next step is in the third paragraph, with both times. May I have that point?"


def ask_for_two(course: UUID, *, by: User, now: datetime) -> None:
    """Let two people mark the work in `course`, released by `by`."""
    with override(SOURCE):
        page = HandInPage.objects.get(slug=TASK, locale__language_code=SOURCE)
        page.markers = 2
        page.save_revision(user=by).publish(user=by)
        release(course, by=by, now=now)


def hand_in(*, cohort: Cohort, people: Sequence[User], by: User, second: User, now: datetime) -> None:
    """Let five people work: one has two marks that are far apart, and contests them, one waits with a sketch, one was
    marked by the `second` marker and waits for `by`, one has to revise, one has a draft.
    """
    at = now - timedelta(days=2)
    first, _second, third, fourth = (_handed(one, text, at=at) for one, text in zip(people, TEXTS[:4], strict=False))
    _mark(first, (2, 2, 1), COMMENT, by=by, now=at + timedelta(hours=20))
    _mark(first, (0, 1, 0), STRICT, by=second, now=at + timedelta(hours=23))
    contested = at + timedelta(hours=26)
    desk.contest(attempt=first, question=WORK, text=CONTEST, by=people[0], event_id=uuid7(), now=contested)
    _mark(third, (1, 2, 0), "", by=second, now=at + timedelta(hours=21))
    services.return_work(attempt=fourth, text=REVISE, by=by, event_id=uuid7(), now=at + timedelta(hours=22))
    _draft(people[4], TEXTS[4], at=now - timedelta(hours=1))


def _draft(person: User, text: str, *, at: datetime) -> Attempt:
    enrolment = Enrolment.objects.filter(learner=person, course__slug="first-contact-practised").latest("pk")
    entry: Any = enrolment.release.outline.by_slug(TASK)
    attempt = begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=at, language="en")
    return answer(attempt=attempt, data={f"q:{WORK}": [text]}, event_id=uuid7(), now=at)


def _handed(person: User, text: str, *, at: datetime) -> Attempt:
    attempt = _draft(person, text, at=at)
    if text == TEXTS[1]:
        data = _sketch()
        sent = services.Sent("sketch.png", len(data), f"{zlib.crc32(data):08x}")
        services.add_file(attempt=attempt, content=io.BytesIO(data), sent=sent, by=person, now=at)
    return answer(attempt=attempt, data={"submit": ["1"]}, event_id=uuid7(), now=at + timedelta(minutes=30))


def _mark(attempt: Attempt, reached: Sequence[int], comment: str, *, by: User, now: datetime) -> None:
    rubric = attempt.form["items"][0]["key"]["rubric"]
    levels = {one["id"]: one["levels"][place]["id"] for one, place in zip(rubric, reached, strict=True)}
    given = desk.GivenMark(sum(reached) / (2 * len(reached)), levels, comment)
    desk.mark(attempt=attempt, question=WORK, given=given, token="first", by=by, event_id=uuid7(), now=now)  # noqa: S106  the first round


def _sketch() -> bytes:
    """Return a drawing of a vehicle, a barrier and seven people."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (900, 600), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((80, 220, 420, 380), outline="black", width=5)
    pen.line((560, 80, 560, 540), fill="black", width=8)
    for place in range(7):
        pen.ellipse((110 + place * 42, 280, 136 + place * 42, 306), outline="black", width=4)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
