"""A scenario in a real browser: played on a phone without scripts, and written with a list of its scenes to lead to."""

import pytest
from django.urls import reverse

from assessments.scenario.compiler import counters_of, scenes_of
from assessments.scenario.models import ScenarioPage
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt
from tests.builders import release
from tests.scenario.scenes import CABIN, OFFICE, stream

from .conftest import DESKTOP, LANGUAGES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scenario(course_page):
    page = ScenarioPage(
        title="At the checkpoint",
        slug="checkpoint",
        introduction="You are on duty at a road.",
        content_note="Exploitation is hinted at.",
        wellbeing="You can stop at any time. If it touches you, talk to your instructor.",
        scenes=stream(),
    )
    course_page.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def address(scenario, course_page, wanjiru, now):
    course = release(course_page)
    services.enrol(people=[wanjiru], course=course, now=now)
    return reverse("learn:activity", args=[course.slug, "checkpoint"])


def test_is_played_on_a_phone_without_scripts(device, address, wanjiru):
    phone = device(wanjiru, java_script_enabled=False)
    phone.goto(address)
    phone.get_by_role("button", name="Start").click()
    phone.get_by_text("Ask the driver who they are").click()
    phone.get_by_role("button", name="Decide").click()
    assert "his nieces" in phone.inner_text("main")
    phone.get_by_text("Now speak with each apart").click()
    phone.get_by_role("button", name="Decide").click()
    assert "Not passed" in phone.inner_text("main") and "Better: Speak with each of them apart" in phone.inner_text(
        "main"
    )
    assert Attempt.objects.get(kind="scenario").completed_at is not None


@LANGUAGES
def test_each_of_its_pages_is_accessible_and_fits(address, wanjiru, device, faults_of, language):
    page, found = device(wanjiru, language=language), []
    page.goto(address)
    found += faults_of(page, f"scenario-start-{language}")
    page.locator("form[action*=start] button").click()
    page.locator("[name=choice]").first.wait_for()
    for number, text in enumerate(["Ask the driver", "Take all three"]):
        found += faults_of(page, f"scenario-{number}-{language}")
        page.get_by_text(text).click()
        page.locator("article form button").click()
        page.wait_for_load_state()
    found += faults_of(page, f"scenario-result-{language}")
    assert found == []


def test_an_author_leads_a_choice_to_a_new_scene_by_its_name(device, scenario, superuser):
    page = device(superuser, viewport=DESKTOP)
    page.goto(reverse("wagtailadmin_pages:edit", args=[scenario.pk]))
    lists = page.locator("[data-reference-list]")
    lists.first.wait_for()
    assert lists.nth(1).evaluate("list => list.selectedOptions[0].textContent") == "2 · In the cabin"
    page.locator("[name='scenes-2-value-title']").fill("In the back office")
    page.locator("div:has(> input[name='scenes-count']) button[title='Insert a block']").last.click()
    page.locator("[name='scenes-5-value-title']").fill("The next morning")
    page.locator("[name='scenes-5-value-text']").fill("The phone rings.")
    option = "6 · The next morning"
    lists.nth(3).select_option(label=option)
    assert "3 · In the back office" in lists.nth(0).inner_text()
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    saved = ScenarioPage.objects.get(pk=scenario.pk).get_latest_revision_as_object()
    scenes = {block.value["title"]: str(block.id) for block in saved.scenes}
    leads = [item.value["goes_to"] for item in saved.scenes[1].value["choices"].bound_blocks]
    assert leads[0] == scenes["The next morning"]
    assert scenes["In the back office"] == OFFICE and scenes["In the cabin"] == CABIN


def test_an_author_lets_a_choice_lead_elsewhere_by_what_was_chosen_before(device, scenario, superuser):
    """When it is offered, a counter, a change of it, and another way on: picked from lists, and saved as the ids that
    these have.
    """
    page = device(superuser, viewport=DESKTOP)
    page.goto(reverse("wagtailadmin_pages:edit", args=[scenario.pk]))
    page.locator("[data-reference-list]").first.wait_for()
    page.locator("div:has(> input[name='counters-count']) button[title='Insert a block']").first.click()
    page.locator("[name='counters-0-value-name']").fill("Trust")
    second = "scenes-1-value-choices-0-value"
    for field in ("offered_if", "counts", "branches", "branches-0-value-asks"):
        page.locator(f"div:has(> input[name='{second}-{field}-count']) [data-streamfield-list-add]").first.click()
    lists = page.locator(f"[name^='{second}-'][data-reference] + select")
    lists.nth(1).select_option(label="1 · At the checkpoint: Ask the driver who they are")
    lists.nth(2).select_option(label="Trust")
    lists.nth(3).select_option(label="1 · At the checkpoint: Ask the driver who they are")
    lists.nth(4).select_option(label="5 · The road")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    saved = ScenarioPage.objects.get(pk=scenario.pk).get_latest_revision_as_object()
    counters, scenes = counters_of(saved), scenes_of(saved)
    chosen = scenes[1].choices[0]
    assert [(ask.of, ask.how) for ask in chosen.asks] == [(scenes[0].choices[1].id, "made")]
    assert chosen.counts == ((counters[0].id, 1),)
    assert [(ask.of, ask.how) for ask in chosen.branches[0].asks] == [(scenes[0].choices[1].id, "made")]
    assert chosen.branches[0].goes_to == scenes[4].id
