"""Pages of a course whose plugins may be missing: scenarios, practical tasks, hand-ins, and cases of several seats."""

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from wagtail.models import Page

from .blocks import Block, items, stored_block
from .files import SOURCE, CourseFiles, named, reference
from .schema import BadFile
from .shapes import ScenarioText, SceneText
from .task_shapes import ChecklistText, HandInText
from .writing import Ledger, put_page

FIELDS = ("title", "minutes", "pass_mark", "introduction", "content_note", "wellbeing")
PICTURES = "pictures"


def put_scenarios(files: CourseFiles, language: str, parent: Page, ledger: Ledger) -> list[Page]:
    """Return the pages, which nobody has to do for the course; they are in the source language alone."""
    if language != SOURCE or not apps.is_installed("assessments.scenario"):
        return []
    return [_put_scenario(scenario, parent, ledger) for scenario in files.scenarios]


def _put_scenario(scenario: ScenarioText, parent: Page, ledger: Ledger) -> Page:
    from assessments.scenario.models import ScenarioPage

    values: Mapping[str, object] = scenario
    fields = {name: values.get(name, "") for name in FIELDS}
    fields |= {"introduction": scenario["introduction"].strip(), "slug": scenario["key"], "required": False}
    fields["scenes"] = [_scene(scenario["key"], scene) for scene in scenario["scenes"]]
    key = named("scenario", scenario["key"])
    return put_page(ScenarioPage, key=key, language=SOURCE, parent=parent, fields=fields, ledger=ledger)


def _scene(scenario: str, scene: SceneText) -> Block:
    choices = [
        stored_block(
            "item",
            {
                "text": choice["text"],
                "goes_to": str(named("scenario", scenario, choice["goes_to"])),
                "feedback": choice["feedback"],
                "marks": choice.get("marks", 0),
                "never": choice.get("never", False),
            },
            *("scenario", scenario, scene["key"], choice["key"]),
        )
        for choice in scene.get("choices", [])
    ]
    said = {"title": scene["title"], "text": scene["text"].strip(), "ask": scene.get("ask", ""), "choices": choices}
    step = reference(scene["step"]) if "step" in scene else None
    return stored_block("scene", {**said, "step": step}, "scenario", scenario, scene["key"])


def put_checklists(files: CourseFiles, language: str, parent: Page, ledger: Ledger) -> list[Page]:
    """Return the pages of the practical tasks."""
    tasks = files.versions[language].get("checklists", [])
    return [
        _put_checklist(task, language, parent, ledger) for task in tasks if apps.is_installed("assessments.observation")
    ]


def _put_checklist(task: ChecklistText, language: str, parent: Page, ledger: Ledger) -> Page:
    from assessments.observation.models import ChecklistPage

    fields = {name: value for name, value in task.items() if name not in ("key", "criteria")}
    criteria = []
    for place, criterion in enumerate(task["criteria"]):
        key = ("checklist", task["key"], place)
        said = {"text": criterion["text"], "help": "", "must": criterion.get("must", False)}
        said["levels"] = items(criterion["levels"], *key)
        criteria.append(stored_block("criterion", said, *key))
    fields |= {"slug": task["key"], "criteria": criteria}
    name = named("checklist", task["key"])
    return put_page(ChecklistPage, key=name, language=language, parent=parent, fields=fields, ledger=ledger)


def put_hand_ins(files: CourseFiles, language: str, parent: Page, ledger: Ledger) -> list[Page]:
    """Return the pages of work that is handed in, which nobody has to do for the course."""
    tasks = files.versions[language].get("hand_ins", []) if apps.is_installed("assessments.assignment") else []
    return [_put_hand_in(task, language, parent, ledger) for task in tasks]


def _put_hand_in(task: HandInText, language: str, parent: Page, ledger: Ledger) -> Page:
    from assessments.assignment.models import HandInPage

    fields: dict[str, object] = {name: value for name, value in task.items() if name not in ("key", "criteria")}
    rubric = []
    for place, criterion in enumerate(task["criteria"]):
        key = ("hand-in", task["key"], place)
        levels = [stored_block("item", level, *key, number) for number, level in enumerate(criterion["levels"])]
        rubric.append(stored_block("criterion", {"text": criterion["text"], "levels": levels}, *key))
    fields |= {"slug": task["key"], "rubric": rubric, "required": False}
    name = named("hand-in", task["key"])
    page: Page = put_page(HandInPage, key=name, language=language, parent=parent, fields=fields, ledger=ledger)
    return page


def put_cases(files: CourseFiles, language: str, parent: Page, ledger: Ledger, *, now: datetime) -> list[Page]:
    """Return the pages of the cases. Raises `BadFile` for one that does not ship with Mafunzo."""
    cases = files.versions[language].get("cases", []) if apps.is_installed("assessments.simulation") else []
    return [_put_case(files, place, language, parent, ledger, now=now) for place, _case in enumerate(cases)]


def _put_case(files: CourseFiles, place: int, language: str, parent: Page, ledger: Ledger, *, now: datetime) -> Page:
    from assessments.casework import case_json, texts_json
    from assessments.casework.definition.case_folder import SHIPPED, open_folder, shipped
    from assessments.simulation.authoring.pages import CasePage

    said = files.versions[language]["cases"][place]
    if said["key"] not in shipped():
        raise BadFile(f"The course “{files.key}”: there is no case “{said['key']}”; there are {', '.join(shipped())}.")
    case = open_folder(SHIPPED / said["key"])
    texts = {code: texts_json(words) for code, words in case.texts.items()}
    structure = _pictured(files, place, case_json(case.case), texts, now=now)
    fields = {name: said[name] for name in ("title", "minutes", "introduction", "wellbeing")} | {
        "slug": said["key"],
        "structure": structure,
        "texts": texts,
        "paths": {"good": _good_path(case, SHIPPED / said["key"])},
        "procedure": str(named("procedure", "generic")),
    }
    key = named("case", said["key"])
    return put_page(CasePage, key=key, language=language, parent=parent, fields=fields, ledger=ledger)


def _pictured(
    files: CourseFiles, place: int, structure: Mapping[str, Any], texts: Mapping[str, Any], *, now: datetime
) -> dict[str, Any]:
    """Return the structure of a case with the pictures of its cards; what they show is added to `texts`."""
    from assessments.simulation.pictures.services import keep

    pictured: dict[str, Any] = deepcopy(dict(structure))
    for language, version in files.versions.items():
        for picture in version["cases"][place].get("pictures", []):
            data = (files.folder / PICTURES / picture["file"]).read_bytes()
            pictured["cards"][picture["card"]]["picture"] = keep(data, now=now)
            texts[language]["cards"][picture["card"]] |= {name: picture[name] for name in ("alt", "credit")}
    return pictured


def _good_path(case: Any, folder: Path) -> dict[str, object]:
    """Return the path on which everybody has everything, without entries that are not possible in it and those of
    exercise control.
    """
    from assessments.simulation.page.choices import EXCON
    from assessments.simulation.page.recorded_paths import result_of

    entries = json.loads((folder / "paths" / "good.json").read_text(encoding="utf-8"))
    log = [entry for entry in entries if entry["seat"] != EXCON]
    seats, refused = result_of(case.case, case.texts[SOURCE], log)
    taken = [entry for number, entry in enumerate(log, 1) if number not in refused]
    return {"language": SOURCE, "log": taken, "seats": seats}
