"""`manage.py casework` as somebody at a terminal uses it."""

import json
import shutil

import pytest
from django.core.management import CommandError, call_command

from assessments.casework.definition.case_folder import SHIPPED

from .paths import GUESTHOUSE, path

pytestmark = pytest.mark.once

FOLDER = SHIPPED / "guesthouse"


@pytest.fixture
def log(tmp_path):
    def write(entries):
        file = tmp_path / "log.json"
        file.write_text(json.dumps(entries))
        return str(file)

    return write


def test_the_shipped_case_is_checked(capsys):
    call_command("casework", "check", str(GUESTHOUSE))
    assert capsys.readouterr().out == "Nothing was found.\n"


def test_a_case_with_a_fault_ends_with_an_error(tmp_path, file, capsys):
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(file | {"content_note": ""}))
    with pytest.raises(CommandError, match="faults"):
        call_command("casework", "check", str(broken), "--json")
    assert {"no_content_note"} <= {finding["what"] for finding in json.loads(capsys.readouterr().out)}


def test_a_play_is_given_in_figures(log, capsys):
    call_command("casework", "play", str(GUESTHOUSE), "--log", log(path("papers before people")), "--json")
    printed = capsys.readouterr()
    result = json.loads(printed.out)
    assert set(result) == {"status", "measures", "seats", "team"}
    assert result["status"] == "open" and result["team"] == 8
    assert result["seats"]["prosecutor"] == {"score": pytest.approx(19 / 26), "passed": False, "nevers": ["charge"]}
    assert result["measures"]["danger_at_end"] == 2
    assert "Entry 30 was refused: not_open decision=permit" in printed.err


def test_a_play_goes_on_to_its_end_if_it_is_asked_to(log, capsys):
    call_command("casework", "play", str(GUESTHOUSE), "--log", log([]), "--to-end")
    result = json.loads(capsys.readouterr().out)
    assert result["status"] == "debrief"
    assert result["measures"]["time_to_safety"] is not None
    assert result["views"]["fiu"]["cards"][0]["card"] == "c_wallet"


def test_turns_are_played_in_turns(log, capsys):
    entries = [{"seat": "fiu", "verb": "decide", "data": {"decision": "money", "option": "open", "why": "So"}}]
    entries += [{"seat": "excon", "verb": "tick", "data": {}, "at": 0}] * 6
    call_command("casework", "play", str(GUESTHOUSE), "--log", log(entries), "--json")
    assert json.loads(capsys.readouterr().out)["status"] == "debrief"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "not as it has to be"),
        (b'{"case": "x"}', "ends is not as it has to be"),
        (b" " * (8 * 1024 * 1024 + 1), "larger than 8 MB"),
    ],
)
def test_a_file_that_is_no_case_is_refused_in_a_line(tmp_path, content, message):
    file = tmp_path / "case.json"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        call_command("casework", "check", str(file))


def test_a_file_that_is_no_log_is_refused(log):
    with pytest.raises(CommandError, match=r"log\[0\].verb"):
        call_command("casework", "play", str(GUESTHOUSE), "--log", log([{"seat": "fiu"}]))


def test_a_folder_is_checked_in_all_its_languages(tmp_path, capsys):
    copy = shutil.copytree(FOLDER, tmp_path / "case")
    call_command("casework", "check", str(copy))
    assert "fault" not in capsys.readouterr().out
    french = copy / "fr.json"
    french.write_text(french.read_text().replace('"brief"', '"letter"', 1))
    with pytest.raises(CommandError, match="faults"):
        call_command("casework", "check", str(copy))
    assert "fault: seats.investigator.brief: differs (language fr, number 1)" in capsys.readouterr().out


def test_a_folder_is_played_in_one_of_its_languages(log, capsys):
    call_command("casework", "play", str(FOLDER), "--log", log(path("good")), "--json", "--language", "en")
    english = json.loads(capsys.readouterr().out)
    call_command("casework", "play", str(FOLDER), "--log", log(path("good")), "--json", "--language", "fr")
    french = json.loads(capsys.readouterr().out)
    assert english["seats"]["investigator"]["score"] == 1
    assert french["seats"]["investigator"]["score"] < 1  # its forms are filled in in English
    with pytest.raises(CommandError, match="it has: en, ar, fr"):
        call_command("casework", "play", str(FOLDER), "--log", log([]), "--language", "so")


def test_one_file_is_made_of_a_folder(tmp_path, capsys):
    call_command("casework", "join", str(FOLDER), "--language", "ar")
    one = tmp_path / "guesthouse-ar.json"
    one.write_text(capsys.readouterr().out)
    call_command("casework", "check", str(one))
    assert "fault" not in capsys.readouterr().out


@pytest.mark.parametrize(("name", "content"), [("case.json", "[]"), ("en.json", "[]"), ("en.json", "{")])
def test_what_is_no_folder_of_a_case_is_refused_in_a_line(tmp_path, name, content):
    copy = shutil.copytree(FOLDER, tmp_path / "case")
    (copy / name).write_text(content)
    with pytest.raises(CommandError, match=r"not as it has to be|no JSON"):
        call_command("casework", "check", str(copy))
