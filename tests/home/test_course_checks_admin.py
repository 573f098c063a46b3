"""The author's checks over the pages of a site: read back as they are in the files, shown to those who may edit."""

import json
from datetime import date

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from assessments.questions.models import Question
from assessments.quiz.models import Draw, QuizPage
from assessments.scenario.models import ScenarioPage
from courses.models import CoursePage, LessonPage
from home.checks.across import People
from home.checks.pages import read_pages
from home.checks.sentences import sentence
from home.checks.services import check
from home.checks.sources import around_pages
from home.curriculum import files
from home.exchange.exporting import export_course
from tests.authorisation.limited import limited_editor

from .loaded import loaded_courses
from .test_course_checks import material

TODAY = date(2026, 12, 1)


def report_on(source):
    course = read_pages(source)
    return check([course.files], around_pages(today=TODAY), People())[course.files.key]


def address(page, beside=False):
    return reverse("course_checks", args=[page.pk]) + ("?beside" if beside else "")


@pytest.fixture
def lesson(course_page):
    return LessonPage.objects.child_of(course_page).order_by("path").first()


@pytest.fixture
def quiz(course_page):
    return QuizPage.objects.child_of(course_page).get()


def save_draft(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision()


def distressing_case(block="00000000-0000-0000-0000-0000000000c1"):
    value = {"title": "At night", "text": "<p>He was beaten.</p>", "content_note": "", "skip": "", "wellbeing": ""}
    return {"type": "case", "id": block, "value": value}


class TestReadingPages:
    def test_a_shipped_course_has_no_other_findings_on_its_pages_than_in_its_files(self, site, superuser, as_, now):
        course = loaded_courses("tip-1", now=now)
        source = CoursePage.objects.get(translation_key=course.pk, locale__language_code="en")
        read = read_pages(source)
        assert set(read.files.versions) == {"en", "ar", "fr"}
        report = report_on(source)
        assert report.findings == []
        [(finding, reason)] = report.accepted
        assert (finding.rule, finding.values["here"], reason[:6]) == ("numbers", "29", "Arabic")
        shown = as_(superuser).get(address(source)).content.decode()
        assert "Numbers differ" in shown and "Accepted:" in shown and reason in shown
        assert reason.encode() in export_course(source, by=superuser)["en.toml"]
        [unchecked] = report.to_do
        [in_files] = check([files.course("tip-1")], material().around, People())["tip-1"].to_do
        assert unchecked.values == in_files.values
        _title, url = read.link(str(finding.place))
        assert url.endswith(f"#block-{finding.place.item}-section")

    def test_what_is_written_and_not_published_counts(self, lesson, course_page):
        save_draft(lesson, body=[*lesson.body.raw_data, distressing_case()])
        assert "undeclared" in {one.rule for one in report_on(course_page).findings}

    def test_a_block_of_a_plugin_that_is_gone_and_an_empty_lesson_are_read(self, lesson, course_page):
        unknown = {"type": "fieldnotes.sketch", "id": "00000000-0000-0000-0000-0000000000c2", "value": {"x": [1]}}
        save_draft(lesson, body=[unknown])
        course_page.add_child(instance=LessonPage(title="Empty", slug="empty", minutes=10))
        assert {"empty_lesson", "no_card"} <= {one.rule for one in report_on(course_page).findings}

    def test_a_question_of_a_type_that_is_gone_is_counted_and_says_nothing(self, quiz, course_page):
        before = report_on(course_page).findings
        question = Question.objects.usable().first()
        Question.objects.filter(pk=question.pk).update(body=[{"type": "map.point", "id": "1", "value": {"where": [1]}}])
        assert {one.rule for one in report_on(course_page).findings} <= {one.rule for one in before}

    def test_a_card_for_no_country_and_a_provision_that_is_gone(self, lesson, course_page):
        card = {"countries": [], "text": "<p>Ask the prosecutor.</p>", "provisions": [{"type": "item", "value": 999}]}
        save_draft(lesson, body=[{"type": "country", "id": "00000000-0000-0000-0000-0000000000c3", "value": card}])
        assert "no_card" in {one.rule for one in report_on(course_page).findings}

    def test_a_course_that_was_just_made(self, programme_page):
        page = programme_page.add_child(instance=CoursePage(title="New", slug="new", summary="…"))
        assert {one.rule for one in report_on(page).findings} == {"no_lesson", "no_quiz", "course_minutes"}

    def test_a_quiz_that_asks_one_question_of_everybody_and_draws_the_rest(self, quiz, course_page):
        question = Question.objects.first()
        quiz.draws = [*quiz.draws.all(), Draw(question=question)]
        quiz.minutes = 30
        quiz.save_revision()
        findings = report_on(course_page).findings
        [minutes] = [one for one in findings if one.rule == "minutes" and one.place.part == str(quiz.translation_key)]
        assert minutes.values == {"stated": 30, "measured": 4}  # three questions of a minute and a half
        few = [one for one in findings if one.rule == "few_items"]
        assert [(one.values["number"], one.values["draw"]) for one in few] == [(5, 2)]


class TestAccess:
    def test_editors_of_the_course_and_nobody_else(
        self, as_, editor, reviewer, kenya, uganda, course_page, lesson, omar
    ):
        own = course_page.get_parent().add_child(instance=CoursePage(title="Uganda", slug="own", summary="…"))
        limited, abroad = limited_editor(kenya, course_page), limited_editor(uganda, own, "UG-501")
        for page in (course_page, lesson):
            assert [as_(one).get(address(page)).status_code for one in (editor, reviewer, limited)] == [200, 200, 200]
            assert [as_(one).get(address(page)).status_code for one in (abroad, omar)] == [404, 302]
        assert as_(abroad).get(address(own)).status_code == 200
        assert as_(editor).post(address(own)).status_code == 405

    def test_pages_that_are_no_course_have_none(self, as_, superuser, site, course_page):
        assert as_(superuser).get(address(site)).status_code == 404
        assert as_(superuser).get(reverse("course_checks", args=[999999])).status_code == 404
        Page.objects.filter(pk=course_page.pk).update(title="<script>alert(1)</script>")
        answer = as_(superuser).get(address(course_page)).content.decode()
        assert "<script>alert" not in answer

    def test_the_text_of_a_question_of_another_institution_is_not_shown(self, as_, uganda, kenya, quiz, course_page):
        question = Question.objects.usable().first()
        body = question.stored_body
        body["value"]["options"][1]["value"]["text"] = "<p>None of the above.</p>"
        Question.objects.filter(pk=question.pk).update(owner=kenya)
        question.refresh_from_db()
        question.body = [body]
        question.save()
        quiz.institution = kenya
        quiz.save()
        theirs = as_(limited_editor(kenya, course_page)).get(address(course_page)).content.decode()
        abroad = as_(limited_editor(uganda, course_page, "UG-501")).get(address(course_page)).content.decode()
        assert "None of the above" in theirs
        assert "None of the above" not in abroad

    def test_questions_are_not_shown_to_editors_without_a_right_to_them(self, as_, kenya, quiz, course_page):
        question = Question.objects.first()
        question.body = [("single", {"options": [{"text": "None of the above", "right": True}] * 3})]
        question.save()
        person = limited_editor(kenya, course_page)
        assert "None of the above" in as_(person).get(address(course_page)).content.decode()
        group = person.groups.get()
        group.permissions.set(group.permissions.exclude(codename__endswith="_question"))
        assert "None of the above" not in as_(person).get(address(course_page)).content.decode()


class TestPanel:
    def test_it_waits_in_the_editor_and_costs_no_statement(
        self, as_, editor, lesson, course_page, quiz, site, superuser
    ):
        for page in (course_page, lesson, quiz):
            edit = as_(editor).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
            assert f'data-course-checks="{address(page, beside=True)}"' in edit
        home = as_(superuser).get(reverse("wagtailadmin_pages:edit", args=[site.pk])).content.decode()
        assert "data-course-checks" not in home

    def test_a_link_leads_to_it_from_the_list_of_pages_where_translators_begin(self, as_, editor, lesson, site):
        listed = as_(editor).get(reverse("wagtailadmin_explore", args=[lesson.pk])).content.decode()
        assert f'href="{address(lesson)}"' in listed
        assert "course-checks" not in as_(editor).get(reverse("wagtailadmin_explore", args=[site.pk])).content.decode()

    def test_it_has_the_findings_of_its_page_and_leads_to_the_block(self, as_, editor, lesson, course_page):
        case = distressing_case()
        save_draft(lesson, body=[*lesson.body.raw_data, case])
        beside = as_(editor).get(address(lesson, beside=True)).content.decode()
        link = f"{reverse('wagtailadmin_pages:edit', args=[lesson.pk])}#block-{case['id']}-section"
        assert f'<a href="{link}">The case speaks of an act that distresses' in beside
        other = LessonPage.objects.child_of(course_page).order_by("path").last()
        assert "distresses" not in as_(editor).get(address(other, beside=True)).content.decode()
        whole = as_(editor).get(address(other)).content.decode()
        assert link in whole and "<html" in whole and "<html" not in beside

    def test_what_the_checker_of_scenarios_finds_is_there_in_the_language_of_the_reader(self, as_, editor, course_page):
        scene = {"title": "At night", "text": "A lorry stops.", "ask": "", "choices": []}
        page = ScenarioPage(title="The lorry", slug="lorry", minutes=5, scenes=[("scene", scene)])
        course_page.add_child(instance=page)
        cache.clear()
        beside = as_(editor).get(address(page, beside=True)).content.decode()
        assert "In the first scene nothing can be done." in beside
        [finding] = [one for one in report_on(course_page).findings if one.rule == "scenario"]
        with translation.override("fr"):
            assert sentence(finding).startswith("Dans la première scène")

    def test_it_is_kept_until_a_page_or_a_question_changes(self, as_, editor, lesson, course_page):
        cache.clear()
        client = as_(editor)

        def statements():
            with CaptureQueriesContext(connection) as asked:
                client.get(address(course_page, beside=True))
            return len(asked)

        first, again = statements(), statements()
        assert again < first and again <= 30
        save_draft(lesson, body=[*lesson.body.raw_data, distressing_case()])
        assert "distresses" in client.get(address(course_page, beside=True)).content.decode()
        question = Question.objects.usable().first()
        question.stem = "<p>Which of these is NOT a means?</p>"
        question.save_revision().publish()
        assert "asks for what does not hold" in client.get(address(course_page, beside=True)).content.decode()


def test_the_command_reads_the_courses_of_the_site(course_page, lesson, capsys):
    with pytest.raises(SystemExit):
        call_command("check_curriculum", course_page.slug, "--site", "--json")
    report = json.loads(capsys.readouterr().out)[course_page.url_path]
    assert {"minutes", "no_card"} <= {one["rule"] for one in report["findings"]}
