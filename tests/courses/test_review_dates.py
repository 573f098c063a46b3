"""A course that is to be looked at again by a day, and a release that was planned: who is told, when, and how often."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from courses.models import GuidePage, ScheduledRelease
from lms.desks.notices import due_notices
from lms.desks.notices.models import Notice
from lms.desks.notices.texts import words_of

from .test_dashboard import desk, limited


@pytest.fixture
def due(guide_page):
    """The day of the course is in ten days."""
    GuidePage.objects.update(next_review=timezone.localdate() + timedelta(days=10))
    return guide_page


def told(days: int = 0) -> list[str]:
    """Gather in so many days, and give the subjects of what was told by service number, those of no sense empty."""
    now = timezone.now() + timedelta(days=days)
    due_notices.gather(now=now)
    rows = list(Notice.objects.filter(kind="course_review").select_related("person__institution").order_by("pk"))
    words = words_of(rows, {row.person_id: row.person for row in rows}, now=now, language="en")
    return [f"{row.person.service_number} {words[row.pk].subject if words[row.pk] else ''}" for row in rows]


def test_editors_are_told_once_before_and_once_on_the_day(due, editor, omar, ugandan_academy, site):
    limited(ugandan_academy, "UG-520", site.add_child(instance=Page(title="Uganda", slug="uganda")))
    subject = f"KE-500 To be looked at again: {due.get_parent().title}"
    assert told() == told(1) == [subject]
    assert told(10) == told(12) == [subject, subject]


def test_another_day_is_told_anew_and_of_the_first_nothing_is_said_any_more(due, editor):
    told()
    GuidePage.objects.update(next_review=timezone.localdate() + timedelta(days=300))
    assert told(1) == ["KE-500 "]
    assert told(295) == ["KE-500 ", f"KE-500 To be looked at again: {due.get_parent().title}"]


def save(client, page, day: str):
    """Save the page of a package as its editor in a browser does."""
    streams = ("sessions", "answers", "beliefs", "reading", "terms", "lawyers", "changes")
    names = ("handout_title", "answerable", "protection_reviewer", "survivor_adviser", "language_reviewer")
    data = {
        "title": page.title,
        "slug": page.slug,
        **{name: rich_text("") for name in ("aims", "distress", "handout")},
        **{name: streamfield([]) for name in streams},
        **dict.fromkeys(names, ""),
        "checked_on": "",
        "next_review": day,
        "comments": inline_formset([]),
    }
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(data))


def latest(page):
    return GuidePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_stands_on_the_dashboard_of_whoever_may_change_it(due, editor, reviewer, as_):
    address = reverse("wagtailadmin_pages:edit", args=[due.pk])
    assert "To be looked at again" in desk(as_(editor))["waiting"] and address in desk(as_(editor))["waiting"]
    GuidePage.objects.update(next_review=timezone.localdate() + timedelta(days=40))
    assert "To be looked at again" not in desk(as_(reviewer))["waiting"]


@pytest.mark.parametrize(("day", "sentence"), [("2020-01-01", "This day is past."), ("soon", "Enter a valid date.")])
def test_a_day_that_makes_no_sense_is_refused_beside_its_field(guide_page, editor, as_, day, sentence):
    answer = save(as_(editor), guide_page, day)
    assert sentence in answer.content.decode()
    assert latest(guide_page).next_review is None


def test_a_day_is_kept_with_the_draft(guide_page, editor, as_):
    last = timezone.localdate() + timedelta(days=90)
    assert save(as_(editor), guide_page, f"{last}").status_code == 302
    assert latest(guide_page).next_review == last
    assert GuidePage.objects.get().next_review is None


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"state": "released"}, "The release of “{title}” that you planned was made."),
        (
            {"state": "stopped", "reason": "right"},
            "The release of “{title}” that you planned was not made: learners keep what they have. The person "
            "who approved it may no longer publish the course.",
        ),
    ],
)
def test_the_planner_is_told_of_the_release_at_its_hour(course, course_page, reviewer, over, sentence):
    now = timezone.now()
    about = {"course_key": course.pk, "at": now, "by": reviewer, "why": "New law", "digest": "x", "made_at": now}
    plan = ScheduledRelease.objects.create(**about)
    due_notices.gather(now=now)
    assert not Notice.objects.exists()
    ScheduledRelease.objects.filter(pk=plan.pk).update(done_at=now, **over)
    for minutes in (5, 10):
        due_notices.gather(now=now + timedelta(minutes=minutes))
    [row] = Notice.objects.filter(kind="release_planned").select_related("person__institution")
    words = words_of([row], {row.person_id: row.person}, now=now, language="en")[row.pk]
    assert (row.person, words.text) == (reviewer, sentence.format(title=course_page.title))
    ScheduledRelease.objects.all().delete()
    assert words_of([row], {row.person_id: row.person}, now=now, language="en")[row.pk] is None
