"""Procedures: a page for everybody, whose steps lessons cite; and for staff what cites each step, and what is older."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Locale

from assessments.questions.models import Question
from assessments.scenario.models import ScenarioPage
from courses.lessons.blocks import ProcedureBlock
from courses.models import ProcedurePage, StaleCourse
from courses.procedures.citations import cited_steps, step_dates
from courses.procedures.steps import card, frozen, link, reference, step_choices
from courses.publishing.services import compile_course, source_page
from lms.foundation.plugins.activity import NotReady

from .conftest import publish


def step(number, title="Entry", **more):
    value = {"number": number, "title": title, "who": "Everybody", "action": "<p>Act.</p>", "limit": "At once"}
    return {"type": "step", "id": str(uuid4()), "value": {**value, "provisions": [], "national": [], **more}}


@pytest.fixture
def procedure(site):
    """A published procedure of two steps."""
    page = site.add_child(
        instance=ProcedurePage(title="On duty", slug="duty", live=False, steps=[step(3, "Care"), step(4)])
    )
    page.save_revision().publish()
    return ProcedurePage.objects.get()


def cite(procedure, number):
    return {"type": "procedure", "id": str(uuid4()), "value": {"step": reference(procedure.translation_key, number)}}


@pytest.fixture
def cited(course, lesson, procedure, releasing):
    """The first lesson of the released course, which cites step 4."""
    with releasing():
        publish(lesson, body=[*lesson.body.raw_data, cite(procedure, 4)])
    course.refresh_from_db()
    StaleCourse.objects.all().delete()
    return lesson


def changed(procedure, **values):
    page = ProcedurePage.objects.get(pk=procedure.pk)
    blocks = list(page.steps.raw_data)
    blocks[1] = {**blocks[1], "value": {**blocks[1]["value"], **values}}
    page.steps = blocks
    page.save_revision().publish()


class TestReading:
    def test_anybody_reads_it_alone_step_by_step(self, client, procedure):
        page = client.get("/duty/").content.decode()
        assert 'id="step-3"' in page and 'href="#step-4"' in page and "At once" in page
        assert f'href="{reverse("courses:procedures")}"' in page and "data-print" in page

    def test_is_listed_for_everybody(self, client, procedure):
        assert "On duty" in client.get(reverse("courses:procedures")).content.decode()

    def test_what_is_taken_off_is_not_listed(self, client, procedure):
        procedure.unpublish()
        assert "On duty" not in client.get(reverse("courses:procedures")).content.decode()

    def test_text_of_an_editor_is_no_markup(self, client, procedure):
        changed(procedure, title="<script>alert(1)</script>", action="<p>x</p><script>alert(2)</script>")
        page = client.get("/duty/").content.decode()
        assert "<script>alert" not in page


def test_two_steps_have_no_number_in_common(procedure):
    procedure.steps = [step(3), step(3, "Another")]
    with pytest.raises(ValidationError):
        procedure.steps.stream_block.clean(procedure.steps)


class TestCiting:
    def test_a_step_is_chosen_by_procedure_and_title(self, procedure):
        assert dict(step_choices()) == {
            "On duty": [
                (reference(procedure.translation_key, 3), "3 · Care"),
                (reference(procedure.translation_key, 4), "4 · Entry"),
            ]
        }

    def test_a_step_that_is_not_on_this_site_is_refused_with_what_to_do(self, procedure):
        block = ProcedureBlock()
        with pytest.raises(ValidationError, match="not on this site"):
            block.child_blocks["step"].clean("00000000-0000-4000-8000-000000000000#4")

    def test_a_lesson_shows_title_who_limit_and_leads_there(self, cited, course):
        content = next(
            iter(one for one in compile_course(source_page(course.pk)).contents.values() if "Entry" in one.html)
        )
        assert 'href="/duty/#step-4"' in content.html and "Everybody" in content.html and "At once" in content.html

    def test_the_card_is_in_the_language_of_the_lesson(self, procedure, french):
        other = procedure.copy_for_translation(Locale.objects.get(language_code="fr"), copy_parents=True)
        other.title, other.steps = "En service", [step(4, "Entrée")]
        other.save_revision().publish()
        cited = reference(procedure.translation_key, 4)
        assert card(cited, language="fr", title="").title == "Entrée"
        assert card(cited, language="sw", title="").title == "Entry"

    @pytest.mark.parametrize("name", ["", "nonsense#4", "00000000-0000-4000-8000-000000000000#4", "#"])
    def test_a_step_that_is_not_there_stops_the_release(self, procedure, name):
        with pytest.raises(NotReady):
            card(name, language="en", title="A lesson")
        with pytest.raises(NotReady):
            card(reference(procedure.translation_key, 9), language="en", title="A lesson")

    def test_a_title_with_markup_is_text_in_the_link(self, procedure):
        changed(procedure, title="<b>x</b>")
        assert "<b>" not in link(reference(procedure.translation_key, 4), language="en", title="")


class TestAfterAChange:
    def test_the_course_that_cites_it_waits_for_release(self, cited, course, procedure, on_commit):
        with on_commit():
            changed(procedure, limit="Within the hour")
        assert StaleCourse.objects.filter(course_key=course.pk).exists()

    def test_a_course_that_shows_nothing_of_it_does_not_wait(self, cited, course, procedure, on_commit):
        with on_commit():
            changed(procedure, action="<p>Act otherwise.</p>")
        assert not StaleCourse.objects.exists()

    def test_what_is_older_than_the_step_is_marked(self, cited, procedure, superuser):
        assert [len(one.older) for one in cited_steps(procedure, superuser)] == [0, 0]
        changed(procedure, action="<p>Act otherwise.</p>")
        assert [(one.number, len(one.rows), len(one.older)) for one in cited_steps(procedure, superuser)] == [
            (3, 0, 0),
            (4, 1, 1),
        ]

    def test_only_the_step_that_changed_has_a_new_date(self, procedure):
        assert step_dates(procedure) == {}
        changed(procedure, limit="Later")
        assert list(step_dates(procedure)) == [4]

    def test_a_number_that_is_gone_is_listed_with_what_cites_it(self, cited, procedure, superuser):
        page = ProcedurePage.objects.get()
        page.steps = page.steps.raw_data[:1]
        page.save_revision().publish()
        assert [(one.number, one.title, len(one.rows)) for one in cited_steps(page, superuser)][-1] == (4, "", 1)


class TestForStaff:
    def test_a_question_and_a_scene_are_listed_too(self, course_page, course, procedure, superuser):
        question = Question.objects.filter(live=True).first()
        name = reference(procedure.translation_key, 3)
        Question.objects.filter(pk=question.pk).update(step=name)
        scene = {
            "type": "scene",
            "id": str(uuid4()),
            "value": {"title": "Night", "text": "…", "choices": [], "step": name},
        }
        course_page.add_child(instance=ScenarioPage(title="By night", slug="night", scenes=[scene]))
        kinds = {(kind, one.title) for kind, one, _older in cited_steps(procedure, superuser)[0].rows}
        assert kinds == {("Question", str(question)), ("Scenario", "By night")}

    def test_pages_that_one_may_not_open_are_only_counted(self, cited, procedure, editor):
        editor.groups.clear()
        steps = cited_steps(procedure, editor)
        assert [(len(one.rows), one.hidden) for one in steps] == [(0, 0), (0, 1)]

    def test_a_question_is_only_counted_for_people_without_a_right_to_questions(
        self, course_page, course, procedure, editor
    ):
        question = Question.objects.filter(live=True).first()
        Question.objects.filter(pk=question.pk).update(step=reference(procedure.translation_key, 3))
        assert [one.title for _kind, one, _older in cited_steps(procedure, editor)[0].rows] == [str(question)]
        group = editor.groups.get()
        group.permissions.set(group.permissions.exclude(codename__endswith="_question"))
        step = cited_steps(procedure, type(editor).objects.get(pk=editor.pk))[0]
        assert (step.rows, step.hidden) == ([], 1)

    def test_the_page_is_for_procedures_alone(self, client, superuser, as_, cited, procedure):
        page = as_(superuser).get(reverse("courses_procedure_citations", args=[procedure.pk])).content.decode()
        assert cited.title in page
        assert as_(superuser).get(reverse("courses_procedure_citations", args=[cited.pk])).status_code == 404

    def test_the_editor_shows_how_many_cite_each_step(self, superuser, as_, cited, procedure):
        page = as_(superuser).get(reverse("wagtailadmin_pages:edit", args=[procedure.pk])).content.decode()
        assert reverse("courses_procedure_citations", args=[procedure.pk]) in page


def test_a_definition_stores_the_step_as_plain_values(procedure):
    stored = frozen(reference(procedure.translation_key, 4), language="en", title="")
    assert stored == {"number": 4, "title": "Entry", "who": "Everybody", "limit": "At once", "url": "/duty/#step-4"}
