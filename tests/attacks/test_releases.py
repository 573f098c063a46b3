"""The gate of a release: what the checker of cases asks is answered whichever way a case comes to learners."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.simulation.page import compiler
from assessments.simulation.page.case_files import checked
from courses.models import Release
from courses.publishing import scheduling, submission_services
from courses.publishing import services as publishing
from courses.publishing.course_drafts import drafts_of
from lms.foundation.plugins.activity import NotReady
from tests.authorisation.conftest import editor_of
from tests.simulation.conftest import case_page, course, file  # noqa: F401

from .mutation import browser, held_by, instead


@pytest.fixture
def asked(course, case_page, superuser):
    """A draft of the case, about which the checker asks something at which nobody looked."""
    page = case_page
    page.introduction = "Another one."
    page.findings = checked(page.structure, page.texts, "en", page.paths)
    assert page.findings
    page.save_revision(user=superuser)
    page.refresh_from_db()
    return page


@pytest.fixture
def without():
    return instead(compiler, "asked_of", lambda page: "")


def numbers(course) -> int:
    return Release.objects.filter(course=course).count()


def shown(course, page) -> str:
    with instead(compiler, "asked_of", lambda page: ""):
        drafts = drafts_of(publishing.source_page(course.pk))
        return publishing.candidate(course.pk, {draft.row.pk: draft.object for draft in drafts}).digest


def test_who_approves_what_was_handed_in_does_not_pass_by_the_checker(course, asked, academy, superuser, without):
    editor, now = editor_of("Editors", "KE-710", academy), timezone.now()
    drafts, digest = drafts_of(publishing.source_page(course.pk)), shown(course, asked)
    made = submission_services.hand_in(key=course.pk, drafts=drafts, by=editor, note="Clearer", now=now)

    def released() -> bool:
        names = [draft.name for draft in drafts]
        data = {"shown": digest, "why": "Clearer", "change": "correction", "draft": names}
        browser(superuser).post(reverse("courses_approve", args=[made.pk]), data)
        return numbers(course) == 2

    held_by(without, attack=released)


def test_who_releases_with_a_draft_does_not_either(course, asked, superuser, without):
    names, digest = [draft.name for draft in drafts_of(publishing.source_page(course.pk))], shown(course, asked)

    def released() -> bool:
        data = {"shown": digest, "why": "Clearer", "change": "correction", "draft": names}
        browser(superuser).post(reverse("courses_release", args=[course.pk]), data)
        return numbers(course) == 2

    held_by(without, attack=released)


def test_nor_does_who_publishes_it_several_at_once_or_at_an_hour(course, asked, superuser, without):
    """Both publish the page, which is no release yet: that is refused when somebody makes or plans it."""
    asked.get_latest_revision().publish(user=superuser)
    now, digest = timezone.now(), shown(course, asked)

    def released() -> bool:
        arguments = {"key": course.pk, "shown": digest, "by": superuser, "why": "Clearer", "now": now}
        try:
            scheduling.plan(at=now + timedelta(days=1), **arguments)
            publishing.release(**arguments)
        except (NotReady, publishing.ChangedSinceShown):
            return False
        return numbers(course) == 2

    held_by(without, attack=released)


def test_somebody_looked_at_it_is_said_in_the_draft_and_goes_with_it(course, asked, superuser):
    asked.warnings_read = compiler.asked_of(asked)
    asked.save_revision(user=superuser).publish()
    assert publishing.candidate(course.pk).problem == ""
