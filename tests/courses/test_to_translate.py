"""Translators see what is before them: on the dashboard, in the report and in the editor, of their own pages alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import Translation

from courses.editing.translation_tasks import standings, tasks
from tests.courses.french import bring_out

from .conftest import publish
from .french import finish, rewritten, translate
from .test_dashboard import limited

REPORT = "wagtail_localize:translations_report"


@pytest.fixture
def changed(lesson, out, on_commit):
    """The source of what is out in French says something else now."""
    with on_commit():
        publish(rewritten(lesson, title="Something else"))
    return out


@pytest.fixture
def french_translator(academy, out):
    """Somebody who edits the French lesson and may publish nothing."""
    return limited(academy, "KE-510", out, "change_page")


@pytest.fixture
def elsewhere(academy, site):
    """Somebody who edits another country's branch alone."""
    return limited(academy, "UG-510", site.add_child(instance=Page(title="Uganda", slug="uganda")), "change_page")


def text(client, name, *args) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_a_translation_that_is_up_to_date_is_not_listed(translated, out, french_translator, as_):
    translated.refresh_from_db()
    assert str(standings([translated])[translated.pk]) == "Up to date"
    assert "To be translated" not in text(as_(french_translator), "wagtailadmin_home")
    assert "Up to date" in text(as_(french_translator), "wagtailadmin_pages:edit", out.pk)


def test_an_older_translation_stands_on_every_page_of_editors(changed, lesson, french_translator, superuser, as_):
    client = as_(french_translator)
    assert [task.title for task in tasks(french_translator)] == ["FR Lesson 1"]
    dashboard = text(client, "wagtailadmin_home")
    assert "To be translated" in dashboard and "Out of date since" in dashboard
    report = text(client, REPORT)
    assert "Out of date since" in report and "1 text to translate" in report
    assert "Out of date since" in text(client, "wagtailadmin_pages:edit", changed.pk)
    source = text(as_(superuser), "wagtailadmin_pages:edit", lesson.pk)
    assert "Translations that are older than this text:" in source and "French, since" in source


def test_one_written_by_hand_says_so_in_its_own_editor(changed, superuser, as_):
    Translation.objects.update(enabled=False)
    assert "This translation is older than its source since" in text(
        as_(superuser), "wagtailadmin_pages:edit", changed.pk
    )


def test_the_report_does_not_call_up_to_date_what_is_not_published(translated, french_lesson, superuser, as_):
    finish(translated)
    report = text(as_(superuser), REPORT)

    assert "Not published yet" in report


def test_a_begun_translation_stands_on_the_dashboard_until_it_is_complete(translated, french_lesson, academy):
    translator = limited(academy, "KE-511", french_lesson, "change_page")
    [task] = tasks(translator)
    assert task.standing.lacking > 0 and not task.standing.published
    finish(translated)
    assert tasks(translator) == []


def test_translations_of_other_people_s_pages_are_not_listed(changed, translated, elsewhere, as_):
    client = as_(elsewhere)
    assert tasks(elsewhere) == []
    for page in (text(client, "wagtailadmin_home"), text(client, REPORT)):
        assert "Something else" not in page and "Lesson 1" not in page
    assert client.get(reverse("wagtailadmin_pages:edit", args=[changed.pk])).status_code == 404


def test_a_question_stands_there_for_whoever_edits_questions(course, french, editor, elsewhere, on_commit):
    from assessments.questions.models import Question

    question = Question.objects.order_by("pk").first()
    bring_out(translate(question, french), on_commit)
    question = Question.objects.get(pk=question.pk)
    question.stem = "<p>What else?</p>"
    with on_commit():
        question.save_revision().publish()

    assert [task.title for task in tasks(editor)] == ["FR Question 1?"]
    assert tasks(elsewhere) == []


def statements(user) -> int:
    with CaptureQueriesContext(connection) as counted:
        tasks(user)
        standings(list(Translation.objects.select_related("source__specific_content_type", "target_locale")))
    return len(counted)


def test_statements_do_not_grow_with_rows(course_page, changed, french, superuser, on_commit):
    others = list(Page.objects.child_of(course_page).exclude(translation_key=changed.translation_key).specific())
    begun = translate(others[0], french)
    with on_commit():
        begun.save_target(publish=False)
    few = statements(superuser)
    for page in others:
        bring_out(translate(page, french), on_commit)
        with on_commit():
            publish(type(page).objects.get(pk=page.pk), title=f"{page.title}, changed")

    assert len(tasks(superuser)) == 3
    assert statements(superuser) <= few
