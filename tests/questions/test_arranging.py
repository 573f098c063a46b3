"""Matching, ordering and classification: marking as a law, and what each type takes, keeps and shows."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.questions.types.marking import assignment
from assessments.questions.types.ordering import marking as ordering
from assessments.questions.types.shared.shuffled_parts import mixed, repeated
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.question import questions

pytestmark = pytest.mark.once

NAMES = [*"abcdef"]
right_choices = st.dictionaries(st.sampled_from(NAMES), st.sampled_from("xyz"), min_size=1)
right_orders = st.permutations(NAMES).flatmap(lambda names: st.integers(2, 6).map(lambda count: names[:count]))
given_places = st.dictionaries(st.sampled_from(NAMES), st.integers(1, 6))


def places_of(order):
    return {item: place for place, item in enumerate(order, start=1)}


@pytest.mark.parametrize("scoring", assignment.SCORINGS)
@given(right=right_choices, response=st.dictionaries(st.sampled_from([*NAMES, "?"]), st.sampled_from("xyz?")))
def test_assigning_earns_a_fraction_all_of_it_when_right_and_nothing_when_empty(scoring, right, response):
    mark = assignment.SCORINGS[scoring]
    assert 0 <= mark(right, response) <= 1
    assert (mark(right, response) == 1) == (right.items() <= response.items())
    assert mark(right, right) == 1 and mark(right, {}) == 0


def test_each_item_earns_its_share():
    assert assignment.each({"a": "x", "b": "y", "c": "x", "d": "x"}, {"a": "x", "b": "x", "c": "x"}) == 0.5
    assert assignment.all_or_nothing({"a": "x", "b": "y"}, {"a": "x"}) == 0.0


@pytest.mark.parametrize("scoring", ordering.SCORINGS)
@given(right=right_orders, response=given_places)
def test_ordering_earns_a_fraction_all_of_it_when_right_and_nothing_when_empty(scoring, right, response):
    mark = ordering.SCORINGS[scoring]
    assert 0 <= mark(right, response) <= 1
    assert mark(right, places_of(right)) == 1 and mark(right, {}) == 0
    assert mark(right, places_of(reversed(right))) == 0
    if mark(right, response) == 1:
        assert {item: response[item] for item in right}.items() >= places_of(right).items() or scoring == "pairwise"


@pytest.mark.parametrize(
    ("order", "run", "in_order"),
    [
        ("abcd", 1, 1),
        ("bcda", 3 / 4, 3 / 6),
        ("cdab", 2 / 4, 2 / 6),
        ("acbd", 0, 5 / 6),
        ("badc", 0, 4 / 6),
        ("bcad", 2 / 4, 4 / 6),
        ("dcba", 0, 0),
    ],
)
def test_an_order_that_is_partly_right(order, run, in_order):
    assert ordering.run("abcd", places_of(order)) == run
    assert ordering.in_order("abcd", places_of(order)) == pytest.approx(in_order)
    assert ordering.exact("abcd", places_of(order)) == (1 if order == "abcd" else 0)


def test_what_an_order_leaves_open_earns_nothing():
    assert ordering.in_order("abc", {"a": 1, "b": 1, "c": 2}) == pytest.approx(2 / 3)
    assert ordering.run("abc", {"a": 1, "b": 1, "c": 2}) == 0
    assert ordering.run("abcd", {"c": 3, "d": 4}) == 0.5
    assert ordering.exact("abc", {"a": 1, "b": 2}) == 0


@given(st.lists(st.text(max_size=6), unique=True))
def test_a_mixed_order_has_the_same_names_and_is_not_the_written_one(names):
    found = mixed(names)
    assert sorted(found) == sorted(names)
    assert len(names) < 2 or found != names


def test_texts_are_the_same_that_say_the_same():
    assert repeated(["<p>A &amp; B</p>", "<b>A</b> &amp; B", "C", "<img alt='x'>", "<img alt='y'>"]) == ["A & B"]


texts = st.text("abc <>&é", min_size=1, max_size=8).map(
    lambda text: f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>"
)
plains = st.text("abc <>&é", min_size=1, max_size=8)
items = st.lists(texts, max_size=4).map(lambda found: [{"id": f"i{at}", "text": text} for at, text in enumerate(found)])
pairs = st.lists(st.tuples(texts, plains), max_size=4).map(
    lambda found: [{"id": f"p{at}", "text": text, "match": match} for at, (text, match) in enumerate(found)]
)
extras = st.lists(plains, max_size=3).map(
    lambda found: [{"id": f"x{at}", "match": match} for at, match in enumerate(found)]
)


def numbered(groups):
    """Items of several groups with ids that are unique among all of them."""
    return [
        [{"id": f"i{at}-{place}", "text": text, "feedback": feedback} for place, (text, feedback) in enumerate(group)]
        for at, group in enumerate(groups)
    ]


@st.composite
def classifications(draw):
    *groups, rest = numbered(
        draw(st.lists(st.lists(st.tuples(texts, st.just("") | texts), max_size=3), min_size=1, max_size=4))
    )
    bins = [{"id": f"b{at}", "text": draw(plains), "items": group} for at, group in enumerate(groups)]
    return {"bins": bins, "extras": rest, "scoring": draw(st.sampled_from(["each", "all"]))}


bodies = {
    "matching": st.fixed_dictionaries({"pairs": pairs, "extras": extras, "scoring": st.sampled_from(["each", "all"])}),
    "ordering": st.fixed_dictionaries({"items": items, "scoring": st.sampled_from(["exact", "run", "pairwise"])}),
    "classification": classifications(),
}


@pytest.mark.parametrize("slug", bodies)
@given(data=st.data(), seed=st.none() | st.integers(0, 99))
def test_whatever_is_sent_is_kept_and_shown_again_or_refused(slug, data, seed):
    kind, body = questions.get(slug), data.draw(bodies[slug])
    parts = kind.split(body)
    order = kind.order(parts.shown, chance=None if seed is None else Random(seed))
    names = order if isinstance(order, list) else order["items"]
    sent = data.draw(
        st.dictionaries(
            st.sampled_from([*names, "?"]), st.lists(st.sampled_from(["", "1", "2", "3", "4", "x"]), max_size=2)
        )
    )
    try:
        response = kind.read(sent, order=order)
    except InvalidAnswer as error:
        assert str(error)
    else:
        field = "place" if slug == "ordering" else "chosen"
        rows = kind.context(parts.shown, order=order, response=response)["rows"]
        assert {row["id"]: [str(row[field])] for row in rows if row[field]} == {
            name: sent[name] for name in sent if sent[name] != [""]
        }
        assert 0 <= kind.mark(parts.key, response) <= 1


MATCHING = {
    "pairs": [
        {"id": "p1", "text": "Force", "match": "Means"},
        {"id": "p2", "text": "Fraud", "match": "Means"},
        {"id": "p3", "text": "Recruitment", "match": "Act"},
    ],
    "extras": [{"id": "p4", "match": "Purpose"}],
    "scoring": "each",
}
CLASSIFICATION = {
    "bins": [
        {"id": "b1", "text": "Act", "items": [{"id": "i1", "text": "Transport", "feedback": "It moves."}]},
        {"id": "b2", "text": "Means", "items": [{"id": "i2", "text": "Force", "feedback": ""}]},
    ],
    "extras": [{"id": "i3", "text": "Consent", "feedback": "It is irrelevant."}],
    "scoring": "each",
}
ORDERING = {
    "items": [{"id": f"i{at}", "text": text} for at, text in enumerate(("Identify", "Refer", "Protect"))],
    "scoring": "pairwise",
}


def test_the_same_match_is_one_choice_and_the_choices_come_by_alphabet():
    kind = questions.get("matching")
    parts = kind.split(MATCHING)
    order = kind.order(parts.shown, chance=None)
    assert [choice["text"] for choice in kind.context(parts.shown, order=order, response={})["choices"]] == [
        "Act",
        "Means",
        "Purpose",
    ]
    assert kind.mark(parts.key, kind.read({"p1": ["2"], "p2": ["2"], "p3": ["3"]}, order=order)) == pytest.approx(2 / 3)


def test_an_attempt_is_read_in_another_language_in_which_other_matches_are_the_same():
    kind = questions.get("matching")
    french = {**MATCHING, "pairs": [{**pair, "match": f"Moyen {pair['id']}"} for pair in MATCHING["pairs"]]}
    order = kind.order(kind.split(MATCHING).shown, chance=Random(4))
    item = kind.context(kind.split(french).shown, order=order, response={})
    assert sorted(choice["text"] for choice in item["choices"]) == ["Moyen p1", "Moyen p3", "Purpose"]


def test_neither_names_nor_their_order_say_what_is_right():
    matching, ordering, classification = (
        questions.get(slug).split(body)
        for slug, body in (("matching", MATCHING), ("ordering", ORDERING), ("classification", CLASSIFICATION))
    )
    assert not set(matching.shown["choices"]) & {"p1", "p2", "p3", "p4"}
    assert [item["id"] for item in ordering.shown["items"]] != ordering.key["order"]
    assert [item["id"] for item in classification.shown["items"]] != ["i1", "i2", "i3"]


def test_nothing_belongs_in_a_bin_only_where_there_is_such_a_thing():
    kind = questions.get("classification")
    parts = kind.split(CLASSIFICATION)
    order = kind.order(parts.shown, chance=None)
    item = kind.context(
        parts.shown, order=order, response=kind.read({"i3": ["3"]}, order=order), key=parts.key, reveal=parts.reveal
    )
    assert [choice["text"] for choice in item["choices"]] == ["Act", "Means", "None of them"]
    rows = {row["id"]: row for row in item["rows"]}
    assert rows["i3"]["look"] == "correct yours" and rows["i3"]["feedback"] == "It is irrelevant."
    assert rows["i1"]["right"] == "Act" and rows["i1"]["look"] == ""
    without = kind.split({**CLASSIFICATION, "extras": []}).shown
    assert kind.order(without, chance=None)["choices"] == ["b1", "b2"]


def test_an_order_given_halfway_is_kept_as_it_is_and_its_clash_is_said():
    kind = questions.get("ordering")
    parts = kind.split(ORDERING)
    response = kind.read({"i0": ["2"], "i1": ["2"], "i2": [""]}, order=["i2", "i0", "i1"])
    assert response == {"i0": 2, "i1": 2}
    assert kind.context(parts.shown, order=["i2", "i0", "i1"], response=response)["crowded"] is True
    closed = kind.context(parts.shown, order=["i2", "i0", "i1"], response=response, key=parts.key, reveal={})
    assert [(row["id"], row["look"]) for row in closed["rows"]] == [
        ("i0", "incorrect yours"),
        ("i1", "correct yours"),
        ("i2", ""),
    ]


@pytest.mark.parametrize(
    ("slug", "body", "words"),
    [
        ("matching", {"pairs": MATCHING["pairs"][:1], "extras": [], "scoring": "all"}, "at least two pairs"),
        ("matching", {"pairs": MATCHING["pairs"][:2], "extras": [], "scoring": "all"}, "the same match"),
        ("matching", {**MATCHING, "extras": [{"id": "x", "match": "Act"}]}, "choice already"),
        ("matching", {**MATCHING, "extras": [{"id": "x", "match": " "}]}, "what belongs to each text"),
        (
            "matching",
            {**MATCHING, "pairs": [*MATCHING["pairs"], {"id": "p9", "text": "<b>Force</b>", "match": "Act"}]},
            "“Force” stands in",
        ),
        ("ordering", {"items": ORDERING["items"][:1], "scoring": "run"}, "at least two items"),
        (
            "ordering",
            {"items": [*ORDERING["items"], {"id": "z", "text": "<p>Refer</p>"}], "scoring": "run"},
            "“Refer” stands there several",
        ),
        ("classification", {"bins": CLASSIFICATION["bins"][:1], "extras": [], "scoring": "all"}, "at least two bins"),
        ("classification", {**CLASSIFICATION, "bins": [{"id": "b1", "text": "Act", "items": []}]}, "at least one item"),
        ("classification", {**CLASSIFICATION, "bins": CLASSIFICATION["bins"] * 2}, "called “Act”"),
        (
            "classification",
            {**CLASSIFICATION, "extras": [{"id": "x", "text": "Force", "feedback": ""}]},
            "“Force” stands there several",
        ),
    ],
)
def test_a_question_that_cannot_be_used_says_what_to_mend(slug, body, words):
    assert any(words in problem for problem in questions.get(slug).problems(body))
