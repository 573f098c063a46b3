"""The life of an outside plugin: installed, allowed, switched on at one academy, refused at its neighbour,
uninstalled, installed again.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from .environment import Environment, copy

pytestmark = pytest.mark.once

BUILT_IN = "built-in"
WITH = f"{BUILT_IN},fieldnotes"
Found = dict[str, Any]


@pytest.fixture
def outside(tmp_path, django_db_setup) -> Environment:
    """An environment with the plugin installed, and a database that does not know it."""
    environment = Environment(tmp_path)
    environment.take_a_database()
    environment.install(copy("fieldnotes", tmp_path))
    return environment


def facts(environment: Environment, slug: str, *, allowed: str) -> dict:
    """What `manage.py plugins` says of one plugin."""
    listed = json.loads(environment.well("manage.py", "plugins", "--json", allowed=allowed))
    return next(one for one in listed if one["slug"] == slug)


def test_an_outside_plugin_from_installing_to_installing_it_again(outside):
    known = facts(outside, "fieldnotes", allowed=BUILT_IN)
    assert (known["status"], known["distribution"]) == ("not allowed", "mafunzo-fieldnotes")

    outside.well("manage.py", "migrate", "--verbosity", "0", allowed=WITH)
    outside.well("manage.py", "check", allowed=WITH)
    assert " passed" in outside.contract(outside.folder.parent / "fieldnotes", allowed=WITH)

    acts = ("prepare", "practise", "countersign", "refuse", "switch_to_and_fro", "set_days", "show_the_board", "look")
    prepared, used, signed, refused, switched, settled, board, before, notes, older = outside.act(
        *acts, "take_notes", "look_back", allowed=WITH, MAFUNZO_FIELDNOTES_DAYS="7"
    )
    assert prepared["on"]["Mlima Police Academy"] == {"fieldnotes": True}
    assert prepared["on"]["Pwani Training Campus"] == {}
    assert "fieldnotes_log" in prepared["kinds"]
    _it_was_used_where_it_is_on(used, signed)
    _its_question_was_asked(notes)
    _it_was_refused_where_it_is_off(refused, switched)
    _what_an_older_version_stored_is_read(older)
    assert board == {"shown": {"interviews": 2}, "kept": "private, max-age=60", "refused": [404] * 3, "off": 404}
    assert settled["late"] == [False, True], "as the academy sets it, then as the installation has it"
    _what_was_done_outlives_it(outside, before)


def _what_an_older_version_stored_is_read(found: Found) -> None:
    assert found["numbers"] == [2, 2]
    assert found["notes"][0] == [20, "She told it in her order", "Fewer questions"]
    assert (found["activity"]["status"], found["differs"]) == (200, [])
    assert "She told it in her order" in found["activity"]["text"]
    assert found["types"] == {"fieldnotes_keypoints": 2, "item": 2}
    assert "Caught" in found["answered"]["text"]


def _it_was_used_where_it_is_on(used: Found, signed: Found) -> None:
    assert "At the bus station" in used["lesson"]["text"]
    assert used["before"]["status"] == 200
    assert "Practise 2 interviews" in used["before"]["text"]
    assert "The log is complete" in used["after"]["text"]
    assert (used["script"]["word"], used["script"]["activity"]) == ("stored", {"left": 0})
    assert "The log is complete" in used["script"]["html"]
    assert "Le carnet est complet" in used["french"]["text"]
    assert (used["completed"], used["certified_at_once"]) == ("completed", False), (
        "the filter holds the certificate back"
    )
    assert used["told"] == ["Mlima Police Academy"]
    assert "She told it in her order" in used["list"]["text"]
    assert "Practice interviews" in used["person"]["text"]

    assert '<td class="num" data-label="Interviews">2</td>' in used["cohort"]["text"]
    assert "more/fieldnotes_cohort/" in used["cohort"]["text"]
    assert (used["tab"]["status"], used["tab_of_others"]) == (200, 404)
    assert '<td class="num" data-label="Minutes">55</td>' in used["tab"]["text"]

    assert (signed["neighbour"], signed["get"], signed["instructor"]) == (404, 405, 302)
    assert (signed["held"], signed["freed"]) == (0, 1)
    assert "2 interviews practised" in signed["paper"]
    assert signed["report"]["status"] == 200
    assert "Mlima Police Academy" in signed["report"]["text"]
    assert "Mlima Police Academy,1,2,55,1" in signed["file"]


def _its_question_was_asked(notes: Found) -> None:
    assert "Your notes: 1 key point" in notes["asked"]["text"]
    assert "passport" not in notes["asked"]["text"], "the key is not shown before it is due"
    assert "Caught" in notes["answered"]["text"]
    assert "Her passport was taken away" in notes["answered"]["text"]
    assert notes["neighbour"]["status"] == 503


def _it_was_refused_where_it_is_off(refused: Found, switched: Found) -> None:
    assert "At the bus station" not in refused["lesson"]["text"]
    assert refused["activity"]["status"] == 503
    assert "not switched on at your academy" in refused["activity"]["text"]
    assert (refused["start"], refused["attempts"]) == (503, 0)
    assert refused["told"] == [], "nobody tells it what happened there"
    assert (refused["learner_view"], refused["staff_view"], refused["report"]) == (404, 404, 404)
    assert refused["course"] == 200
    assert "Practice logs" in refused["completion"]
    assert "Mlima Police Academy,1,1,1" in refused["completion"], "one log is too few to be shown"
    assert "Practice interviews" not in refused["person"]

    assert "Pwani Training Campus" in switched["both"], "on again for a while"
    assert "Pwani Training Campus" not in switched["one"]
    assert switched["ran"]
    assert switched["late"] == {"Mlima Police Academy": True, "Pwani Training Campus": False}
    assert switched["activity"] == 503


def _what_was_done_outlives_it(outside: Environment, before: Found) -> None:
    assert (before["activity"]["status"], before["attempts"], before["more"]) == (200, 2, 200)

    outside.uninstall("mafunzo-fieldnotes")
    checked = outside.run("manage.py", "check", allowed=WITH)
    assert checked.returncode != 0
    assert (
        "The plugin “fieldnotes” is not installed. Install its package, or take “fieldnotes” out of MAFUNZO_PLUGINS."
        in checked.stderr
    )
    [without] = outside.act("look", allowed=BUILT_IN)
    assert (without["activity"]["status"], without["lesson"]["status"], without["more"]) == (503, 200, 404)
    assert "your results stay" in without["activity"]["text"]
    assert (without["course"], without["mine"], without["home"]) == (200, 200, 200)
    assert (without["attempts"], without["completed"]) == (before["attempts"], before["completed"]) == (2, 2)
    assert without["report"]["status"] == without["lines"]["status"] == 200
    assert "Person KE-11" in without["lines"]["text"]

    outside.install(copy("fieldnotes", outside.folder))
    [again] = outside.act("look", allowed=WITH)
    assert again["activity"]["status"] == 200
    assert "She told it in her order" in again["activity"]["text"]
    assert "At the bus station" in again["lesson"]["text"]
    [left] = outside.act("leave", allowed=WITH)
    assert sorted(left["there"]) == sorted(["She told it in her order", "They kept her papers.", "Person KE-11"])
    assert left["rows"] == 1, "the log of the plugin is in what is exported"
    assert (left["left"], left["same"], left["differs"]) == ([], True, [])
    assert left["logs"] == 0


def lines_of(folder: Path) -> dict[str, int]:
    files = [file for pattern in ("*.py", "*.html", "*.toml") for file in folder.rglob(pattern)]
    return {file.relative_to(folder).as_posix(): len(file.read_text().splitlines()) for file in files}


def test_the_smallest_plugin_is_written_in_less_than_a_hundred_lines(tmp_path):
    own = copy("pledge", tmp_path)
    assert sum(lines_of(own).values()) < 100, lines_of(own)


@pytest.mark.sweep
def test_the_smallest_plugin_is_installed_and_used(tmp_path, django_db_setup):
    """As docs/extend/plugins.md tells it: write the files, install them where they are, let Django write the migration,
    use it.
    """
    own, allowed = copy("pledge", tmp_path), f"{BUILT_IN},pledge"
    environment = Environment(tmp_path)
    environment.take_a_database()

    environment.install("--editable", own)
    environment.well("manage.py", "makemigrations", "pledge", allowed=allowed)
    environment.well("manage.py", "migrate", "--verbosity", "0", allowed=allowed)
    environment.well("manage.py", "check", allowed=allowed)
    [used] = environment.act("pledge", allowed=allowed)

    assert used["status"] == "completed"
    assert "Signed by Wanjirũ wa Kamau." in used["page"]["text"]
    [gone] = environment.act("sign_off", allowed=allowed)
    assert (gone["there"], gone["left"], gone["same"], gone["differs"]) == (
        ["Person KE-11", "Wanjirũ wa Kamau"],
        [],
        True,
        [],
    )
    assert " passed" in environment.contract(own, allowed=allowed)
