"""Each fault and each warning, planted once in a copy of the shipped case; the case itself has no fault."""

import json

import pytest

from assessments.casework.checking import check, check_languages
from assessments.casework.checking.text_checks import differences
from assessments.casework.definition.case_folder import SHIPPED, open_folder, shipped
from assessments.casework.definition.parsing import read_case
from assessments.casework.definition.texts import texts_of
from assessments.simulation.page.finding_texts import sentence

pytestmark = pytest.mark.once


def found(file: dict, plays: int = 5) -> set[tuple[str, str]]:
    return {(finding.what, finding.place) for finding in check(read_case(file), texts_of(file), plays)}


def planted(file: dict, change) -> dict:
    broken = json.loads(json.dumps(file))
    change(broken)
    return broken


@pytest.mark.parametrize("name", shipped())
def test_nothing_is_found_in_the_shipped_cases(name):
    opened = open_folder(SHIPPED / name)
    assert check_languages(opened.case, opened.texts) == []


def decision(file: dict, id: str) -> dict:
    return next(decision for decision in file["decisions"] if decision["id"] == id)


FAULTS = [
    ("nothing_sets", "injects.j01", lambda f: f["injects"][0].update(when=[["snow", "=", True]])),
    ("nothing_sets", "injects.j01", lambda f: f["injects"][0].update(when=[["d:assess", "=", "pray"]])),
    ("nothing_sets", "forms.request", lambda f: f["forms"][0].update(when=[{"any": [["i:j99", "=", True]]}])),
    ("nothing_sets", "measures.x", lambda f: f["measures"].append({"id": "x", "kind": "fact", "fact": "snow"})),
    ("no_card", "injects.j01", lambda f: f["injects"][0].update(card="c_none")),
    ("unreached_card", "cards.c_new", lambda f: f["cards"].update(c_new={"text": "x"})),
    ("no_seat", "injects.j01", lambda f: f["injects"][0].update(to=["mayor"])),
    ("no_seat", "decisions.assess", lambda f: decision(f, "assess").update(seat="mayor")),
    ("no_seat", "cards.c_trace", lambda f: f["cards"]["c_trace"].update(need=["mayor"])),
    ("no_option", "decisions.assess", lambda f: decision(f, "assess").update(default="pray")),
    ("no_option", "forms.file.custody", lambda f: f["forms"][4]["fields"][5]["key"].update({"is": "perhaps"})),
    ("idle_seat", "seats.mayor", lambda f: f["seats"].update(mayor={"name": "Mayor"})),
    ("one_option", "decisions.boy", lambda f: decision(f, "boy")["options"].__delitem__(slice(1, None))),
    ("no_default", "decisions.boy", lambda f: decision(f, "boy").pop("default")),
    ("nobody_receives", "forms.request", lambda f: f["forms"][0].update(to=[])),
    ("no_feedback", "decisions.boy.nurse", lambda f: decision(f, "boy")["options"][0].pop("feedback")),
    ("no_words", "decisions.boy.nurse", lambda f: decision(f, "boy")["options"][0].pop("text")),
    ("no_words", "seats.fiu", lambda f: f["seats"]["fiu"].pop("name")),
    ("no_key_words", "forms.request.offence", lambda f: f["forms"][0]["fields"][0]["key"].update(words=[])),
    ("no_content_note", "", lambda f: f.pop("content_note")),
    ("no_title", "", lambda f: f.pop("title")),
    ("no_words", "cards.c_boy", lambda f: f["cards"]["c_boy"].update(text="<p> &nbsp;</p>")),
    ("undeclared", "injects.j01", lambda f: f["injects"][0].update(then=[["snow", "set", True]])),
    ("no_number", "injects.j01", lambda f: f["injects"][0].update(then=[["risk", "add", "two"]])),
    ("no_number", "decisions.boy", lambda f: decision(f, "boy").update(when=[["risk", ">=", "three"]])),
    ("no_number", "facts.risk", lambda f: f["facts"]["risk"].update(start="two")),
    ("best_is_mistake", "decisions.boy.nurse", lambda f: decision(f, "boy")["options"][0].update(never=True, marks=9)),
    (
        "contradictory",
        "forms.request.offence",
        lambda f: f["forms"][0]["fields"][0].update(key={"all": ["a"], "none": ["a"]}, type="many", options=["a"]),
    ),
]
WARNINGS = [
    ("never_set", "facts.snow", lambda f: f["facts"].update(snow={})),
    (
        "never_asked",
        "facts.snow",
        lambda f: f["facts"].update(snow={}) or f["injects"][0].update(then=[["snow", "set", True]]),
    ),
    ("never_closes", "decisions.boy", lambda f: [decision(f, "boy").pop(name) for name in ("closes", "default")]),
    ("never_closes", "decisions.boy", lambda f: decision(f, "boy").update(closes=f["ends"])),
    (
        "never_holds",
        "decisions.boy",
        lambda f: decision(f, "boy").update(when=[["risk", ">=", 4], ["risk", "<=", 3]]),
    ),
    ("never_holds", "team.1", lambda f: f["team"][0].update(when=[["found", "=", True], ["found", "!=", True]])),
    ("unearnable", "forms.request", lambda f: f["forms"][0].update(enough=99)),
    ("unearnable", "forms.request.offence", lambda f: f["forms"][0]["fields"][0].pop("key")),
    ("best_is_shortest", "decisions.boy", lambda f: decision(f, "boy")["options"][0].update(text="Yes")),
    (
        "best_repeats",
        "decisions.boy",
        lambda f: (
            decision(f, "boy").update(ask="Whose kitchen window?")
            or decision(f, "boy")["options"][0].update(text="By the kitchen window, with the door closed behind you")
        ),
    ),
    (
        "alike",
        "decisions.boy.room",
        lambda f: decision(f, "boy")["options"].append(decision(f, "boy")["options"][1] | {"id": "room"}),
    ),
    ("card_long", "cards.c_boy", lambda f: f["cards"]["c_boy"].update(text="word " * 121)),
    ("card_again", "cards.c_five", lambda f: f["cards"]["c_five"].update(text=f["cards"]["c_boy"]["text"])),
    ("card_twice", "cards.c_call2", lambda f: f["seats"]["investigator"]["knows"].append("c_call2")),
    ("card_late", "injects.j01", lambda f: f["injects"][0].update(step=2, at=1500)),
    (
        "never_given",
        "injects.j01",
        lambda f: f["injects"][0].update(when=[["found", "=", True], ["found", "=", False]]),
    ),
    ("never_open", "decisions.boy", lambda f: decision(f, "boy").update(when=[["risk", ">=", 99]])),
    ("waits", "seats.labour", lambda f: f["turns"].__setitem__(4, 10080)),
    ("opens_late", "decisions.family", lambda f: f["turns"].__setitem__(4, 10080)),
    ("little_to_do", "seats.labour", lambda f: f["decisions"].remove(decision(f, "second")) or f["forms"].pop(3)),
    ("best_is_longest", "decisions.boy", lambda f: decision(f, "boy")["options"][0].update(text="x" * 200)),
    ("no_marks", "decisions.boy", lambda f: [option.update(marks=0) for option in decision(f, "boy")["options"]]),
    ("no_key", "forms.request", lambda f: [field.pop("key") for field in f["forms"][0]["fields"]]),
    (
        "all_the_same",
        "decisions.boy",
        lambda f: [o.update(then=[], to=[], card="") for o in decision(f, "boy")["options"]],
    ),
    ("short_window", "decisions.boy", lambda f: decision(f, "boy").update(closes=60)),
]


