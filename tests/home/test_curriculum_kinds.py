"""Courses of other kinds than lessons with a drawn quiz: sealed tests with their pair, variants of one skeleton, cases
and practical tasks; and programmes that courses move between.
"""

from datetime import timedelta

import pytest
from wagtail.models import Revision

from assessments.observation.models import ChecklistPage
from assessments.questions.models import Question
from assessments.quiz.page.usage import uses_of
from assessments.quiz.sitting.rules import Rules
from assessments.quiz.statistics.gains import equal_forms
from assessments.simulation.authoring.pages import CasePage
from courses.catalogue.lookup import content
from courses.models import Course, CoursePage, LessonPage, Provision
from home.curriculum import files, schema
from home.curriculum.services import load
from tests.releasing import publisher

SITE = """
courses = ["before", "after", "law-ke", "law-ug"]

[programme]
key = "core"
slug = "core"

[[further]]
key = "laws"
slug = "laws"
title = "Laws"
introduction = "National law."
courses = ["law-ke", "law-ug"]

[further.fr]
title = "Lois"
introduction = "Droit national."
"""
LANGUAGE = """
[{}]
title = "Training"
introduction = "Welcome."
programme_title = "Core"
programme_introduction = "All of it."
"""
COURSE = """
key = "{key}"
slug = "{key}"
title = "Course {key}"
summary = "A course."
objectives = ["Know it", "Do it"]
minutes = 3
validity_months = 12
"""
QUIZ = """
[{part}]
key = "quiz-{key}"
title = "Test {key}"
minutes = 3
pass_mark = 0
attempts = 1
shuffle = false
"""
QUESTION = """
[[{part}]]
key = "{key}"
kind = "single"
difficulty = "easy"
objective = {objective}
stem = "Which one is it, {key}?"
options = [
  {{text = "This one", right = true, feedback = ""}},
  {{text = "That one", right = false, feedback = ""}},
]
"""
CHECK = """
[[lessons]]
key = "elements"
title = "Elements"
minutes = 2

[[lessons.blocks]]
type = "text"
html = "<p>Everywhere.</p>"

[[lessons.blocks]]
type = "national"
key = "n-text"
about = "The text."

[[lessons.blocks]]
type = "check"
key = "elements-check"
stem = "Which?"
options = [
  {text = "This one", right = true, feedback = "Yes."},
  {text = "That one", right = false, feedback = "No."},
]
"""
VARIANT = """
country = "{country}"
key = "law-{code}"
slug = "law-{code}"
title = "Law of {country}"
summary = "The law."
minutes = 5
draws = [1, 1]

[[places]]
key = "n-text"

[[places.blocks]]
type = "text"
html = "<p>In {country}.</p>"

[[places.blocks]]
type = "citation"
provisions = ["act-{code}"]
"""
PROVISION = """
[[provisions]]
key = "act-{code}"
jurisdiction = "{country}"
country = "{country}"
instrument = "Act"
provision = "section 1"
numbering_edition = ""
source = ""
"""


def question(key, objective=1, part="quiz.questions"):
    return QUESTION.format(key=key, objective=objective, part=part)


def sealed(key, *questions, more=""):
    own = "sealed = true\n" + more
    return COURSE.format(key=key) + QUIZ.format(key=key, part="quiz") + own + "".join(map(question, questions))


@pytest.fixture
def small(tmp_path):
    """Files of two sealed tests that share a question, and of a skeleton with two variants."""
    pair = 'like = "quiz-before"\nanchors = ["b1"]\nobjectives = ["Own topic"]\n'
    skeleton = COURSE.format(key="law").replace("minutes = 3\n", "") + 'variants = ["KE", "UG"]\n' + CHECK
    skeleton += QUIZ.format(key="law", part="quiz") + question("shared-1") + question("shared-2", 2)
    texts = {
        "site.toml": SITE + LANGUAGE.format("en") + LANGUAGE.format("fr"),
        "before/en.toml": sealed("before", "b1", "b2"),
        "after/en.toml": sealed("after", "a1", more=pair),
        "law/en.toml": skeleton,
    }
    for country in ("KE", "UG"):
        code = country.lower()
        own = question(f"own-{code}", 2, part="questions")
        texts[f"law/{country}/en.toml"] = VARIANT.format(country=country, code=code) + own
        texts[f"law/{country}/provisions.toml"] = PROVISION.format(country=country, code=code)
    for name, text in texts.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def put(small, db, now):
    def put(days=0):
        return load(now=now + timedelta(days=days), by=publisher(), folder=small)

    return put


def definition(key):
    course = Course.objects.get(pk=files.named("course", key))
    entry = course.release.outline.activities[-1]
    return content(entry.contents["en"]).definition


