"""An author's jobs in a case, in a real browser on a phone and on a desktop, at no more clicks than they may cost."""

import pytest
from django.urls import reverse

from assessments.simulation.authoring.drafts import draft_of
from assessments.simulation.authoring.pages import CasePage
from tests.simulation.authoring.conftest import editor  # noqa: F401  a fixture
from tests.simulation.conftest import case_page, file  # noqa: F401  fixtures

from .conftest import DEVICES
from .test_learner_jobs import Clicks

pytestmark = pytest.mark.django_db(transaction=True)


@DEVICES
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


@DEVICES
def test_a_language_is_added_and_its_first_text_is_written(device, case_page, editor, faults_of, size):
    page = device(editor, viewport=size)
    clicks = Clicks(page, reverse("simulation:case", args=[case_page.pk]))
    clicks.press("^Languages$")
    page.get_by_label("Language").select_option("sw")
    clicks.press("Add this language", "button")
    assert faults_of(page, f"case-languages-{size['width']}") == []
    clicks.press(page.locator(".agenda").get_by_role("link", name="Situation", exact=True))
    assert "The guesthouse" in page.inner_text("main form")
    page.get_by_label("Title").fill("Nyumba ya wageni")
    assert faults_of(page, f"case-words-{size['width']}") == []
    clicks.press("Save in the draft", "button")
    assert draft_of(CasePage.objects.get(pk=case_page.pk)).words("sw").title == "Nyumba ya wageni"
    assert clicks.number == 4


def test_a_card_with_a_sound_loads_nothing_until_it_is_played(device, case_page, editor, faults_of):
    name = f"{'0' * 64}.mp3"
    case_page.structure["cards"]["c_wallet"] |= {"recording": name, "weight": 400_000}
    case_page.texts["en"]["cards"]["c_wallet"]["transcript"] = "A man asks for the wallet."
    case_page.save_revision()
    page, asked = device(editor), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(reverse("simulation:case-preview", args=[case_page.pk]) + "?seat=fiu")
    page.locator("audio").first.wait_for(state="attached")
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    assert "Sound, 390.6" in page.inner_text("main") and "A man asks for the wallet." in page.inner_text("main")
    assert faults_of(page, "case-sound") == []
    assert not [url for url in asked if name in url]