@pytest.mark.parametrize(("what", "place", "change"), FAULTS, ids=[f"{what} {place}" for what, place, _ in FAULTS])
def test_a_fault_is_found_at_its_place(file, what, place, change):
    assert (what, place) in found(planted(file, change))


@pytest.mark.parametrize(("what", "place", "change"), WARNINGS, ids=[f"{what} {place}" for what, place, _ in WARNINGS])
def test_a_warning_is_given_at_its_place(file, what, place, change):
    assert (what, place) in found(planted(file, change), plays=10)


def test_a_step_of_the_procedure_that_is_nowhere_is_named(file):
    def nowhere(broken):
        for part in ("injects", "decisions"):
            broken[part] = [each | {"step": 1} if each["step"] == 15 else each for each in broken[part]]

    steps = [each for each in check(*read(planted(file, nowhere)), plays=1) if each.what == "step_not_met"]
    assert [finding.values for finding in steps] == [{"step": 15}]


def read(file):
    return read_case(file), texts_of(file)


def test_a_decision_with_nothing_but_critical_mistakes_is_a_fault(file):
    broken = planted(file, lambda f: [option.update(never=True) for option in decision(f, "boy")["options"]])
    assert ("only_mistakes", "decisions.boy") in found(broken)


def test_options_that_all_earn_the_same_are_no_giveaway(file):
    found_there = found(planted(file, lambda f: [o.update(marks=2) for o in decision(f, "boy")["options"]]))
    assert not {what for what, place in found_there if what.startswith("best")}


def test_what_is_not_translated_is_named(file):
    other = planted(file, lambda f: f["cards"]["c_boy"].update(text="Elle parle d’un garçon de seize ans peut-être."))
    languages = {"en": texts_of(file), "fr": texts_of(other)}
    untranslated = {one.place for one in check_languages(read_case(file), languages, 0) if one.what == "untranslated"}
    assert "cards.c_call1.text" in untranslated and "cards.c_boy.text" not in untranslated


def test_each_finding_says_its_place_without_an_id(file):
    """Also where the thing has no words: it is known by its number, an inject by the card that it brings."""
    everything = [*FAULTS, *WARNINGS]
    for what, place, change in everything:
        broken = planted(file, change)
        texts = texts_of(broken)
        for one in check(read_case(broken), texts, 1):
            if (one.what, one.place) == (what, place) and place:
                said = sentence(one, texts)
                id = place.split(".")[1]
                unknown = id in ("snow", "mayor", "x", "c_new")  # no more than an id was planted
                assert unknown or (f"“{id}”" not in said and not said.startswith("The case")), said


def test_what_one_language_lacks_is_named(file):
    other = planted(file, lambda f: f["cards"]["c_boy"].pop("text") and decision(f, "boy")["options"].pop())
    assert differences(texts_of(file), texts_of(other)) == [
        "cards.c_boy.text",
        "decisions.boy.talk.feedback",
        "decisions.boy.talk.text",
    ]
