"""Law citations: who may not publish writes drafts,
and a change that is published waits in each course that cites it.
"""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import Cause, Provision, StaleCourse
from courses.publishing.services import compile_course, source_page
from lms.foundation.plugins.activity import NotReady

from .conftest import publish

NAMES = "wagtailsnippets_courses_provision:{}"


@pytest.fixture
def provision(course, lesson):
    """A citation that the first lesson of the released course makes."""
    provision = Provision.objects.create(
        key="ke", jurisdiction="Kenya", country="KE", instrument="Act", provision="s. 3"
    )
    cite = {
        "type": "citation",
        "id": str(uuid4()),
        "value": {"provisions": [{"type": "item", "id": str(uuid4()), "value": provision.pk}]},
    }
    publish(lesson, body=[*lesson.body.raw_data, cite])
    StaleCourse.objects.all().delete()
    return provision


def save(client, row, action: str = "", section: str = "s. 4"):
    data = {"key": "ke", "jurisdiction": "Kenya", "country": "KE", "instrument": "Act", "provision": section}
    data |= {f"action-{action}": action} if action else {}
    return client.post(reverse(NAMES.format("edit"), args=[row.pk]), data)


def test_what_an_editor_writes_stays_a_draft_whatever_the_form_asks_for(provision, editor, as_):
    for action in ("", "publish"):
        assert save(as_(editor), provision, action).status_code == 302

    provision.refresh_from_db()
    assert provision.provision == "s. 3"
    assert provision.get_latest_revision_as_object().provision == "s. 4"
    assert not StaleCourse.objects.exists()


def test_an_editor_hands_in_and_what_a_reviewer_approves_waits_in_the_course_that_cites_it(
    course, provision, editor, reviewer, as_
):
    save(as_(editor), provision, "submit")
    task = Provision.objects.get().current_workflow_task_state
    assert not StaleCourse.objects.exists()

    as_(reviewer).post(
        reverse(NAMES.format("workflow_action"), args=[provision.pk, "approve", task.pk]), {"comment": ""}
    )

    provision.refresh_from_db()
    assert provision.provision == "s. 4"
    [noted] = Cause.objects.all()
    assert (noted.stale_id, noted.by, noted.what) == (course.pk, reviewer, "Law citation changed: Kenya: Act, s. 4")


def test_an_editor_deletes_a_draft_and_nothing_that_is_published(provision, editor, as_):
    draft = Provision.objects.create(key="draft", jurisdiction="Kenya", instrument="Bill", provision="s. 1", live=False)
    for one in (provision, draft):
        as_(editor).post(reverse(NAMES.format("delete"), args=[one.pk]))
    as_(editor).post(reverse("wagtail_bulk_action", args=["courses", "provision", "delete"]) + f"?id={provision.pk}")

    assert list(Provision.objects.all()) == [provision]
    assert not StaleCourse.objects.exists()


@pytest.mark.parametrize("name", ["delete", "unpublish"])
def test_one_that_is_taken_away_waits_with_its_author(course, provision, reviewer, as_, name):
    as_(reviewer).post(reverse(NAMES.format(name), args=[provision.pk]))

    [noted] = Cause.objects.all()
    assert (noted.stale_id, noted.by, noted.what) == (course.pk, reviewer, "Law citation taken away: Kenya: Act, s. 3")


def test_a_lesson_that_cites_what_is_not_published_is_not_compiled(course, provision):
    Provision.objects.update(live=False)

    with pytest.raises(NotReady, match="cites a law that is not published"):
        compile_course(source_page(course.pk))


def test_a_scheduled_one_waits_with_its_author_when_it_goes_live(course, provision, reviewer):
    from wagtail.management.commands.publish_scheduled import Command

    provision.provision, provision.go_live_at = "s. 5", timezone.now() + timezone.timedelta(days=1)
    revision = provision.save_revision(user=reviewer)
    revision.publish(user=reviewer)
    assert not StaleCourse.objects.exists()
    revision.approved_go_live_at = timezone.now()
    revision.content["go_live_at"] = None
    revision.save()

    Command().handle(dryrun=False)

    assert Cause.objects.get().by == reviewer


@pytest.mark.parametrize("typed", ["መሰረት", "s. 2", "the-key"])
def test_are_found_in_each_spelling(as_, editor, provision, typed):
    Provision.objects.create(key="the-key", jurisdiction="መሠረት", instrument="Law", provision="s. ٢")
    page = as_(editor).get(reverse(NAMES.format("list_results")), {"q": typed}).content.decode()
    assert "መሠረት" in page and "Kenya" not in page
