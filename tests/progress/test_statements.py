"""The statements of the learner's pages give what the ORM gives, of the learner's own rows alone."""

import pytest

from lms.plugins.identifiers import uuid7
from lms.progress import services
from lms.progress.models import Attempt, Enrolment
from lms.progress.statements import ENROLMENT, ENROLMENTS, LATEST_ATTEMPT, NUMBERED_ATTEMPT

SLUG = "trafficking-quiz"


@pytest.fixture
def attempts(enrolment, now) -> list[Attempt]:
    entry = enrolment.release.outline.by_slug(SLUG)
    for _ in range(2):
        attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en")
        services.terminate(attempt=attempt, now=now)
    return list(Attempt.objects.filter(enrolment=enrolment).order_by("number"))


def values(row) -> dict:
    return {name: value for name, value in vars(row).items() if name != "_state"}


def same(row, by_orm, *related: str) -> bool:
    """The same columns, and the same of what comes with the row, without asking for it."""
    assert values(row) == values(by_orm)
    for path in related:
        one, other = row, by_orm
        for name in path.split("__"):
            assert name in one._state.fields_cache
            one, other = getattr(one, name), getattr(other, name)
        assert (one and values(one)) == (other and values(other))
    return True


def test_every_way_of_a_learner(enrolment, wanjiru, abdi, django_assert_num_queries):
    related = ("course", "institution", "assignment__cohort" if enrolment.assignment_id else "assignment")
    with django_assert_num_queries(1):
        [row] = ENROLMENTS.rows(learner=wanjiru.pk)
    assert same(row, Enrolment.objects.select_related("course", "assignment", "institution").get(), *related)
    assert ENROLMENTS.rows(learner=abdi.pk) == []


def test_the_way_through_a_course(enrolment, course, wanjiru, abdi):
    row = ENROLMENT.first(learner=wanjiru.pk, course=course.slug)
    assert same(row, Enrolment.objects.select_related("course").get(), "course")
    assert ENROLMENT.first(learner=abdi.pk, course=course.slug) is None
    assert ENROLMENT.first(learner=wanjiru.pk, course="another") is None


def test_the_latest_attempt_and_one_by_its_number(attempts, course, wanjiru, abdi):
    asked = {"course": course.slug, "activity": SLUG}
    orm = Attempt.objects.select_related("enrolment__course")
    latest = LATEST_ATTEMPT.first(learner=wanjiru.pk, **asked)
    assert same(latest, orm.get(pk=attempts[1].pk), "enrolment", "enrolment__course")
    assert (latest.form, latest.state) == (attempts[1].form, attempts[1].state)
    first = NUMBERED_ATTEMPT.first(learner=wanjiru.pk, number=1, **asked)
    assert same(first, orm.get(pk=attempts[0].pk), "enrolment", "enrolment__course")
    assert NUMBERED_ATTEMPT.first(learner=wanjiru.pk, number=3, **asked) is None
    assert LATEST_ATTEMPT.first(learner=abdi.pk, **asked) is None


def test_a_number_that_no_database_holds_is_none(attempts, course, wanjiru):
    assert NUMBERED_ATTEMPT.first(learner=wanjiru.pk, course=course.slug, activity=SLUG, number=2**31 - 1) is None
