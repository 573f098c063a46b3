"""Scenes that are put into the same draft by two presses at once."""

from dataclasses import asdict

import pytest

from assessments.scenario.models import ScenarioPage
from assessments.scenario.stories import services
from courses.models import PageImport
from lms.foundation.work.staged_import import NotNow
from tests.progress.test_races import at_once

from .scenes import SCENES

pytestmark = pytest.mark.django_db(transaction=True)


def test_they_are_there_once(course_page, superuser, now):
    page = ScenarioPage(title="At the checkpoint", slug="checkpoint", content_note="x", scenes=[])
    course_page.add_child(instance=page)
    content = {"scenes": [asdict(scene) for scene in SCENES]}
    kept = PageImport.keep(page, "story.twee", content, by=superuser, now=now)

    def putting_in():
        services.put_in(ScenarioPage.objects.get(pk=page.pk), kept, instead=False, by=superuser, now=now)

    found = at_once(*[putting_in] * 3)
    assert [type(one) for one in found if isinstance(one, Exception)] == [NotNow] * 2
    page.refresh_from_db()
    assert len(page.get_latest_revision_as_object().scenes) == len(SCENES)
    assert page.revisions.count() == 1
