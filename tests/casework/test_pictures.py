"""Pictures in the file of a case: named by their bytes, read and written, with and without; what is wrong is said."""

import json
import shutil
from base64 import b64encode
from hashlib import sha256

import pytest
from django.core.management import CommandError, call_command

from assessments.casework.checking import check, check_languages
from assessments.casework.definition.case_folder import SHIPPED, open_folder
from assessments.casework.definition.combined_file import combine
from assessments.casework.definition.json_parts import BadCase
from assessments.casework.definition.parsing import read_case
from assessments.casework.definition.pictures import MOST, name_of, names_of, pictures_in
from assessments.casework.definition.serialisation import case_json
from assessments.casework.definition.texts import texts_of

pytestmark = pytest.mark.once

DATA = b"\xff\xd8 a picture"
NAME = sha256(DATA).hexdigest()
FOLDER = SHIPPED / "guesthouse"


@pytest.fixture
def pictured(file):
    """The file of a case whose first card has a picture that comes with it."""
    whole = json.loads(json.dumps(file))
    whole["cards"]["c_call1"] |= {"picture": NAME, "alt": "A telephone", "credit": "Drawn by the academy"}
    return whole | {"pictures": {NAME: b64encode(DATA).decode()}}


def said(found):
    return {(one.what, one.place) for one in found if "picture" in one.what or "alt" in one.what}


def test_a_card_names_it_and_its_words_are_words(pictured):
    case, texts = read_case(pictured), texts_of(pictured)
    assert names_of(case) == (NAME,) == (name_of(DATA),)
    assert read_case(json.loads(json.dumps(case_json(case)))) == case
    assert (texts.of("cards", "c_call1")["alt"], texts.of("cards", "c_call1")["credit"]) == (
        "A telephone",
        "Drawn by the academy",
    )
    assert "telephone" not in json.dumps(case_json(case))


def test_what_is_written_of_a_card_without_one_is_what_it_was(case):
    assert not [card for card in case_json(case)["cards"].values() if "picture" in card]


def test_its_bytes_go_with_the_file_and_come_back(pictured):
    case, texts = read_case(pictured), texts_of(pictured)
    again = json.loads(json.dumps(combine(case, texts, {NAME: DATA})))
    assert pictures_in(again, [NAME]) == {NAME: DATA} and pictures_in(again, []) == {}
    assert pictures_in(combine(case, texts), [NAME]) is None
    assert (read_case(again), texts_of(again)) == (case, texts)


@pytest.mark.parametrize("name", ["a" * 63, "A" * 64, "../../etc/passwd", 7, f"{NAME}\n"])
def test_what_can_be_no_name_is_refused(pictured, name):
    pictured["cards"]["c_call1"]["picture"] = name
    with pytest.raises(BadCase, match=r"cards\.c_call1\.picture"):
        read_case(pictured)


def test_more_than_a_case_may_have_are_refused(pictured):
    for number in range(MOST):
        pictured["cards"][f"n{number}"] = {"picture": sha256(bytes([number])).hexdigest()}
    with pytest.raises(BadCase, match="cards: many"):
        read_case(pictured)


@pytest.mark.parametrize("text", [b64encode(b"other").decode(), "no base64!", 7, None, "A" * 3_000_000])
def test_other_bytes_than_it_names_are_refused(pictured, text):
    pictured["pictures"] = {NAME: text}
    with pytest.raises(BadCase, match=rf"pictures\.{NAME}: picture"):
        pictures_in(pictured, [NAME])


class TestTheChecker:
    def test_names_one_without_words_and_one_that_is_not_there(self, pictured):
        case, texts = read_case(pictured), texts_of(pictured)
        assert said(check(case, texts, plays=1, pictures={NAME})) == set()
        assert said(check(case, texts, plays=1)) == set()
        assert said(check(case, texts, plays=1, pictures=())) == {("no_picture", "cards.c_call1")}
        del pictured["cards"]["c_call1"]["alt"]
        assert said(check(case, texts_of(pictured), plays=1)) == {("no_alt", "cards.c_call1")}

    def test_names_the_language_in_which_words_are_missing(self, pictured):
        case, english = read_case(pictured), texts_of(pictured)
        french = open_folder(FOLDER).texts["fr"]
        found = check_languages(case, {"en": english, "fr": french}, plays=1)
        assert [one.values["language"] for one in found if one.what == "no_alt"] == ["fr"]


class TestTheCommand:
    @pytest.fixture
    def stored(self, tmp_path):
        def store(case):
            path = tmp_path / "case.json"
            path.write_text(json.dumps(case))
            return str(path)

        return store

    def test_checks_and_plays_with_and_without(self, pictured, stored, tmp_path, capsys):
        log = tmp_path / "log.json"
        log.write_text("[]")
        for case in (pictured, {name: part for name, part in pictured.items() if name != "pictures"}):
            call_command("casework", "check", stored(case))
            call_command("casework", "play", stored(case), "--log", str(log), "--json")
        assert "fault" not in capsys.readouterr().out

    def test_joins_those_of_a_folder(self, tmp_path, capsys):
        copy = shutil.copytree(FOLDER, tmp_path / "folder")
        structure = json.loads((copy / "case.json").read_text())
        structure["cards"]["c_call1"]["picture"] = NAME
        (copy / "case.json").write_text(json.dumps(structure))
        (copy / "pictures").mkdir()
        (copy / "pictures" / f"{NAME}.jpg").write_bytes(DATA)
        call_command("casework", "join", str(copy))
        assert pictures_in(json.loads(capsys.readouterr().out), [NAME]) == {NAME: DATA}
        (copy / "pictures" / f"{NAME}.jpg").write_bytes(b"other")
        with pytest.raises(CommandError, match=rf"pictures\.{NAME} is not as it has to be"):
            call_command("casework", "check", str(copy))
