"""The procedure that ships: the same fifteen steps in each language, which lessons, scenes and cases cite."""

import json

import pytest

from assessments.casework.definition.case_folder import SHIPPED
from assessments.simulation.page.compiler import steps_in
from courses.models import ProcedurePage
from home.curriculum import files
from home.curriculum.procedures import put_procedures
from home.curriculum.schema import BadFile
from home.curriculum.services import load
from home.curriculum.shapes import ProcedureText
from lms.people.directory.choices import Country

FOLDER = files.FOLDER / "procedures"
TEXTS = {file.stem.partition(".")[2]: files.read(file, ProcedureText) for file in FOLDER.glob("generic.*.toml")}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_has_fifteen_steps_each_with_somebody_who_acts_a_limit_and_a_question(language):
    steps = TEXTS[language]["steps"]
    assert [step["number"] for step in steps] == list(range(1, 16))
    assert all(step[name] for step in steps for name in ("title", "who", "limit", "action", "ask"))


def test_its_numbers_are_those_of_the_cases():
    for case in SHIPPED.glob("*/case.json"):
        assert set(steps_in(json.loads(case.read_text()))) <= set(range(1, 16))


def test_what_cites_a_step_cites_one_that_is_there():
    courses = [files.course(key) for key in files.site()["courses"]]
    lessons = [
        block["step"]
        for course in courses
        for lesson in course.source.get("lessons", [])
        for block in lesson["blocks"]
        if block["type"] == "procedure"
    ]
    scenes = [
        scene["step"] for course in courses for one in course.scenarios for scene in one["scenes"] if "step" in scene
    ]
    known = {f"generic#{step['number']}" for step in TEXTS["en"]["steps"]}
    assert len(lessons) >= 6 and len(scenes) >= 6
    assert set(lessons + scenes) <= known


def test_is_loaded_in_its_languages_and_again_without_a_change(db, now):
    load(now=now, only=["tip-1"])
    pages = ProcedurePage.objects.live()
    assert sorted(page.locale.language_code for page in pages) == ["ar", "en", "fr"]
    assert set(pages[0].steps[0].value["national"][0]["countries"]) == set(Country.values)
    assert not any("rocedure" in row for row in load(now=now, only=["tip-1"]).written)


def test_a_translation_with_other_numbers_is_refused(folder, db):
    file = folder / "procedures" / "generic.fr.toml"
    file.write_text(file.read_text().replace("number = 4", "number = 44", 1))
    with pytest.raises(BadFile, match="line 38: 44 has to be 4"):
        put_procedures(folder, {}, {}, None)


def test_a_step_that_lacks_a_text_is_named(folder, db):
    file = folder / "procedures" / "generic.en.toml"
    file.write_text(file.read_text().replace("\nlimit = ", "\nlimits = ", 1))
    with pytest.raises(BadFile, match="line 8: “limit” is missing"):
        put_procedures(folder, {"en": None}, {}, None)
