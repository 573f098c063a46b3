"""Beginning, answering, completing."""

from tests.builders import complete


def test_completes_the_course_with_its_last_required_activity(enrolment, now):
    complete(enrolment, now=now)

    assert enrolment.remaining == 0
    assert enrolment.completed_at == now
    assert enrolment.score == 1.0
