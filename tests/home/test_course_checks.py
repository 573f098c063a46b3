"""The author's checks: nothing in the shipped courses, and each rule catches the fault that it is for."""

import json
import shutil
from collections import defaultdict
from copy import deepcopy
from datetime import date
from functools import cache
from math import sqrt
from time import perf_counter

import pytest
from django.core.management import CommandError, call_command

from assessments.casework.definition.case_folder import SHIPPED
from courses.lessons.rendering import shuffled
from home.checks.across import People
from home.checks.editions import Surroundings
from home.checks.sentences import SENTENCES, sentence
from home.checks.services import check
from home.checks.sources import from_files
from home.curriculum import blocks, files, played, schema

from .course_faults import PLANTED, block_of, name_of_another, questions_of

pytestmark = pytest.mark.once
TODAY = date(2026, 12, 1)


@cache
def material():
    """Return all shipped courses, read once."""
    return from_files(files.FOLDER, [], today=TODAY)


@cache
def reports():
    return check(material().courses, material().around, material().people)


def found(course: files.CourseFiles, *others: files.CourseFiles, around=None, people=None):
    around, people = around or material().around, people or material().people
    return check([*others, course], around, people)[course.key].findings


def rules_at(findings) -> set[tuple[str, str]]:
    return {(one.rule, str(one.place)) for one in findings}


@pytest.fixture(scope="module")
def shipped():
    return {course.key: course for course in material().courses}


@pytest.fixture
def tip(shipped) -> files.CourseFiles:
    """A course in three languages, to be spoilt."""
    return deepcopy(shipped["tip-1"])


def test_nothing_is_found_in_the_shipped_courses():
    told = [f"{key} {one.place}: {sentence(one)}" for key, report in reports().items() for one in report.findings]
    assert told == []


def test_accepted_findings_are_few_and_each_is_still_there_with_its_reason():
    stated = [one for course in material().courses for one in course.source.get("accepted", [])]
    there = [reason for report in reports().values() for _finding, reason in report.accepted]
    assert sorted(one["reason"] for one in stated) == sorted(there)
    assert len(there) <= 10


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_fault_is_found_at_its_place(rule, tip):
    spoil, at = PLANTED[rule]
    spoil(tip)
    findings = [one for one in found(tip) if one.rule == rule]
    assert findings
    assert at is None or str(findings[0].place) == at
    assert all(sentence(one) for one in findings)


def test_a_provision_that_has_run_out_is_found_where_it_is_cited(tip):
    key = block_of(tip, "citation")["provisions"][0]
    entry = {**material().around.provisions[key], "valid_to": date(2026, 11, 30)}
    around = Surroundings(TODAY, {**material().around.provisions, key: entry}, material().around.countries)
    assert {one.rule for one in found(tip, around=around)} == {"expired"}
    assert found(tip, around=Surroundings(date(2026, 11, 30), around.provisions, around.countries)) == []


def test_every_rule_is_seen_to_catch_a_fault():
    assert {*PLANTED, "expired", "unchecked", "case"} == set(SENTENCES)


def test_provisions_that_no_lawyer_has_checked_are_work_for_others(tip):
    [to_do] = check([tip], material().around, material().people)["tip-1"].to_do
    assert (to_do.rule, to_do.values["number"]) == ("unchecked", to_do.values["all"])
    checked = {key: {**entry, "checked_on": TODAY} for key, entry in material().around.provisions.items()}
    assert (
        check([tip], Surroundings(TODAY, checked, material().around.countries), material().people)["tip-1"].to_do == []
    )


