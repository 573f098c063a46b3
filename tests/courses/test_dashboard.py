"""The dashboard of Wagtail's admin: what is there to do, for whoever looks, of what is theirs, at a fixed cost."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from courses.models import CoursePage, LessonPage, ScheduledRelease
from lms.foundation.interface.words import ago
from tests.builders import make_course, release
from tests.conftest import make_person

from .conftest import edit, publish
from .french import rewritten
from .handed import at, hand, hand_in_url

HOME = "wagtailadmin_home"
SECTIONS = {
    "courses": "My courses",
    "waiting": "Waiting for me",
    "mend": "Questions to mend",
    "cases": "Cases",
    "releases": "Releases",
}


def desk(client) -> dict[str, str]:
    """The sections of the dashboard by name, as HTML."""
    html = client.get(reverse(HOME)).content.decode()
    found = re.split(r'<section class="w-panel desk" id="desk-(\w+)-section"', html)
    return dict(zip(found[1::2], found[2::2], strict=True))


def limited(institution, number: str, page: Page, *codenames: str):
    """Somebody with rights to one branch of the tree alone."""
    group = Group.objects.create(name=number)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in codenames or ("add_page", "change_page", "publish_page"):
        group.page_permissions.create(page=page, permission=Permission.objects.get(codename=codename))
    person = make_person(number, number, institution)
    person.groups.add(group)
    return person


@pytest.fixture
def ugandan_editor(ugandan_academy, site):
    return limited(ugandan_academy, "UG-520", site.add_child(instance=Page(title="Uganda", slug="uganda")))


@pytest.fixture
def planned(course, reviewer):
    now = timezone.now()
    return ScheduledRelease.objects.create(
        course_key=course.pk,
        at=now + timedelta(days=2),
        by=reviewer,
        why="The new act is in force",
        digest="x",
        made_at=now,
    )


def test_says_what_is_there_in_place_of_how_many_pages_there_are(course, course_page, reviewer, as_):
    html = as_(reviewer).get(reverse(HOME)).content.decode()

    assert list(desk(as_(reviewer))) == list(SECTIONS)
    assert all(heading in html for heading in SECTIONS.values())
    assert "Site summary" not in html
    summary = html.partition("w-label-1")[2].partition("</ul>")[0]
    assert "wagtail.org" not in summary and reverse("help-page", args=["editing"]) in summary
    mine = desk(as_(reviewer))["courses"]
    assert reverse("wagtailadmin_explore", args=[course_page.pk]) in mine and "Release 1.0" in mine
    # The course may be kept from a test whose clock stood on another day.
    released = ago(course.release.made_at, today=timezone.localdate())
    assert f"<bdi>1.0</bdi> · <bdi>{released}</bdi>" in desk(as_(reviewer))["releases"]


def test_wagtail_s_news_and_its_badge_are_gone_and_its_guide_stays(superuser, as_):
    html = as_(superuser).get(reverse(HOME)).content.decode()

    assert "whats-new-in-wagtail" not in html
    assert '"editor-guide"' in html
    guide = html[html.index('"editor-guide"') :][:600]
    assert "w-dismissible" not in guide


def test_an_editor_s_draft_and_submission_wait_in_their_sections(course, lesson, editor, reviewer, as_, on_commit):
    with on_commit():
        edit(as_(editor), lesson, title="Rewritten", action="")
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    assert "Your drafts" in desk(as_(editor))["waiting"] and address in desk(as_(editor))["waiting"]
    assert "1 draft" in desk(as_(reviewer))["courses"]
    assert address not in desk(as_(reviewer))["waiting"]

    made = hand(course, editor)

    assert "Your drafts" not in desk(as_(editor))["waiting"] and "Handed in by you" in desk(as_(editor))["waiting"]
    assert "To review" in desk(as_(reviewer))["waiting"] and at(made) in desk(as_(reviewer))["waiting"]


def test_a_page_is_not_handed_in_alone(course, lesson, editor, reviewer, as_, on_commit):
    with on_commit():
        edit(as_(editor), lesson, action="submit", why="Clearer")
    lesson.refresh_from_db()

    assert lesson.has_unpublished_changes and not WorkflowState.objects.exists()
    assert "To review" not in desk(as_(reviewer))["waiting"] and "Your drafts" in desk(as_(editor))["waiting"]
    page = as_(editor).get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert "action-submit" not in page and page.count("action-hand-in") == 1 and "Hand in the course" not in page
    assert hand_in_url(course) in desk(as_(editor))["waiting"] and "To hand in" in desk(as_(editor))["waiting"]
    assert (
        "action-hand-in" not in as_(reviewer).get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    )
    assert "To hand in" not in desk(as_(reviewer))["waiting"]


def test_saving_in_order_to_hand_in_leads_there_with_the_draft(course, lesson, editor, as_, on_commit):
    with on_commit():
        response = edit(as_(editor), lesson, action="hand-in", title="Clearer")
    assert response.url == hand_in_url(course)
    assert "Clearer" in as_(editor).get(response.url).content.decode()


def test_a_new_course_begins_on_a_form_and_is_made_once(programme_page, editor, as_, wanjiru):
    assert reverse("courses_new") in desk(as_(editor))["courses"]
    address, client = reverse("courses_new"), as_(editor)
    form = {"title": "Debt", "programme": programme_page.pk, "summary": "", "key": str(uuid4())}
    refused = client.post(address, form)
    assert refused.status_code == 422 and "Debt" in refused.content.decode()
    made = [client.post(address, {**form, "summary": "What binds people."}) for _time in range(2)]
    page = CoursePage.objects.get(title="Debt")
    assert {response.url for response in made} == {reverse("wagtailadmin_explore", args=[page.pk])}
    assert not page.live and page.owner == editor and page.get_parent().pk == programme_page.pk


def test_nobody_begins_a_course_where_they_may_add_none(programme_page, ugandan_editor, as_):
    assert "New course" not in desk(as_(ugandan_editor))["courses"]
    assert as_(ugandan_editor).get(reverse("courses_new")).status_code == 404


def test_changes_wait_for_whoever_may_release_and_are_told_to_whoever_may_not(
    course, lesson, editor, reviewer, as_, on_commit
):
    with on_commit():
        publish(rewritten(lesson, title="Something else"))
    address = reverse("courses_release", args=[course.pk])

    assert "Changed, but not released" in desk(as_(reviewer))["waiting"] and address in desk(as_(reviewer))["waiting"]
    assert "Changes wait for release" in desk(as_(editor))["courses"]
    assert address not in desk(as_(editor))["waiting"]
    assert "Waits for somebody who may publish it" in desk(as_(editor))["releases"]


def test_texts_of_people_are_escaped_and_keep_their_direction(course, draft, editor, reviewer, as_):
    hand(course, editor).__class__.objects.update(note="<b>القانون</b>")
    assert "<bdi>&lt;b&gt;القانون&lt;/b&gt;</bdi> · <bdi>Atieno Ouma</bdi>" in desk(as_(reviewer))["waiting"]


def test_a_planned_release_stands_with_its_hour_and_reason(course, planned, editor, as_):
    assert "The new act is in force" in desk(as_(editor))["releases"]


def test_a_page_that_one_has_locked_is_found_again(lesson, reviewer, as_):
    Page.objects.filter(pk=lesson.pk).update(locked=True, locked_by=reviewer, locked_at=timezone.now())
    assert "Locked by you" in desk(as_(reviewer))["waiting"]


class TestAnotherCountrysEditor:
    def test_reads_nothing_of_what_is_not_theirs(self, course, lesson, editor, planned, ugandan_editor, as_, on_commit):
        with on_commit():
            publish(rewritten(lesson, title="Something else"))
            edit(as_(editor), LessonPage.objects.exclude(pk=lesson.pk).first(), action="", why="Clearer")
            edit(as_(editor), lesson, title="Not theirs", action="")
        hand(course, editor)

        html = as_(ugandan_editor).get(reverse(HOME)).content.decode()

        for words in (
            "What trafficking is",
            "Lesson",
            "Something else",
            "Not theirs",
            "The law changed",
            "The new act",
            str(course.pk),
        ):
            assert words not in html, words

    def test_is_not_kept_from_their_own_by_others_that_wait_longer(
        self, course, draft, programme_page, ugandan_editor, editor, reviewer, as_, monkeypatch
    ):
        from courses.editing import dashboard, inbox

        monkeypatch.setattr(inbox, "MOST", 1)
        monkeypatch.setattr(dashboard, "MOST", 1)
        hand(course, editor)
        branch = Page.objects.get(slug="uganda")
        theirs = make_course(programme_page, slug="other")
        release(theirs)
        theirs.refresh_from_db()
        lesson = LessonPage.objects.child_of(theirs).first()
        lesson.title = "Of Uganda"
        lesson.save_revision(user=reviewer)
        made = hand(release_of(theirs), reviewer, now=timezone.now() + timedelta(minutes=1))
        CoursePage.objects.get(pk=theirs.pk).move(branch, pos="last-child")

        assert at(made) in desk(as_(ugandan_editor))["waiting"]

    def test_who_lost_a_right_reads_no_longer_what_they_once_wrote(self, course, lesson, editor, as_, on_commit):
        with on_commit():
            edit(as_(editor), lesson, title="Once theirs", action="", why="Clearer")
        assert "Once theirs" in desk(as_(editor))["waiting"]
        editor.groups.clear()
        group = Group.objects.create(name="Comes in")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        editor.groups.add(group)

        assert "Once theirs" not in as_(editor).get(reverse(HOME)).content.decode()


def release_of(page):
    from courses.models import Course

    return Course.objects.get(pk=page.translation_key)


class TestEmpty:
    def test_offers_the_next_step(self, programme_page, superuser, as_):
        found = desk(as_(superuser))

        assert "There is no course yet that you may edit." in found["courses"]
        assert reverse("courses_new") in found["courses"] and reverse("questions_imports") in found["courses"]
        assert "Nothing waits for you." in found["waiting"] and reverse("courses_submissions") in found["waiting"]
        assert "No question of your quizzes is flagged." in found["mend"]
        assert reverse("quiz_statistics") in found["mend"]
        assert "No course of yours has been released yet." in found["releases"]

    def test_whoever_manages_people_alone_is_offered_nothing_about_courses(self, site, academy, as_):
        group = Group.objects.create(name="Personnel")
        group.permissions.add(*Permission.objects.filter(codename__in=["access_admin", "change_user"]))
        person = make_person("KE-530", "Wambui", academy)
        person.groups.add(group)

        assert desk(as_(person)) == {}


def test_costs_the_same_however_much_there_is(course, lesson, programme_page, draft, editor, reviewer, as_, on_commit):
    def statements(person) -> int:
        client = as_(person)
        client.get(reverse(HOME))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(HOME))
        return len(captured)

    def more(slug: str) -> None:
        page = make_course(programme_page, slug=slug)
        release(page)
        one, two = LessonPage.objects.child_of(page).order_by("path")[:2]
        with on_commit():
            publish(rewritten(one, title="Changed"))
            edit(as_(editor), two, action="", why="Clearer")
            rewritten(one, title="A draft").save_revision(user=reviewer)
            rewritten(one, title="A draft").save_revision(user=editor)
        Page.objects.filter(pk=two.pk).update(locked=True, locked_by=reviewer, locked_at=timezone.now())

    hand(course, editor)
    more("second")
    few = [statements(person) for person in (editor, reviewer)]
    for slug in ("third", "fourth"):
        more(slug)

    assert [statements(person) for person in (editor, reviewer)] == few
