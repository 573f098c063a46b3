"""What answering at random earns, against every answer that there is."""

from itertools import chain, combinations, permutations, product
from statistics import fmean

import pytest

from assessments.questions.types.marking import assignment, choice, guess_score
from assessments.questions.types.ordering import marking as ordering
from lms.foundation.plugins.question import IN_PART, questions

from . import typed

pytestmark = pytest.mark.once


def subsets(names):
    return chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))


@pytest.mark.parametrize("scoring", ["all", "difference", "weights"])
@pytest.mark.parametrize(
    "fractions",
    [
        {"a": 1.0, "b": 0.0},
        {"a": 0.5, "b": 0.5, "c": 0.0, "d": 0.0},
        {"a": 0.33333, "b": 0.33333, "c": 0.33333, "d": -0.5, "e": -0.25},
        {"a": 1.0, "b": 1.0, "c": 1.0},
        {"a": 0.0, "b": -1.0},
    ],
)
def test_several_choices(scoring, fractions):
    every = [choice.SCORINGS[scoring](fractions, list(chosen)) for chosen in subsets(fractions)]
    assert guess_score.several(fractions, scoring) == pytest.approx(fmean(every), abs=1e-9)


def test_many_options_take_no_time_and_no_room():
    alike = {str(number): (0.1 if number < 10 else -0.1) for number in range(40)}
    assert 0 < guess_score.several(alike, "weights") < guess_score.several(alike, "difference") + 1
    apart = {str(number): 0.5**number for number in range(40)}
    assert guess_score.several(apart, "weights") is None


@pytest.mark.parametrize("scoring", ["exact", "run", "pairwise"])
@pytest.mark.parametrize("number", [2, 3, 4, 5, 6])
def test_the_guess_score_of_an_order_is_the_mean_of_all_orders(scoring, number):
    right = [str(item) for item in range(number)]
    every = [
        ordering.SCORINGS[scoring](right, {item: place for place, item in enumerate(one, start=1)})
        for one in permutations(right)
    ]
    assert guess_score.order(number, scoring) == pytest.approx(fmean(every), abs=1e-12)


@pytest.mark.parametrize("scoring", ["each", "all"])
def test_the_guess_score_of_matching_is_the_mean_of_all_assignments(scoring):
    right = {"a": "x", "b": "x", "c": "y"}
    every = [
        assignment.SCORINGS[scoring](right, dict(zip(right, chosen, strict=True)))
        for chosen in product("xyz", repeat=3)
    ]
    assert guess_score.assigning(3, 3, scoring) == pytest.approx(fmean(every))


def guess(kind: str, body: dict) -> float | None:
    socket = questions.get(kind)
    parts = socket.split(body)
    return socket.guess(parts.key, order=socket.order(parts.shown, chance=None))


def options(*fractions: float) -> list[dict]:
    return [
        {"id": str(number), "text": f"<p>{number}</p>", "fraction": one, "feedback": ""}
        for number, one in enumerate(fractions)
    ]