def test_a_fault_in_a_case_that_a_course_names_is_found_in_each_language(shipped, tmp_path, monkeypatch):
    course = shipped["core-19-quarry-road"]
    [name] = [one["key"] for one in course.source["cases"]]
    monkeypatch.setattr(played, "SHIPPED", tmp_path)
    shutil.copytree(SHIPPED / name, tmp_path / name)
    assert found(course) == []
    texts = json.loads((tmp_path / name / "en.json").read_text())
    card = next(iter(texts["cards"]))
    texts["cards"][card]["text"] = ""
    (tmp_path / name / "en.json").write_text(json.dumps(texts))
    findings = found(course)
    assert findings and {(one.rule, str(one.place)) for one in findings} == {("case", f"en/{name}")}
    assert "words that people read are missing" in sentence(findings[0])
    assert "(Arabic)" in sentence(findings[1])


def test_a_case_of_another_course_is_found(shipped):
    copy = deepcopy(shipped["core-10"])
    case = next(one for one in copy.source["lessons"][0]["blocks"] if one["type"] == "case")
    case["html"] = block_of(shipped["tip-1"], "case")["html"]
    assert "case_twice" in {one.rule for one in found(copy, shipped["tip-1"])}


@pytest.mark.parametrize(
    ("language", "stem", "is_found"),
    [
        ("en", "Which of these is NOT a sign?", True),
        ("en", "All of these are means, except?", True),
        ("en", "Which two sources show best that Dida was not paid?", False),
        ("en", "She does not answer. What do you do?", False),
        ("fr", "Lequel de ces faits n’est pas un moyen ?", True),
        ("fr", "Pourquoi son consentement ne tranche-t-il pas la question ?", False),
        ("ar", "أي من هذه ليست علامة؟", True),
        ("ar", "أي من هذه الوقائع أقوى علامة على أن الدفع منفعة لمهرِّب، لا مساعدة عادية؟", False),
        ("sw", "Ipi si dalili?", False),
    ],
)
def test_a_stem_that_asks_for_what_does_not_hold(tip, language, stem, is_found):
    tip.versions[language] = tip.versions.pop("ar") if language == "sw" else tip.versions[language]
    questions_of(tip, language)[0]["stem"] = stem
    assert ("negative" in {one.rule for one in found(tip) if one.place.language == language}) is is_found


def test_a_language_has_its_own_spellings_of_a_short_answer(shipped):
    course = deepcopy(shipped["core-10"])
    course.versions["fr"] = deepcopy(course.source)
    question = next(one for one in questions_of(course, "fr") if one["kind"] == "shorttext")
    question["body"]["answers"].append({"text": "danger", "fraction": 1, "feedback": "Juste."})
    assert found(course) == []
    assert list(schema.translation_problems(course.source, course.versions["fr"])) == []
    question["body"]["case"] = not question["body"]["case"]
    assert {one.rule for one in found(course)} == {"structure"}


@pytest.mark.parametrize(
    ("source", "translation", "is_found"),
    [
        ("below eighteen", "دون 18", False),
        ("twenty-nine people and a hundred goats", "29 personnes et 100 chèvres", False),
        ("five lorries", "6 camions", True),
        ("on 14 March", "le 41 mars", True),
        ("on 14 March", "le quatorze mars", False),
        ("in 2016", "en deux mille seize", True),
        ("2,400 shillings", "2\u202f400 shillings", False),
        ("article 1", "article 1er", False),
        ("14", "١٤", False),
    ],
)
def test_numbers_in_figures_and_words(tip, source, translation, is_found):
    block_of(tip, "text")["html"] = source
    block_of(tip, "text", "ar")["html"] = block_of(tip, "text", "fr")["html"] = translation
    assert ("numbers" in {one.rule for one in found(tip) if one.place.language == "fr"}) is is_found


