"""An author's jobs in a case, in a real browser on a phone and on a desktop, at no more clicks than they may cost."""

import pytest

from assessments.simulation.authoring.drafts import draft_of
from assessments.simulation.authoring.pages import CasePage
from tests.simulation.authoring.conftest import editor  # noqa: F401  a fixture

from .conftest import DESKTOP, PHONE
from .test_learner_jobs import Clicks

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "360"])


@SIZES
def test_a_case_of_three_seats_is_begun_on_the_pages(device, course_page, editor, faults_of, size):
    page = device(editor, viewport=size)
    clicks = Clicks(page, "/admin/")
    clicks.press("New case")
    assert faults_of(page, f"case-new-{size['width']}") == []
    page.get_by_label("Title").fill("The farm")
    page.get_by_label("Course").select_option(str(course_page.pk))
    page.get_by_label("Seats", exact=True).fill("Investigator\nProsecutor\nService provider")
    clicks.press("Begin the case", "button")
    clicks.press("Add one")
    page.get_by_label("Title").fill("A call at night")
    page.get_by_label("Text").fill("A woman says that her sister cannot leave the farm.")
    clicks.press("Save in the draft", "button")
    draft = draft_of(CasePage.objects.get(title="The farm"))
    assert [seat.id for seat in draft.case.seats] == ["investigator", "prosecutor", "service_provider"]
    assert [draft.words("en").of("cards", card.id)["title"] for card in draft.case.cards] == ["A call at night"]
    assert clicks.number == 4
