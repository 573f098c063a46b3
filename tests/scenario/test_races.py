"""Scenes that are put into the same draft by two presses at once."""

import pytest

from assessments.scenario.models import ScenarioPage
from assessments.scenario.stories import services
from assessments.scenario.stories.conversion import stream_of
from tests.progress.test_races import at_once

from .scenes import SCENES

pytestmark = pytest.mark.django_db(transaction=True)


def test_they_are_there_once(course_page, superuser):
    page = ScenarioPage(title="At the checkpoint", slug="checkpoint", content_note="x", scenes=[])
    course_page.add_child(instance=page)
    blocks = stream_of(SCENES)

    def putting_in():
        services.put_in(ScenarioPage.objects.get(pk=page.pk), blocks, instead=False, by=superuser)

    found = at_once(*[putting_in] * 3)
    assert not [one for one in found if isinstance(one, Exception)]
    page.refresh_from_db()
    assert len(page.get_latest_revision_as_object().scenes) == len(SCENES)
    assert page.revisions.count() == 1
