"""What a trainer does who never saw the tool: an inject, a decision and a field more in *The guesthouse*, and a
scenario of six scenes, by the pages alone, from what stands on them. Each click, choice and text is a step.
"""

import re
from dataclasses import dataclass

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessments.casework.checking import FAULT
from assessments.scenario.models import ScenarioPage
from assessments.simulation.authoring.drafts import draft_of
from assessments.simulation.authoring.pages import CasePage
from assessments.simulation.page.case_files import findings_of
from tests.simulation.authoring.conftest import editor  # noqa: F401  a fixture
from tests.simulation.conftest import case_page, file  # noqa: F401  fixtures

from .conftest import DESKTOP

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Trainer:
    """Finds things by what is written beside them, and counts what they do."""

    page: Page
    steps: int = 0

    def step(self) -> Page:
        self.steps += 1
        return self.page

    def follows(self, name: str) -> None:
        self.step().get_by_role("link", name=name, exact=True).first.click()
        self.page.wait_for_load_state("domcontentloaded")

    def presses(self, name: str) -> None:
        with self.page.expect_navigation():
            self.step().get_by_role("button", name=name, exact=True).first.click()

    def writes(self, **words: str) -> None:
        for label, text in words.items():
            self.step().get_by_label(label.replace("_", " "), exact=True).first.fill(text)

    def picks(self, label: str, choice: str) -> None:
        self.step().get_by_label(label, exact=True).first.select_option(label=choice)

    def ticks(self, label: str) -> None:
        self.step().get_by_label(label, exact=True).first.check()


@pytest.fixture
def trainer(device, editor) -> Trainer:
    return Trainer(device(editor, viewport=DESKTOP))


def saved(trainer: Trainer) -> None:
    trainer.presses("Save in the draft")
    expect(trainer.page.get_by_text("Saved in the draft.")).to_be_visible()


