"""The report of what is due for review: who opens it, what it says, and where it leads."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from courses.guides.review_report import CourseReviews
from courses.models import CoursePage, GuidePage, Provision

from .guides import guide_of
from .test_dashboard import limited

REPORT = reverse("reports:more", args=[CourseReviews.slug])


def rows(viewer, show: str = "") -> list[dict]:
    params = {"show": show} if show else {}
    return [dict(row.cells) for row in CourseReviews().rows(viewer, params, now=timezone.now())]


@pytest.fixture
def cited(lesson):
    """The lesson cites one law that was checked, and one that was not."""
    about = {"jurisdiction": "Kenya", "country": "KE", "instrument": "Act"}
    laws = [
        Provision.objects.create(key="c1", provision="1", **about),
        Provision.objects.create(key="c2", provision="2", checked_on=timezone.localdate(), **about),
    ]
    lesson.body = [("text", "<p>x</p>"), ("citation", {"provisions": laws})]
    lesson.save_revision().publish()
    return laws


def test_says_what_is_due_who_is_missing_and_what_nobody_checked(guide_page, cited, superuser):
    [row] = rows(superuser)
    assert (row["next_review"], row["overdue"], row["unchecked"], row["checked_KE"]) == (None, False, 1, "1 of 2")
    assert (row["survivor_adviser"], row["lawyers"]) == ("", "0 of 4")
    GuidePage.objects.update(
        next_review=timezone.localdate() - timedelta(days=1),
        survivor_adviser="Halima",
        lawyers=[("lawyer", {"country": "UG", "name": "Okello", "checked_on": None})],
    )
    [row] = rows(superuser, "due")
    assert (row["overdue"], row["survivor_adviser"], row["lawyers"]) == (True, "Halima", "1 of 4")
    GuidePage.objects.update(next_review=timezone.localdate() + timedelta(days=1))
    assert rows(superuser, "due") == []
    Provision.objects.update(checked_on=timezone.localdate())
    assert rows(superuser, "unchecked") == []


def test_a_course_without_a_package_is_listed(course_page, superuser):
    [row] = rows(superuser)
    assert row["lawyers"] == "no package" and row["course"] == course_page.title


def test_a_course_that_cites_no_law_has_no_bar(course_page, superuser, as_):
    [row] = rows(superuser)
    assert row["unchecked"] is None
    assert "<rect" not in as_(superuser).get(REPORT).content.decode()


def test_who_opens_it(guide_page, as_, omar, wanjiru, halima, editor, ugandan_academy, site):
    link = reverse("courses:guide", args=[guide_page.course_key])
    for person in (halima, editor):
        answer = as_(person).get(REPORT)
        assert answer.status_code == 200 and link in answer.content.decode()
        assert as_(person).get(REPORT, {"show": "other"}).status_code == 400
    for person in (omar, wanjiru):
        assert as_(person).get(REPORT).status_code == 404
    elsewhere = site.add_child(instance=Page(title="Uganda", slug="uganda"))
    answer = as_(limited(ugandan_academy, "UG-520", elsewhere)).get(REPORT)
    assert answer.status_code == 200 and link not in answer.content.decode()
    assert as_(editor).get(reverse("reports:overview")).status_code == 404
    assert as_(editor).get(reverse("reports:more", args=["quiz_gain"])).status_code == 404


def test_costs_the_same_statements_for_several_courses(guide_page, term, cited, programme_page, superuser):
    rows(superuser)
    with CaptureQueriesContext(connection) as one:
        rows(superuser)
    for number in range(3):
        page = programme_page.add_child(instance=CoursePage(title=f"C{number}", slug=f"c{number}", summary="x"))
        page.add_child(instance=guide_of(term, title="Package", slug="package"))
    with CaptureQueriesContext(connection) as several:
        assert len(rows(superuser)) == 4
    assert len(one) == len(several)
