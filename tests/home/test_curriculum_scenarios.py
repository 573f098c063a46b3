"""The scenarios of the curriculum: each is sound, its best choice is not given away, and it is played to each end."""

import re

import pytest

from assessments.scenario.checks import findings, reachable
from assessments.scenario.compiler import scenes_of
from assessments.scenario.models import ScenarioPage
from courses.models import Activity
from home.curriculum import files
from home.curriculum.services import load
from tests.scenario.scenes import paths

from .loaded import in_english_alone, loaded_courses

KEYS = sorted(file.stem for file in (files.FOLDER / "scenarios").glob("*.toml"))


@pytest.fixture(params=KEYS)
def scenario(request):
    return files.read(files.FOLDER / "scenarios" / f"{request.param}.toml")


def texts(scene):
    return [choice["text"] for choice in scene["choices"]]


def best(scene):
    return max(scene["choices"], key=lambda choice: choice.get("marks", 0))


def test_there_are_scenarios():
    assert KEYS


def test_names_a_course_of_the_curriculum(scenario):
    assert scenario in files.course(scenario["course"]).scenarios


@pytest.mark.parametrize("extreme", [max, min])
def test_neither_the_longest_nor_the_shortest_choice_is_often_the_best(scenario, extreme):
    scenes = [scene for scene in scenario["scenes"] if scene.get("choices")]
    given_away = [scene for scene in scenes if extreme(map(len, texts(scene))) == len(best(scene)["text"])]
    assert len(given_away) <= len(scenes) / 3


def test_the_best_choice_does_not_stand_in_one_place(scenario):
    places = {scene["choices"].index(best(scene)) for scene in scenario["scenes"] if scene.get("choices")}
    assert len(places) > 1


def test_has_a_critical_mistake_a_content_note_and_a_way_out(scenario):
    assert any(choice.get("never") for scene in scenario["scenes"] for choice in scene.get("choices", []))
    assert scenario["content_note"] and scenario["wellbeing"]


def test_names_nobody_whom_the_course_beside_it_names(scenario):
    told = files.FOLDER / scenario["course"] / "en.toml"
    names = set(re.findall(r"\b([A-Z][a-z]+), \d\d\b", str(scenario)))
    assert not names & set(re.findall(r"\b([A-Z][a-z]+), \d\d\b", told.read_text()))


def test_are_released_sound_and_nobody_has_to_do_them(db, now):
    courses = ("som-2", "tip-6", "tip-1")  # the first two as test_curriculum.py keeps them
    assert set(courses) == set(files.site()["courses"])
    loaded_courses(*courses, now=now)
    pages = list(ScenarioPage.objects.all())
    assert len(pages) == len(KEYS)
    for page in pages:
        scenes = scenes_of(page)
        assert findings(scenes) == []
        assert reachable(scenes) == {scene.id for scene in scenes}
        assert paths(scenes) > len(scenes)
    entries = Activity.objects.filter(kind="scenario")
    assert entries.count() == len(pages)


def test_every_way_through_ends(scenario):
    """Whatever is chosen leads to an end, and no scene comes twice: so each way is as long as the scenes at most."""
    ahead = {scene["key"]: [choice["goes_to"] for choice in scene.get("choices", [])] for scene in scenario["scenes"]}

    def ends(key, met):
        return key not in met and all(ends(following, {*met, key}) for following in set(ahead[key]))

    assert ends(scenario["scenes"][0]["key"], set())


def test_a_choice_that_leads_nowhere_is_named(db, now, folder):
    in_english_alone(folder / "tip-6")
    file = folder / "scenarios" / "charge-sheet.toml"
    file.write_text(file.read_text().replace('goes_to = "rooms"', 'goes_to = "nowhere"', 1))
    with pytest.raises(files.BadFile, match="leads to “nowhere”"):
        load(now=now, only=["tip-6"], folder=folder)
