"""Choosers and APIs of the admin: whoever has a right to one page reads neither the bank nor drafts by them."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from assessments.questions.models import Question
from courses.access import guard, rows
from courses.models import Provision
from tests.authorisation.limited import limited_editor
from tests.conftest import make_person

from .mutation import browser, held_by, instead, text_of

QUESTIONS = ["questions", "question"]
CITATIONS = ["courses", "provision"]


@pytest.fixture
def translator(academy, course_page):
    """Somebody who may change one page, and nothing else."""
    group = Group.objects.create(name="Translators")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    lesson = course_page.get_children().first()
    group.page_permissions.create(page=lesson, permission=Permission.objects.get(codename="change_page"))
    person = make_person("KE-510", "Amina Ali", academy)
    person.groups.add(group)
    return person


@pytest.fixture
def drafted():
    """A citation that was never published."""
    return Provision.objects.create(
        key="draft", jurisdiction="Kenya", instrument="Bill that nobody tabled", provision="1", live=False
    )


def lists_of(named) -> list[str]:
    return [
        reverse("wagtail_localize:snippets_api_listing", args=named),
        reverse(f"wagtailsnippetchoosers_{'_'.join(named)}:choose"),
        reverse(f"wagtailsnippetchoosers_{'_'.join(named)}:choose_results"),
    ]


def test_a_translator_reads_no_question_of_the_bank(translator):
    question = Question.objects.first()
    named = [reverse("wagtail_localize:snippets_api_detail", args=[*QUESTIONS, question.pk])]
    named.append(reverse("wagtailsnippetchoosers_questions_question:chosen", args=[question.pk]))

    def read() -> bool:
        pages = [text_of(browser(translator).get(address)) for address in (*lists_of(QUESTIONS), *named)]
        return any(str(question) in page for page in pages)

    held_by(instead(rows, "_has_right", lambda *_asked: True), attack=read)


def test_a_translator_reads_no_draft_of_a_citation(translator, drafted):
    named = [reverse("wagtail_localize:snippets_api_detail", args=[*CITATIONS, drafted.pk])]
    named.append(reverse("wagtailsnippetchoosers_courses_provision:chosen", args=[drafted.pk]))

    def read() -> bool:
        pages = [text_of(browser(translator).get(address)) for address in (*lists_of(CITATIONS), *named)]
        return any(drafted.instrument in page for page in pages)

    held_by(instead(rows, "_has_right", lambda *_asked: True), attack=read)


def test_a_translator_chooses_what_is_published(translator, drafted):
    Provision.objects.filter(pk=drafted.pk).update(live=True)
    assert all(drafted.instrument in text_of(browser(translator).get(address)) for address in lists_of(CITATIONS))


def test_in_a_browser_the_api_gives_what_it_gives_elsewhere(kenya, course_page):
    client = browser(limited_editor(kenya, course_page))
    answer = client.get(lists_of(QUESTIONS)[0], headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")


def test_the_root_of_all_pages_is_moved_nowhere(superuser, site):
    root, client = site.get_root(), browser(superuser)
    above = [
        reverse("wagtailadmin_pages:set_page_position", args=[root.pk]),
        reverse("wagtailadmin_pages:move", args=[root.pk]),
        reverse("wagtailadmin_pages:move_confirm", args=[root.pk, site.pk]),
    ]

    def breaks() -> bool:
        answers = [ask(address) for address in above for ask in (client.get, client.post)]
        return any(answer.status_code == 500 for answer in answers)

    held_by(instead(guard, "MOVED", "nothing"), attack=breaks)
    assert client.get(above[1]).status_code == 404