class TestUnfinishedCourses:
    def test_an_empty_course_lacks_lessons_and_a_quiz(self):
        course = files.CourseFiles("new", {"en": {"key": "new", "title": "New", "lessons": []}})
        assert rules_at(found(course)) == {("no_lesson", "en"), ("no_quiz", "en")}

    def test_a_course_with_an_empty_lesson_a_quiz_without_draws_and_blocks_of_a_plugin_is_read(self):
        lesson = {"key": "one", "title": "", "minutes": 0, "blocks": []}
        other = {"key": "two", "title": "", "minutes": 30, "blocks": [{"type": "map.route", "stops": []}]}
        question = {"key": "q", "kind": "map.point", "stem": "", "body": {"where": [1, 2]}}
        course = {
            "key": "new",
            "minutes": 30,
            "lessons": [lesson, other],
            "quiz": {"key": "z", "questions": [question]},
        }
        findings = found(files.CourseFiles("new", {"en": course, "fr": {"key": "new", "lessons": [deepcopy(lesson)]}}))
        assert ("empty_lesson", "en/one") in rules_at(findings)
        assert ("structure", "fr/two") in rules_at(findings)
        assert ("minutes", "en/two") not in rules_at(findings)

    def test_a_check_without_options_and_one_without_right_ones(self, tip):
        block_of(tip, "check")["options"] = []
        assert {one.rule for one in found(tip)} == {"structure"}


def test_two_hundred_lessons_are_checked_in_seconds(tip):
    tip.versions.pop("fr"), tip.versions.pop("ar")
    lessons = tip.source["lessons"]
    tip.source["lessons"] = [{**deepcopy(lessons[n % len(lessons)]), "key": f"l{n}"} for n in range(200)]
    tip.source["quiz"]["questions"] = [
        {**question, "key": f"q{n}-{question['key']}"} for n in range(20) for question in questions_of(tip)
    ]
    begun = perf_counter()
    found(tip)
    assert perf_counter() - begun < 5


class TestCommand:
    def test_it_is_content_with_the_shipped_files(self, capsys):
        call_command("check_curriculum")
        assert f"Courses: {len(material().courses)}. Findings: 0. " in capsys.readouterr().out

    def test_it_tells_programs_and_people_what_is_wrong_and_fails(self, capsys, tmp_path):
        spoilt(tmp_path)
        with pytest.raises(SystemExit) as ended:
            call_command("check_curriculum", "tip-1", "--files", str(tmp_path), "--json")
        assert ended.value.code == 1
        [finding] = json.loads(capsys.readouterr().out)["tip-1"]["findings"]
        assert (finding["rule"], finding["at"]) == ("course_minutes", "en")
        with pytest.raises(SystemExit):
            call_command("check_curriculum", "--files", str(tmp_path))
        assert "  en: The course states 99 minutes" in capsys.readouterr().out

    def test_it_shows_what_is_accepted_where_it_is_asked_to(self, capsys):
        call_command("check_curriculum", "tip-1", "--all")
        assert "accepted: ar/purpose-of-exploitation/3" in capsys.readouterr().out

    def test_a_course_that_is_not_there_is_named(self):
        with pytest.raises(CommandError, match="nowhere"):
            call_command("check_curriculum", "nowhere")


def spoilt(folder):
    """Put a copy of one course there, whose source says another number of minutes."""
    shutil.copytree(files.FOLDER / "tip-1/diagrams", folder / "tip-1/diagrams")
    text = (files.FOLDER / "tip-1/en.toml").read_text(encoding="utf-8")
    minutes = f"\nminutes = {files.course('tip-1').source['minutes']}\n"
    (folder / "tip-1/en.toml").write_text(text.replace(minutes, "\nminutes = 99\n", 1), encoding="utf-8")


def test_people_of_a_course_that_registers_none_are_nobodys_business(tip):
    name_of_another(tip)
    assert found(tip, people=People({"core-3": ["Wachira"]})) == []


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
    for course in material().courses:
        for lesson in course.source.get("lessons", []):
            for block in blocks.body(course.key, lesson, defaultdict(int)):
                if block["type"] == "check":
                    options = block["value"]["options"]
                    [right] = [option["id"] for option in options if option["value"]["right"]]
                    yield [option["id"] for option in shuffled(block["id"], options)], right
