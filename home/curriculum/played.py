"""Findings of the checkers of scenarios and of cases, for those of files and for pages: values of findings."""

from collections.abc import Iterator, Mapping
from typing import Any

from assessments.casework import Finding, check_languages, read_texts
from assessments.casework.definition.case_folder import SHIPPED, open_folder, shipped
from assessments.scenario import finding_texts as of_scenarios
from assessments.scenario.checks import findings
from assessments.scenario.scenes import Choice, Scene
from assessments.simulation.page import finding_texts as of_cases

from .shapes import ScenarioText, SceneText

Values = dict[str, Any]
"""One finding (`found`), and of a case its `texts`."""


def in_scenario(scenario: ScenarioText) -> Iterator[Values]:
    yield from ({"found": found} for found in findings([_scene(scene) for scene in scenario["scenes"]]))


def in_case(name: str, language: str) -> Iterator[Values]:
    """Yield what is found in a shipped case, in all its languages; another one is refused where it is loaded."""
    if name in shipped():
        opened = open_folder(SHIPPED / name)
        for found in check_languages(opened.case, opened.texts, pictures=opened.pictures):
            yield {"found": found, "texts": opened.texts[language]}


def on_page(page: Any, language: str) -> list[Values]:
    """Return what is found on a page that is played; of a case what was found when it was saved last."""
    kind = getattr(page, "activity_kind", "")
    if kind == "scenario":
        from assessments.scenario.compiler import counters_of, scenes_of

        return [{"found": found} for found in findings(scenes_of(page), counters_of(page))]
    if kind == "simulation":
        from assessments.simulation.page.case_files import findings_of

        texts = read_texts(page.texts.get(language, {}))
        return [{"found": found, "texts": texts} for found in findings_of(page)]
    return []


def sentence(values: Mapping[str, Any]) -> str:
    """Return what a checker found as a sentence in the reader's language."""
    found: Finding = values["found"]
    return of_cases.sentence(found, values["texts"]) if "texts" in values else of_scenarios.sentence(found)


def _scene(scene: SceneText) -> Scene:
    choices = [
        Choice(
            id=one["key"],
            text=one["text"],
            goes_to=one["goes_to"],
            marks=one.get("marks", 0),
            never=one.get("never", False),
            feedback=one["feedback"],
        )
        for one in scene.get("choices", [])
    ]
    return Scene(scene["key"], scene["title"], scene["text"].strip(), scene.get("ask", ""), tuple(choices))
