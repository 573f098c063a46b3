"""Each fault and each warning, planted once in a copy of the shipped case; the case itself has no fault."""

import json

import pytest

from assessments.casework.checking import FAULT, check
from assessments.casework.checking.text_checks import differences
from assessments.casework.definition.parsing import read_case
from assessments.casework.definition.texts import texts_of


def found(file: dict, plays: int = 5) -> set[tuple[str, str]]:
    return {(finding.what, finding.place) for finding in check(read_case(file), texts_of(file), plays)}


def planted(file: dict, change) -> dict:
    broken = json.loads(json.dumps(file))
    change(broken)
    return broken


def test_the_shipped_case_has_no_fault_and_little_to_ask(case, texts):
    findings = check(case, texts)
    assert [finding for finding in findings if finding.level == FAULT] == []
    assert {finding.what for finding in findings} <= {"short_window", "never_asked"}


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
]
WARNINGS = [
    ("never_set", "facts.snow", lambda f: f["facts"].update(snow={})),
    ("never_asked", "facts.ready", lambda f: None),
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


def test_what_one_language_lacks_is_named(file):
    other = planted(file, lambda f: f["cards"]["c_boy"].pop("text") and decision(f, "boy")["options"].pop())
    assert differences(texts_of(file), texts_of(other)) == [
        "cards.c_boy.text",
        "decisions.boy.talk.feedback",
        "decisions.boy.talk.text",
    ]
