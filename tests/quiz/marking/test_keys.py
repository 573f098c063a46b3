"""Which keys were corrected, from release to release and language by language."""

from copy import deepcopy

import pytest

from assessments.quiz.regrading.keys import corrected, corrections
from courses.models import Activity, Content, Release


def question(key, kind="single"):
    return {"kind": kind, "stem": "<p>Which <b>act</b>?</p>", "shown": {}, "key": key, "reveal": {}}


@pytest.fixture
def released(course, now):
    """Releases the quiz again with these keys of one question by language: `released(en="a", fr="b")`."""
    activity = Activity.objects.get(slug="trafficking-quiz")

    def release(kind="single", **keys):
        data = deepcopy(course.release.data)
        entry = next(entry for entry in data["activities"] if entry["id"] == str(activity.pk))
        entry["contents"] = {}
        for language, key in keys.items():
            digest = f"{kind}-{language}-{key}"
            definition = {"sections": [], "questions": {"q": question(key, kind)}}
            Content.objects.get_or_create(
                digest=digest, defaults={"kind": "quiz", "title": "Quiz", "definition": definition}
            )
            entry["contents"][language.replace("_", "-")] = digest
        number = Release.objects.filter(course=course).count()
        course.release = Release.objects.create(
            course=course, edition=9, correction=number, digest=str(number), data=data, made_at=now, why="Another key"
        )
        course.save()
        return corrections(course, activity.pk)

    return release


def test_each_language_has_its_own(released):
    released(en="wrong", fr="faux")
    found = released(en="right", fr="juste")["q"]
    assert (corrected("wrong", found.pairs), corrected("faux", found.pairs), corrected("right", found.pairs)) == (
        "right",
        "juste",
        None,
    )
    assert found.title == "Which act?"


def test_one_that_still_holds_in_a_language_is_left_alone(released):
    released(en="same", fr="same")
    assert released(en="right", fr="same") == {}


def test_the_language_that_the_course_was_written_in_comes_first(released):
    released(en="same", fr="same")
    assert corrected("same", released(en="right", fr="juste")["q"].pairs) == "right"


def test_a_language_that_is_gone_takes_that_of_the_course(released):
    released(en="wrong", fr="faux")
    assert corrected("faux", released(en="right")["q"].pairs) == "right"


def test_a_country_has_its_own_or_its_language_s(released):
    released(en="wrong", en_KE="wrong in Kenya")
    assert corrected("wrong in Kenya", released(en="right")["q"].pairs) == "right"


def test_every_key_that_was_ever_released_leads_to_the_newest(released):
    released(en="first")
    released(en="second")
    found = released(en="third")["q"]
    assert [corrected(key, found.pairs) for key in ("first", "second")] == ["third", "third"]


def test_another_type_is_another_question(released):
    released(en="wrong")
    assert released("multiple", en="right") == {}


def test_costs_the_same_queries_whatever_the_number_of_releases(released, course, django_assert_num_queries):
    for key in ("a", "b", "c", "d"):
        released(en=key)
    activity = Activity.objects.get(slug="trafficking-quiz").pk
    with django_assert_num_queries(2):
        assert len(corrections(course, activity)["q"].pairs) == 3
