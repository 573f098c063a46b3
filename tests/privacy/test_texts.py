"""What somebody typed leaves the journal, and marks stay."""

import pytest
from django.core.management import call_command

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.journal.erasure import TOMBSTONE, erase_texts, without_texts
from lms.learning.progress.journal.rebuild import SEALED
from lms.learning.progress.models import Attempt, Enrolment, Event
from tests.questions.open import ask_them_all
from tests.quiz.conftest import make_typed_course

from .searching import places

ANSWER, COMMENT, REMARK = "My brother Okapi took the passports away", "Okapi’s cousin, says Aardvark", "Unfair, Wombat!"


def begun(course, wanjiru, now) -> tuple[Enrolment, Attempt]:
    services.enrol(people=[wanjiru], course=course, now=now)
    enrolment = Enrolment.objects.get(learner=wanjiru)
    entry = next(entry for entry in enrolment.release.outline.activities if entry.kind == "quiz")
    attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", seed=1)
    return enrolment, attempt


def figures(attempt) -> tuple:
    attempt.refresh_from_db()
    enrolment = Enrolment.objects.filter(pk=attempt.enrolment_id).values().get()
    return attempt.score, attempt.passed, attempt.completed_at, attempt.closed_at, attempt.events, enrolment


def sealed(attempt) -> bool:
    return SEALED in Event.objects.get(attempt=attempt, position=0).data


@pytest.fixture
def marked(course_page, request, wanjiru, omar, now):
    """A text that a person marked, with a comment, and that its learner contested."""
    asked = {kind: str(question.translation_key) for kind, question in ask_them_all(course_page).items()}
    course = request.getfixturevalue("course")
    _enrolment, attempt = begun(course, wanjiru, now)
    data = {f"q:{asked['freetext']}": [ANSWER], f"q:{asked['hotspot']}": ["stamp"], "submit": ["1"]}
    services.answer(attempt=attempt, data=data, event_id=uuid7(), now=now)
    marks = {asked["freetext"]: {"fraction": 0.5, "comment": COMMENT, "round": 1}}
    services.record(attempt=attempt, verb="scored", data={"marks": marks}, event_id=uuid7(), now=now, by=omar)
    remark = {"question": asked["freetext"], "text": REMARK}
    services.record(attempt=attempt, verb="contested", data=remark, event_id=uuid7(), now=now, by=wanjiru)
    return attempt


def test_a_marked_text_goes_and_its_mark_stays(marked):
    before = figures(marked)
    assert list(places(ANSWER, COMMENT, REMARK))
    erase_texts(Attempt.objects.filter(pk=marked.pk))
    assert list(places(ANSWER, COMMENT, REMARK)) == []
    assert figures(marked) == before
    assert not sealed(marked), "what was chosen and marked can still be folded"
    assert "stamp" in str(marked.state)
    call_command("rebuild_progress", "--check")


def test_erasing_texts_again_changes_nothing(marked):
    erase_texts(Attempt.objects.filter(pk=marked.pk))
    rows = list(Event.objects.order_by("pk").values()), list(Attempt.objects.values())
    erase_texts(Attempt.objects.filter(pk=marked.pk))
    assert (list(Event.objects.order_by("pk").values()), list(Attempt.objects.values())) == rows


def test_an_attempt_whose_mark_hangs_on_the_words_is_sealed(programme_page, wanjiru, now):
    course = make_typed_course(programme_page)
    _enrolment, attempt = begun(course, wanjiru, now)
    short = next(item["id"] for item in attempt.form["items"] if item["kind"] == "shorttext")
    data = {f"q:{short}": ["Okapi and I agree fully"], "submit": ["1"]}
    services.answer(attempt=attempt, data=data, event_id=uuid7(), now=now)
    before = figures(attempt)
    assert before[0] > 0
    erase_texts(Attempt.objects.filter(pk=attempt.pk))
    assert sealed(attempt)
    assert list(places("Okapi")) == []
    assert figures(attempt) == before
    call_command("rebuild_progress", "--check")
    call_command("rebuild_progress", "--now")
    assert figures(attempt) == before


def test_an_attempt_that_breaks_its_activity_type_is_sealed(marked):
    Attempt.objects.filter(pk=marked.pk).update(form={})
    before = figures(marked)
    erase_texts(Attempt.objects.all())
    assert sealed(marked)
    assert list(places(ANSWER, COMMENT, REMARK)) == []
    assert figures(marked) == before


def test_the_journal_is_closed_again_afterwards(marked):
    erase_texts(Attempt.objects.filter(pk=marked.pk))
    event = Event.objects.first()
    with pytest.raises(Exception, match="append-only"):
        Event.objects.filter(pk=event.pk).update(device="other")


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ("b2", "b2"),
        ("Okapi", TOMBSTONE),
        ("12.5", "12.5"),
        ("0711990990", TOMBSTONE),
        ("2026-11-24T09:00:00+00:00", "2026-11-24T09:00:00+00:00"),
        ("2026-11-24 Okapi", TOMBSTONE),
        ("7f0c36ce-6f55-4f4e-9d4b-0f3bd8b2f2f2", "7f0c36ce-6f55-4f4e-9d4b-0f3bd8b2f2f2"),
        (["b2", {"x": "Okapi"}, 5, None, True], ["b2", {"x": TOMBSTONE}, 5, None, True]),
    ],
)
def test_values_that_are_no_texts_stay(value, left):
    assert without_texts(value, frozenset({"b2"})) == left