class TestSealed:
    def test_everybody_gets_all_questions_once_and_is_shown_nothing_of_them(self, put):
        put()
        found = definition("before")
        rules = Rules.of(found)
        assert (found["attempts"], found["pass_mark"], rules.behaviour) == (1, 0, "deferred")
        assert not rules.review["during"]
        assert {what for seen in rules.review.values() for what in seen} == {"marks"}
        draws = [draw for section in found["sections"] for draw in section["draws"]]
        assert [draw["questions"] for draw in draws] == [[str(files.named("question", key))] for key in ("b1", "b2")]

    def test_the_test_after_asks_its_own_and_the_anchors_and_is_paired_with_the_one_before(self, put):
        put()
        asked = definition("after")["questions"]
        assert set(asked) == {str(files.named("question", key)) for key in ("a1", "b1")}
        assert equal_forms() == [(files.named("quiz", "quiz-before"), files.named("quiz", "quiz-after"))]
        assert Question.objects.get(translation_key=files.named("question", "a1")).objective.name == "Own topic"

    def test_no_draw_of_the_curriculum_reaches_their_questions(self, put):
        put()
        rows = list(Question.objects.filter(category__path__startswith="")[:50])
        own = [row for row in rows if row.category.parent and row.category.parent.name == "Sealed tests"]
        assert len(own) == 3
        assert all(use.named for places in uses_of(own).values() for use in places)

    def test_an_anchor_or_a_pair_that_is_not_there_is_named(self, put, small):
        file = small / "after" / "en.toml"
        file.write_text(file.read_text().replace('["b1"]', '["b9"]'))
        with pytest.raises(schema.BadFile, match="b9"):
            put()

    def test_again_writes_nothing(self, put):
        put()
        before = Revision.objects.count()
        ledger = put(1)
        assert (ledger.written, ledger.left, Revision.objects.count()) == ([], [], before)


class TestVariants:
    def test_each_has_its_own_blocks_with_names_of_their_own_and_the_shared_questions_are_one_row(self, put):
        put()
        bodies = {page.get_parent().slug: page.body for page in LessonPage.objects.all()}
        assert set(bodies) == {"law-ke", "law-ug"}
        kenya, uganda = bodies["law-ke"], bodies["law-ug"]
        assert [block.block_type for block in kenya] == ["text", "text", "citation", "check"]
        assert "In KE." in str(kenya[1].value) and "In UG." in str(uganda[1].value)
        assert not {block.id for block in kenya} & {block.id for block in uganda}
        assert Question.objects.filter(translation_key=files.named("question", "shared-1")).count() == 1
        assert set(Provision.objects.values_list("key", flat=True)) == {"act-ke", "act-ug"}

    def test_each_draws_the_shared_questions_and_its_own_alone(self, put):
        put()
        for code in ("ke", "ug"):
            keys = {str(files.named("question", key)) for key in ("shared-1", "shared-2", f"own-{code}")}
            assert set(definition(f"law-{code}")["questions"]) == keys

    def test_a_place_without_blocks_is_named(self, small):
        file = small / "law" / "KE" / "en.toml"
        file.write_text(file.read_text().replace('key = "n-text"', 'key = "n-other"'))
        with pytest.raises(schema.BadFile, match="n-text"):
            files.course("law-ke", small)


class TestProgrammes:
    def test_a_programme_has_its_names_in_the_languages_that_have_one(self, put):
        put()
        pages = CoursePage.objects.get(slug="law-ke").get_parent().get_translations(inclusive=True)
        assert {page.locale.language_code: page.title for page in pages} == {"en": "Laws", "fr": "Lois"}

    def test_a_course_moves_with_the_file_and_stays_where_a_person_moved_it(self, put, small, superuser):
        put()
        site = small / "site.toml"
        site.write_text(site.read_text().replace('courses = ["law-ke", "law-ug"]', 'courses = ["law-ug"]'))
        assert put(1).written == ["Law of KE → Core"]
        page = CoursePage.objects.get(slug="law-ke")
        assert page.get_parent().slug == "core"
        laws = CoursePage.objects.get(slug="law-ug").get_parent()
        page.move(laws, pos="last-child", user=superuser)
        assert put(2).left == ["Law of KE"]
        assert CoursePage.objects.get(slug="law-ke").get_parent() == laws


def test_cases_and_practical_tasks_of_the_files_are_released_in_each_language(db, now):
    load(now=now, by=publisher(), only=["core-19-guesthouse", "first-contact-practised"])
    for model, key in ((CasePage, ("case", "guesthouse")), (ChecklistPage, ("checklist", "first-contact-checkpoint"))):
        pages = model.objects.filter(translation_key=files.named(*key))
        assert {page.locale.language_code for page in pages} == {"en", "fr", "ar"}
    assert Course.objects.exclude(release=None).count() == 2
    assert CasePage.objects.first().texts["fr"]["cards"]["c_wallet"]["alt"].startswith("Schéma")
    assert load(now=now + timedelta(days=1), by=publisher(), only=["core-19-guesthouse"]).written == []


def test_every_error_of_a_file_is_told_with_its_line(small):
    file = small / "before" / "en.toml"
    text = file.read_text().replace("summary =", "sumary =").replace("objective = 1", 'objective = "1"', 1)
    file.write_text(text.replace("sealed = true", "sealed = true\ndraws = 3"))
    with pytest.raises(schema.BadFile) as caught:
        files.course("before", small)
    told = str(caught.value).splitlines()
    lines = text.splitlines()
    assert len(told) == 4
    assert "“summary” is missing" in told[0]
    place = next(number for number, line in enumerate(lines, 1) if line.startswith("sumary"))
    assert f"en.toml, line {place}: nobody knows “sumary” here; do you mean “summary”?" in told[1]
    assert "“draws” has to be a list." in told[2]
    assert "“objective” has to be a whole number." in told[3]
