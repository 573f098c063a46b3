"""The procedure that ships: the same fifteen steps in each language, which lessons, scenes and cases cite."""

import json

import pytest

from assessments.casework.definition.case_folder import SHIPPED
from assessments.questions.types.form.marking import FieldKey, share
from assessments.simulation.page.compiler import steps_in
from courses.models import PaperPage, ProcedurePage
from home.curriculum import files
from home.curriculum.procedures import put_procedures
from home.curriculum.schema import BadFile
from home.curriculum.services import load
from home.curriculum.shapes import PaperText, ProcedureText
from lms.people.directory.countries import countries

FOLDER = files.FOLDER / "procedures"
TEXTS = {file.stem.partition(".")[2]: files.read(file, ProcedureText) for file in FOLDER.glob("generic.*.toml")}


def _asked(course):
    return [one for part in ("quiz", "exercise") if part in course for one in course[part]["questions"]]


def _of_forms(version):
    forms = (question for question in _asked(version) if question["kind"] == "form")
    return [one for question in forms for one in question["body"]["asked"]]


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
    questions = [one["step"] for course in courses for one in _asked(course.source) if "step" in one]
    known = {f"generic#{step['number']}" for step in TEXTS["en"]["steps"]}
    assert min(len(lessons), len(scenes), len(questions)) >= 6
    assert set(lessons + scenes + questions) <= known


def test_is_loaded_in_its_languages_and_again_without_a_change(db, now):
    load(now=now, only=["tip-1"])
    pages = ProcedurePage.objects.live()
    assert sorted(page.locale.language_code for page in pages) == ["ar", "en", "fr"]
    assert set(pages[0].steps[0].value["national"][0]["countries"]) == set(countries())
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


PAPERS = sorted(file.name.partition(".")[0] for file in files.FOLDER.glob("papers/*.en.toml"))


def test_seven_forms_ship_whose_fields_questions_and_cases_name():
    assert len(PAPERS) == 7
    fields = {
        f"{slug}#{field['name']}"
        for slug in PAPERS
        for field in files.read(files.FOLDER / "papers" / f"{slug}.en.toml", PaperText)["fields"]
        if "name" in field
    }
    asked = [one["field"] for key in files.site()["courses"] for one in _of_forms(files.course(key).source)]
    cases = [
        form.get("paper") for case in SHIPPED.glob("*/case.json") for form in json.loads(case.read_text())["forms"]
    ]
    assert asked and set(asked) <= fields
    assert set(filter(None, cases)) <= set(PAPERS) and any(cases)


@pytest.mark.parametrize("key", files.site()["courses"])
def test_the_specimen_of_a_written_field_is_right_by_its_own_key(key):
    versions = files.course(key).versions
    for language, asked in ((one, asked) for one in versions for asked in _of_forms(versions[one])):
        slug, _, name = asked["field"].partition("#")
        fields = files.read(files.FOLDER / "papers" / f"{slug}.{language}.toml", PaperText)["fields"]
        field = next(one for one in fields if one.get("name") == name)
        if asked["expected"] and field["type"] in ("text", "long"):
            right: FieldKey = {"type": field["type"], "expected": asked["expected"].split("\n"), "points": 1}
            assert share(right, asked["specimen"]) == 1, (language, asked)


def test_forms_are_loaded_and_printed_in_their_languages(db, client, now):
    load(now=now, only=["tip-1"])
    assert PaperPage.objects.live().count() == 21
    for slug in PAPERS:
        assert client.get(f"/forms/{slug}/").status_code == 200
    assert client.get("/forms/nothing/").status_code == 404
    assert "الإحالة" in client.get("/forms/referral/", headers={"accept-language": "ar"}).content.decode()
