"""What a search engine, or whoever was sent a link, is told of a page: each kind of page describes itself."""

import re

import pytest
from wagtail.models import Page

from courses.models import CoursePage
from home.models import HomePage
from lms.learning.progress.models import Enrolment
from tests.builders import complete

LEARNER = ["/learn/", "/learn/trafficking/", "/learn/trafficking/trafficking-lesson-1/", "/library/"]


def described(client, url: str) -> str:
    found = re.findall(r'<meta name="description" content="([^"]+)">', client.get(url).content.decode())
    assert len(found) == 1, url
    return found[0]


@pytest.fixture
def public(course, course_page, enrolment, now):
    HomePage.objects.update(introduction="Learn to see what trafficking is. " * 9)
    serial = complete(enrolment, now=now).certificate.serial
    page = Page.objects.get(pk=course_page.pk)
    return ["/", "/sign-in/", page.url, "/certificates/verify/", f"/certificates/verify/{serial}/"]


def test_every_page_describes_itself_in_one_sentence_or_two(public, client, as_, enrolment):
    said = {url: described(client, url) for url in public} | {
        url: described(as_(enrolment.learner), url) for url in LEARNER
    }
    assert len(set(said.values())) == len(said) - 2, (
        "both pages of the course say the same, and so do both about certificates"
    )
    assert all(10 < len(text) <= 160 for text in said.values())
    assert said["/learn/trafficking/"] == "The three elements." and "Lesson 1" in said[LEARNER[2]]


def test_what_an_editor_writes_cannot_leave_the_attribute(course_page, client):
    CoursePage.objects.filter(pk=course_page.pk).update(summary='"><script>alert(1)</script>')
    page = client.get(Page.objects.get(pk=course_page.pk).url).content.decode()
    assert "<script>alert" not in page and Enrolment.objects.count() == 0
