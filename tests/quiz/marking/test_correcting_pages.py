"""Correcting a key in the admin: who may, what is shown before, what is refused, and what is kept."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, ModelLogEntry, Page, PageLogEntry

from assessments.quiz.models import QuizPage, Regrade
from courses.models import CoursePage
from lms.learning.progress.models import Event
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role
from tests.builders import same_when_rebuilt
from tests.conftest import make_person

from .test_regrading import activity, correct, marked  # noqa: F401  fixtures


def editor(number: str, *pages: Page, permissions=("change_page", "publish_page")):
    """Somebody who may enter the admin and has these permissions over `pages` and what is below them."""
    group = Group.objects.create(name=f"Editors {number}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for page in pages:
        for codename in permissions:
            permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
            GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    person = make_person(number, "Zawadi Editor")
    person.groups.add(group)
    return person


@pytest.fixture
def corrected(marked, wanjiru, abdi, asked, course):
    """Two people whom the corrected key concerns: Wanjirũ would lose by it, Abdi gains.

    The address of the correction.
    """
    marked(wanjiru, right=True), marked(abdi, right=False)
    correct(asked["single"])
    return reverse("quiz_key", args=[QuizPage.objects.get().translation_key, asked["single"]])


@pytest.fixture
def overview(corrected):
    return reverse("quiz_keys", args=[QuizPage.objects.get().translation_key])


def token(page: str) -> str:
    return re.search(r'name="token" value="([^"]+)"', page)[1]


def cells(page: str) -> list[int]:
    """The figures of the preview, in the order in which they are shown."""
    return [int(figure) for figure in re.findall(r"</th><td>(\d+)</td>", page)]


class TestWhoMay:
    def test_those_who_may_publish_the_page_and_the_quiz_leads_there(
        self, corrected, overview, course_page, as_, superuser
    ):
        client = as_(editor("KE-E1", course_page))
        assert "Which act is it?" in client.get(overview).content.decode()
        assert client.get(corrected).status_code == 200

        page = as_(superuser).get(reverse("wagtailadmin_pages:edit", args=[QuizPage.objects.get().pk])).content.decode()
        assert overview in page

    @pytest.mark.parametrize("permissions", [("change_page",), ("add_page",)])
    def test_nobody_who_may_only_edit_it(self, corrected, overview, course_page, as_, permissions):
        client = as_(editor("KE-E2", course_page, permissions=permissions))
        assert [client.get(address).status_code for address in (overview, corrected)] == [404, 404]
        assert client.post(corrected, {"reason": "x", "token": "x"}).status_code == 404

    def test_nobody_who_publishes_something_else(self, corrected, overview, programme_page, as_):
        other = CoursePage(title="Another", slug="another", summary="Else.", minutes=10)
        programme_page.add_child(instance=other)
        client = as_(editor("KE-E3", other))
        assert [client.get(address).status_code for address in (overview, corrected)] == [404, 404]


class TestThePreview:
    def test_counts_everybody_and_names_nobody_whom_one_does_not_teach(self, corrected, course_page, as_):
        page = as_(editor("KE-E1", course_page)).get(corrected).content.decode()
        assert cells(page) == [2, 1, 0, 1, 1, 1, 0, 0]
        assert "Wanjir" not in page and "Abdi" not in page

    def test_names_those_whom_one_teaches_and_writes_nothing(self, corrected, course_page, academy, as_, superuser):
        person = editor("KE-E1", course_page)
        people_services.appoint(user=person, institution=academy, role=Role.INSTRUCTOR)
        page = as_(person).get(f"{corrected}?lower=1").content.decode()
        assert cells(page) == [2, 1, 1, 0, 1, 1, 0]
        assert "Abdi Hassan" in page and "Wanjirũ wa Kamau" in page and "40\xa0%" in page and "73\xa0%" in page

        as_(superuser).get(corrected)
        assert not Regrade.objects.exists() and not Event.objects.filter(verb="rescored").exists()


class TestChangingResults:
    def test_is_done_in_the_background_and_logged(
        self, corrected, overview, course_page, as_, asked, django_capture_on_commit_callbacks
    ):
        person = editor("KE-E1", course_page)
        client = as_(person)
        shown = client.get(corrected).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(corrected, {"token": token(shown), "reason": "Article 2 says otherwise"})
        assert response.url == overview
        regrade = Regrade.objects.get()
        assert (regrade.status, regrade.changed, regrade.by, regrade.lower) == ("done", 1, person, False)
        entry = PageLogEntry.objects.get(action="quiz.regrade")
        assert entry.user == person and entry.data["reason"] == "Article 2 says otherwise"
        assert "Article 2" in entry.message
        page = client.get(overview).content.decode()
        assert "Article 2 says otherwise" in page and "Every attempt is marked by the key that holds now." in page
        assert set(Event.objects.filter(verb="rescored").values_list("data__regrade", flat=True)) == {str(regrade.pk)}
        assert same_when_rebuilt() and not ModelLogEntry.objects.filter(action="quiz.regrade").exists()

    def test_lowers_only_what_was_looked_at_as_lowered(self, corrected, superuser, as_):
        client = as_(superuser)
        upwards, downwards = (client.get(f"{corrected}{query}").content.decode() for query in ("", "?lower=1"))
        assert token(upwards) != token(downwards)
        assert client.post(corrected, {"token": token(upwards), "reason": "Why", "lower": "1"}).status_code == 422
        assert client.post(corrected, {"token": token(downwards), "reason": "Why"}).status_code == 422
        assert not Regrade.objects.exists()
        assert client.post(corrected, {"token": token(downwards), "reason": "Why", "lower": "1"}).status_code == 302
        assert Regrade.objects.get().lower

    def test_needs_a_reason_and_a_key_that_was_corrected(self, corrected, superuser, as_, asked):
        client = as_(superuser)
        response = client.post(corrected, {"token": token(client.get(corrected).content.decode()), "reason": " \x00 "})
        assert response.status_code == 422 and "Say why" in response.content.decode() and not Regrade.objects.exists()

        other = corrected.replace(asked["single"], asked["plain"])
        assert as_(superuser).get(other).status_code == 404

    def test_of_another_key_than_was_looked_at_is_refused(self, corrected, superuser, as_, asked):
        client = as_(superuser)
        shown = client.get(corrected).content.decode()
        correct(asked["single"], right=2)
        response = client.post(corrected, {"token": token(shown), "reason": "Why"})
        assert response.status_code == 422 and "Look at what would change first" in response.content.decode()
        assert not Regrade.objects.exists()