class TestTypes:
    def test_one_of_several_options(self):
        assert guess("single", {"options": options(1.0, 0.0, 0.0, 0.5)}) == 0.375
        assert guess("truefalse", {"options": options(1.0, 0.0)}) == 0.5

    def test_less_than_nothing_is_nothing(self):
        assert guess("single", {"options": options(1.0, 0.0, 0.0, -0.2)}) == 0.25

    def test_the_guess_score_of_three_options_all_or_nothing_is_an_eighth(self):
        assert guess("multiple", {"options": options(1.0, 0.0, 0.0), "scoring": "all"}) == 0.125

    def test_matching_and_classification(self):
        pairs = [{"id": name, "text": name, "match": match} for name, match in (("a", "x"), ("b", "y"), ("c", "x"))]
        assert guess(
            "matching", {"pairs": pairs, "extras": [{"id": "e", "match": "z"}], "scoring": "each"}
        ) == pytest.approx(1 / 3)
        bins = [
            {"id": name, "text": name, "items": [{"id": f"{name}1", "text": name, "feedback": ""}]}
            for name in ("p", "q")
        ]
        extras = [{"id": "n", "text": "n", "feedback": ""}]
        assert guess("classification", {"bins": bins, "extras": extras, "scoring": "all"}) == pytest.approx(
            (1 / 3) ** 3
        )

    def test_what_is_typed_earns_nothing(self):
        assert {guess("shorttext", typed.SHORT), guess("numerical", typed.NUMBERS)} == {0}
        assert guess("gapfill", typed.gapfill("typed")) == 0

    @pytest.mark.parametrize("mode", ["list", "drag"])
    def test_gaps_that_are_chosen(self, mode):
        body = typed.gapfill(mode)
        socket = questions.get("gapfill")
        parts = socket.split(body)
        order = socket.order(parts.shown, chance=None)
        offered = [order["choices"][gap] if mode == "list" else order["pool"] for gap in order["gaps"]]
        every = [socket.mark(parts.key, dict(zip(order["gaps"], chosen, strict=True))) for chosen in product(*offered)]
        assert 0 < guess("gapfill", body) == pytest.approx(fmean(every))

    def test_places_in_a_picture(self):
        regions = [
            {**one, "shape": "rect", "coords": [0, 0, 1, 1], "label": one["id"]} for one in options(1.0, 0.0, 0.0)
        ]
        body = {"image": 1, "alt": "", "regions": regions, "several": False}
        assert guess("hotspot", body) == 0.25, "the three regions, and somewhere else"
        assert guess("hotspot", {**body, "several": True}) == 0.5

    def test_of_people_and_opinions_nobody_can_say(self):
        assert guess("freetext", ESSAY) is None
        assert guess("rating", RATING) is None


ESSAY = {"words_min": None, "words_max": None, "lines": 5, "model": "", "rubric": []}
RATING = {"statements": [{"id": "a", "text": ""}], "points": 5, "low": "no", "high": "yes"}


class TestPicks:
    def test_each_part_has_choices_of_its_own(self):
        pairs = [
            {"id": "a", "text": "<p>Kenya</p>", "match": "Nairobi"},
            {"id": "b", "text": "Uganda", "match": "K & P"},
        ]
        socket = questions.get("matching")
        parts = socket.split({"pairs": pairs, "extras": [], "scoring": "each"})
        right = parts.key["right"]
        found = socket.picks(parts.key, {"a": right["b"], "b": right["b"]})
        assert found == {f"a{IN_PART}{right['b']}": 0.0, f"b{IN_PART}{right['b']}": 1.0}
        texts = socket.pickable(parts.shown)
        assert [texts[name] for name in found] == ["<p>Kenya</p> → K &amp; P", "Uganda → K &amp; P"]

    @pytest.mark.parametrize("mode", ["list", "drag"])
    def test_the_mean_of_the_picks_of_gaps_is_the_mark(self, mode):
        socket = questions.get("gapfill")
        parts = socket.split(typed.gapfill(mode))
        order = socket.order(parts.shown, chance=None)
        response = {gap: (order["choices"][gap] if mode == "list" else order["pool"])[0] for gap in order["gaps"]}
        found = socket.picks(parts.key, response)
        assert len(found) == len(order["gaps"]) and set(found) <= set(socket.pickable(parts.shown))
        assert fmean(found.values()) == pytest.approx(socket.mark(parts.key, response))

    def test_what_is_typed_is_nobodys_choice(self):
        socket = questions.get("gapfill")
        parts = socket.split(typed.gapfill("typed"))
        assert socket.picks(parts.key, {gap["id"]: "x" for gap in parts.key["gaps"]}) == {}
        assert questions.get("shorttext").picks({}, "consent") == {}

    def test_nothing_chosen(self):
        for kind in ("single", "multiple", "truefalse", "hotspot"):
            assert questions.get(kind).picks({"fractions": {"a": 1.0}}, None) == {}
            assert questions.get(kind).picks({"fractions": {"a": 1.0}}, ["a"]) == {"a": 1.0}
