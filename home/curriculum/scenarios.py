"""The scenarios of the curriculum: a file each, in the source language, below the course that they belong to."""

from collections.abc import Mapping

from django.apps import apps
from wagtail.models import Page

from .blocks import Block
from .file_shapes import ChoiceText, ScenarioText, SceneText
from .files import SOURCE, BadFile, CourseFiles, named
from .ledger import Ledger
from .page_writer import put_page

FIELDS = ("title", "minutes", "pass_mark", "introduction", "content_note", "wellbeing")


def put_scenarios(files: CourseFiles, parent: Page, ledger: Ledger) -> list[Page]:
    """Return the pages, which nobody has to do for the course; none where the plugin is not installed. Raises
    `BadFile`.
    """
    if not apps.is_installed("assessments.scenario"):
        return []
    return [_put(scenario, parent, ledger) for scenario in files.scenarios]


def _put(scenario: ScenarioText, parent: Page, ledger: Ledger) -> Page:
    from assessments.scenario.models import ScenarioPage

    values: Mapping[str, object] = scenario
    fields = {name: values.get(name, "") for name in FIELDS}
    fields |= {"introduction": scenario["introduction"].strip(), "slug": scenario["key"], "required": False}
    fields["scenes"] = [_scene(scenario, scene) for scene in scenario["scenes"]]
    key = named("scenario", scenario["key"])
    return put_page(ScenarioPage, key=key, language=SOURCE, parent=parent, fields=fields, ledger=ledger)


def _scene(scenario: ScenarioText, scene: SceneText) -> Block:
    choices = [_choice(scenario, scene, choice) for choice in scene.get("choices", [])]
    said = {"title": scene["title"], "text": scene["text"].strip(), "ask": scene.get("ask", ""), "choices": choices}
    return {"type": "scene", "id": _id(scenario, scene["key"]), "value": said}


def _choice(scenario: ScenarioText, scene: SceneText, choice: ChoiceText) -> Block:
    goes_to = choice["goes_to"]
    if goes_to not in {each["key"] for each in scenario["scenes"]}:
        place = f"{scenario['key']}, “{scene['key']}”, “{choice['key']}”"
        raise BadFile(f"{place}: it leads to “{goes_to}”, a scene that is not there.")
    value = {
        "text": choice["text"],
        "goes_to": _id(scenario, goes_to),
        "feedback": choice["feedback"],
        "marks": choice.get("marks", 0),
        "never": choice.get("never", False),
    }
    return {"type": "item", "id": _id(scenario, scene["key"], choice["key"]), "value": value}


def _id(scenario: ScenarioText, *keys: str) -> str:
    return str(named("scenario", scenario["key"], *keys))
