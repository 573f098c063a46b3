"""What holds of the content of a course: it takes as long as it says, gives no option away,
and distresses nobody unasked.
"""

import re
from collections import defaultdict
from math import sqrt

import pytest

from courses.lessons.rendering import shuffled
from home.curriculum import blocks, files

from .measuring import COUNTRIES, given_away, minutes_of_lesson, minutes_of_quiz

MEASURED = files.site()["courses"]
EDITIONS = [(key, language) for key in MEASURED for language in files.course(key).versions]
AT_MOST = 0.3

pytestmark = pytest.mark.once


@pytest.mark.parametrize("key", MEASURED)
class TestTime:
    def test_each_lesson_and_the_quiz_take_as_long_as_they_say(self, key):
        source = files.course(key).source
        measured = [*map(minutes_of_lesson, source["lessons"]), minutes_of_quiz(source["quiz"])]
        assert stated(source) == pytest.approx(measured, abs=1)

    def test_a_translation_says_the_same_and_takes_no_quarter_more_or_less(self, key):
        course = files.course(key)
        for version in course.versions.values():
            assert (stated(version), version["minutes"]) == (stated(course.source), course.source["minutes"])
            assert sum(map(minutes_of_lesson, version["lessons"])) == pytest.approx(sum(stated(version)[:-1]), rel=0.25)


def stated(version) -> list[int]:
    return [lesson["minutes"] for lesson in version["lessons"]] + [version["quiz"]["minutes"]]


@pytest.mark.parametrize(("key", "language"), EDITIONS)
class TestOptions:
    def test_the_right_one_is_seldom_the_longest_and_seldom_the_shortest(self, key, language):
        longest, shortest, number = given_away(files.course(key).versions[language])
        assert len(longest) <= AT_MOST * number, longest
        assert len(shortest) <= AT_MOST * number, shortest

    def test_nothing_that_certifies_is_guessed_one_time_in_two(self, key, language):
        quiz = files.course(key).versions[language]["quiz"]
        assert [one["key"] for one in quiz["questions"] if 0 < len(one.get("options", [])) < 3] == []

    def test_the_bank_has_three_times_what_is_drawn_for_each_objective(self, key, language):
        quiz = files.course(key).versions[language]["quiz"]
        there = [
            sum(one["objective"] == place for one in quiz["questions"]) for place, _ in enumerate(quiz["draws"], 1)
        ]
        assert all(have >= 3 * drawn for have, drawn in zip(there, quiz["draws"], strict=True)), there


@pytest.mark.parametrize(("key", "language"), EDITIONS)
class TestCare:
    def test_every_case_says_whether_it_distresses_and_who_does_not_read_it_loses_nothing(self, key, language):
        lessons = files.course(key).versions[language]["lessons"]
        cases = [block for lesson in lessons for block in lesson["blocks"] if block["type"] == "case"]
        assert {block.get("distressing") for block in cases} <= {True, False}
        lacking = [
            block["title"]
            for block in cases
            if block["distressing"] and not all(block.get(part) for part in files.CARE)
        ]
        assert lacking == []
        assert sum(block["distressing"] for block in cases) > len(cases) / 2

    def test_each_lesson_has_a_card_for_each_country(self, key, language):
        for lesson in files.course(key).versions[language]["lessons"]:
            assert sorted(block["country"] for block in lesson["blocks"] if block["type"] == "country") == list(
                COUNTRIES
            ), lesson["key"]


@pytest.mark.parametrize("key", [key for key, language in EDITIONS if language == "ar"])
def test_the_number_of_a_law_that_holds_letters_is_not_turned_round_between_arabic_words(key):
    """A left-to-right mark stands before it: without one, 133/AN/16/7ème L is shown as AN/16/7ème L/133,
    which is no law.
    """
    text = (files.FOLDER / key / "ar.toml").read_text(encoding="utf-8")
    assert re.search(r"\d/AN/", text)
    assert re.findall(r"(?<!\u200e)\b\d+/AN/[^ ]*", text) == []


def test_the_right_option_of_a_check_comes_first_no_more_often_than_by_chance():
    """Over all checks of all courses, in the order in which learners see the options:
    at most two standard deviations above the mean.
    """
    places = [(shown.index(right), len(shown)) for shown, right in checks()]
    for end in ("first", "last"):
        there = sum(place == (0 if end == "first" else number - 1) for place, number in places)
        mean, variance = sum(1 / number for _, number in places), sum((number - 1) / number**2 for _, number in places)
        assert len(places) >= 15
        assert there <= mean + 2 * sqrt(variance), end


def checks():
    """The ids of the options of each check, as they are shown, and that of the right one."""
    for key in files.site()["courses"]:
        for lesson in files.course(key).source["lessons"]:
            for block in blocks.body(key, lesson, defaultdict(int)):
                if block["type"] == "check":
                    options = block["value"]["options"]
                    [right] = [option["id"] for option in options if option["value"]["right"]]
                    yield [option["id"] for option in shuffled(block["id"], options)], right