def opens_the_case(trainer: Trainer, page: CasePage) -> None:
    trainer.page.goto(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    trainer.follows("Look at the case, change it, play it beforehand")


def test_adds_an_inject_that_arrives(case_page, trainer):
    opens_the_case(trainer, case_page)
    trainer.follows("Cards")
    trainer.follows("Add one")
    trainer.writes(Title="The blue van", Source="A neighbour", Text="A blue van stands behind the kitchen.")
    saved(trainer)
    trainer.follows("Injects")
    trainer.follows("Add one")
    trainer.writes(Day="2", Time="07:00")
    trainer.picks("Card", "The blue van")
    trainer.ticks("Labour inspector")
    saved(trainer)
    assert_sound(case_page)
    inject = draft_of(CasePage.objects.get(pk=case_page.pk)).case.injects[-1]
    assert (inject.at, inject.to, inject.card) == (1440 + 420, ("labour",), "the_blue_van")
    assert trainer.steps == 14


@pytest.mark.sweep
def test_adds_a_decision_of_one_seat(case_page, trainer):
    opens_the_case(trainer, case_page)
    trainer.follows("Decisions")
    trainer.follows("Add one")
    trainer.writes(Question="A reporter telephones. What do you say?")
    trainer.picks("Seat", "Prosecutor")
    for number, (text, why, marks) in enumerate(
        [
            ("Nothing about the case", "People are in danger, and it is not to be tried in a newspaper.", "2"),
            ("That people were found", "Whoever reads it knows who talked.", "0"),
        ]
    ):
        row = trainer.page.locator(f"details:has-text('Option {number + 1}')").first
        trainer.step()
        row.get_by_label("Option", exact=True).fill(text)
        trainer.step()
        row.get_by_label("Why it is right, or tempting").fill(why)
        trainer.step()
        row.get_by_label("Marks").fill(marks)
    saved(trainer)
    assert_sound(case_page)
    decision = draft_of(CasePage.objects.get(pk=case_page.pk)).case.decisions[-1]
    assert (decision.seat, [option.marks for option in decision.options]) == ("prosecutor", [2, 0])
    assert trainer.steps == 12


@pytest.mark.sweep
def test_adds_a_field_to_a_form(case_page, trainer):
    opens_the_case(trainer, case_page)
    trainer.follows("Forms")
    before = len(draft_of(case_page).case.forms[0].fields)
    trainer.step().get_by_role("link", name=re.compile("^Change")).first.click()
    row = trainer.page.locator(f"details:has-text('Field {before + 1}')").last
    trainer.step()
    row.get_by_label("Field", exact=True).fill("By when it is needed")
    trainer.step()
    row.get_by_label("Requirement for the marks").select_option(label="Something is written")
    trainer.step()
    row.get_by_label("Marks", exact=True).fill("1")
    saved(trainer)
    assert_sound(case_page)
    fields = draft_of(CasePage.objects.get(pk=case_page.pk)).case.forms[0].fields
    assert (len(fields), fields[-1].key.kind, fields[-1].marks) == (before + 1, "filled", 1)
    assert trainer.steps == 7


def assert_sound(page: CasePage) -> None:
    """No fault is in the draft."""
    draft = CasePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [one for one in findings_of(draft) if one.level == FAULT] == []


SCENES = (
    ("The lorry", "A lorry stops. The driver answers for two young women."),
    ("Apart", "One of them asks where she is."),
    ("Papers", "She has none."),
    ("Help", "A woman from the shelter comes."),
    ("Kept", "The file stands, and nobody is named in it."),
    ("Gone", "You never hear of them again."),
)
CHOICES = (
    ("The lorry", "Speak with each of them apart", "Apart", "2"),
    ("The lorry", "Wave the lorry on, since it is late", "Gone", "0"),
    ("Apart", "Telephone the helpline with her", "Help", "2"),
    ("Apart", "Ask for her papers before anything", "Papers", "0"),
    ("Papers", "Telephone the helpline with her", "Help", "1"),
    ("Papers", "Hold her until somebody knows", "Gone", "0"),
    ("Help", "Write down who was told, and when", "Kept", "1"),
    ("Help", "Leave it to the next shift to write", "Gone", "0"),
)


def writes_scenes(trainer: Trainer) -> None:
    """All scenes first, as they stand on paper; then the choices, which lead to them by name."""
    for number, (title, text) in enumerate(SCENES):
        scenes = trainer.step().locator("div:has(> input[name='scenes-count'])")
        scenes.get_by_role("button", name="Insert a block").last.click()
        trainer.step().locator(f"[name='scenes-{number}-value-title']").fill(title)
        trainer.step().locator(f"[name='scenes-{number}-value-text']").fill(text)
    titles, counts = [title for title, _text in SCENES], dict.fromkeys(range(len(SCENES)), 0)
    for scene, text, goes_to, marks in CHOICES:
        number = titles.index(scene)
        place = f"scenes-{number}-value-choices-{counts[number]}-value"
        counts[number] += 1
        choices = trainer.step().locator("[data-contentpath='choices']").nth(number)
        choices.get_by_role("button", name="Add", exact=True).last.click()
        trainer.step().locator(f"[name='{place}-text']").fill(text)
        trainer.step().locator(f"[name='{place}-goes_to'] + select").select_option(
            label=f"{titles.index(goes_to) + 1} · {goes_to}"
        )
        trainer.step().locator(f"[name='{place}-feedback']").fill("As we were trained.")
        trainer.step().locator(f"[name='{place}-marks']").fill(marks)


def test_builds_a_scenario_of_six_scenes_from_paper(course_page, trainer):
    page = trainer.page
    page.goto(reverse("wagtailadmin_explore", args=[course_page.pk]))
    trainer.step().get_by_role("link", name=re.compile("Add child page", re.I)).first.click()
    trainer.follows("Scenario")
    trainer.step().locator("[name=title]").fill("At the checkpoint")
    trainer.step().locator("[name=introduction]").fill("You are on duty at a road.")
    trainer.step().locator("[name=content_note]").fill("Exploitation is hinted at.")
    writes_scenes(trainer)
    trainer.presses("Save draft")
    expect(page.get_by_text("Nothing is missing, and every scene is reached.")).to_be_visible()
    scenario = ScenarioPage.objects.get().get_latest_revision_as_object()
    assert [scene.value["title"] for scene in scenario.scenes] == [title for title, _text in SCENES]
    assert trainer.steps == 64
