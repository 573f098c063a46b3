"""The JSON of a case: read, written, and refused with its place."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from assessments.casework.definition.json_parts import BadCase
from assessments.casework.definition.parsing import read_case
from assessments.casework.definition.serialisation import case_json
from assessments.casework.definition.texts import read_texts, texts_json, texts_of
from assessments.casework.logs import play_log, read_log
from assessments.casework.marking import mark
from tests.examples import examples

pytestmark = pytest.mark.once


def test_a_case_that_is_written_is_read_as_it_was(case):
    assert read_case(json.loads(json.dumps(case_json(case)))) == case


def test_its_order_stays_where_names_are_kept_in_another_one(case):
    assert read_case(json.loads(json.dumps(case_json(case), sort_keys=True))) == case


def test_what_is_not_in_its_order_comes_last_and_what_is_gone_is_passed_over(case):
    first, *others = case_json(case)["order"]["seats"]
    definition = case_json(case) | {"order": {"seats": [*others, "gone"]}}
    assert [seat.id for seat in read_case(definition).seats] == [*others, first]
    with pytest.raises(BadCase):
        read_case(case_json(case) | {"order": [first]})


def test_words_are_kept_apart(texts, file):
    assert texts.of("seats", "fiu")["name"] == "Financial intelligence analyst"
    assert texts.of("decisions", "assess")["options"]["joint"]["text"] == file["decisions"][0]["options"][0]["text"]
    assert texts.of("forms", "request")["fields"]["offence"]["words"] == [["traffick"]]
    assert texts.of("forms", "nothing") == {}
    assert read_texts(json.loads(json.dumps(texts_json(texts)))) == texts


@pytest.mark.parametrize(
    ("change", "place", "why"),
    [
        (lambda file: file.pop("case"), "case", "text"),
        (lambda file: file.update(ends=0), "ends", "minutes"),
        (lambda file: file.update(ends=True), "ends", "minutes"),
        (lambda file: file.update({"pass": 7}), "pass", "share"),
        (lambda file: file.update(injects={}), "injects", "list"),
        (lambda file: file.update(seats=[]), "seats", "mapping"),
        (lambda file: file["injects"][2].update(delay=-1), "injects[2].delay", "minutes"),
        (lambda file: file["injects"][0].update(when=[["risk", "<", 3]]), "injects[0].when[0]", "three"),
        (lambda file: file["injects"][0].update(when=[["risk", "=", []]]), "injects[0].when[0]", "value"),
        (lambda file: file["injects"].append(file["injects"][0]), "injects[15].id", "twice"),
        (lambda file: file["decisions"][0]["options"].append({"id": "go"}), "decisions[0].options", "twice"),
        (lambda file: file["forms"][0]["fields"][0].update(type="magic"), "forms[0].fields[0].type", "choice"),
        (lambda file: file["forms"][0]["fields"][0].update(key={"luck": 1}), "forms[0].fields[0].key", "key"),
        (lambda file: file["facts"]["risk"].update(low=float("nan")), "facts.risk.low", "number"),
        (lambda file: file.update(facts={str(n): {} for n in range(501)}), "facts", "many"),
    ],
)
def test_an_error_in_a_case_names_its_place(file, change, place, why):
    broken = json.loads(json.dumps(file))
    change(broken)
    with pytest.raises(BadCase) as bad:
        read_case(broken)
    assert (bad.value.place, bad.value.why) == (place, why)


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
PARTS = some.sampled_from(
    ["seats", "facts", "cards", "injects", "decisions", "forms", "team", "measures", "turns", "ends"]
)


@given(part=PARTS, data=JSON)
@settings(max_examples=examples(150), deadline=None)
def test_whatever_stands_in_a_file_is_read_or_refused(part, data):
    file = {"case": "x", "ends": 10, "seats": {"a": {}}, part: data}
    with suppress(BadCase):
        read_case(file)
    texts_of(file)


@given(data=JSON)
@settings(max_examples=examples(100), deadline=None)
def test_whatever_stands_in_a_log_is_followed_or_refused(live, texts, data):
    log = [
        {"seat": seat, "verb": verb, "data": data, "at": 5}
        for seat, verb in [
            ("fiu", "decide"),
            ("investigator", "send"),
            ("excon", "fire"),
            ("excon", "say"),
            ("fiu", "say"),
        ]
    ]
    try:
        entries = read_log(log)
    except BadCase:
        return
    play_log(live, texts, entries)


@pytest.mark.parametrize(
    ("field", "value", "earns"),
    [
        ("offence", "TRAFFICKING", True),
        ("offence", "smuggling", False),
        ("offence", None, False),
        ("want", " ", False),
        ("want", "All of it", True),
    ],
)
def test_a_field_is_marked_by_its_key(case, texts, field, value, earns):
    assert bool(mark(case.forms[0], texts, {field: value})[field]) is earns


def test_choices_are_marked_by_what_has_to_be_among_them(case, texts):
    referral = case.forms[1]
    right = {"people": ["Sami", "Hana", "Mulu", "Yonas", "Idris"], "children": ["Mulu", "Sami", "Hana"], "story": ""}
    marks = mark(referral, texts, right)
    assert (marks["people"], marks["children"], marks["story"]) == (1, 0, 1)
    assert mark(referral, texts, {"story": "All that was done to her"})["story"] == 0
