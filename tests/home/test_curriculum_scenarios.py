"""The scenarios of the curriculum: each is sound, its best choice is not given away, and it is played to each end."""

import re

import pytest

from assessments.scenario.checks import findings, reachable
from assessments.scenario.compiler import scenes_of
from assessments.scenario.models import ScenarioPage
from courses.models import Activity
from home.curriculum import files, schema
from home.curriculum.services import load
from home.curriculum.shapes import ScenarioText
from tests.scenario.scenes import paths

from .loaded import in_english_alone, loaded_courses

NAMED = r"\b([A-Z][a-z]+), \d\d\b"
SCENARIOS = {file.stem: files.read(file, ScenarioText) for file in sorted((files.FOLDER / "scenarios").glob("*.toml"))}


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
class TestEach:
    def test_its_best_choice_is_not_given_away_by_its_length_or_its_place(self, scenario):
        scenes = [scene["choices"] for scene in scenario["scenes"] if scene.get("choices")]
        best = [max(choices, key=lambda choice: choice.get("marks", 0)) for choices in scenes]
        for extreme in (max, min):
            given_away = [
                one
                for choices, one in zip(scenes, best, strict=True)
                if extreme(len(choice["text"]) for choice in choices) == len(one["text"])
            ]
            assert len(given_away) <= len(scenes) / 3
        assert len({choices.index(one) for choices, one in zip(scenes, best, strict=True)}) > 1

    def test_has_a_critical_mistake_a_content_note_a_way_out_and_people_whom_its_course_does_not_name(self, scenario):
        assert any(choice.get("never") for scene in scenario["scenes"] for choice in scene.get("choices", []))
        assert scenario["content_note"] and scenario["wellbeing"]
        assert scenario in files.course(scenario["course"]).scenarios
        told = (files.FOLDER / scenario["course"] / "en.toml").read_text()
        assert not set(re.findall(NAMED, str(scenario))) & set(re.findall(NAMED, told))

    def test_every_way_through_ends(self, scenario):
        """Whatever is chosen leads to an end, and no scene comes twice: each way is as long as the scenes at most."""
        ahead = {
            scene["key"]: [choice["goes_to"] for choice in scene.get("choices", [])] for scene in scenario["scenes"]
        }

        def ends(key, met):
            return key not in met and all(ends(following, {*met, key}) for following in set(ahead[key]))

        assert ends(scenario["scenes"][0]["key"], set())


def test_are_released_sound_and_nobody_has_to_do_them(db, now):
    courses = ("som-2", "tip-6", "tip-1", "refresher")  # the first two as test_curriculum.py keeps them
    assert {scenario["course"] for scenario in SCENARIOS.values()} <= set(courses)
    loaded_courses(*courses, now=now)
    pages = list(ScenarioPage.objects.all())
    assert len(pages) == len(SCENARIOS) > 0
    for page in pages:
        scenes = scenes_of(page)
        assert findings(scenes) == []
        assert reachable(scenes) == {scene.id for scene in scenes}
        assert paths(scenes) > len(scenes)
    entries = Activity.objects.filter(kind="scenario")
    assert entries.count() == len(pages)


def test_a_choice_that_leads_nowhere_is_named(db, now, folder):
    in_english_alone(folder / "tip-6")
    file = folder / "scenarios" / "charge-sheet.toml"
    file.write_text(file.read_text().replace('goes_to = "rooms"', 'goes_to = "nowhere"', 1))
    with pytest.raises(schema.BadFile, match=r"charge-sheet\.toml, line \d+: .*leads to “nowhere”"):
        load(now=now, only=["tip-6"], folder=folder)
