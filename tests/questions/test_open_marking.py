"""Marking places, texts and ratings: total, and true to what a person would count."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.questions.types.freetext.marking import keeps_to, words, written
from assessments.questions.types.hotspot.marking import ELSEWHERE, is_region, mark, region_at
from assessments.questions.types.marking.rubric import fraction, full, worded
from assessments.questions.types.rating.marking import NoRating, rated

from .open import freetext, hotspot

pytestmark = pytest.mark.once

REGIONS, RUBRIC = hotspot()["regions"], freetext()["rubric"]
share = st.floats(0, 1, allow_nan=False)


def sides(one, other):
    """Of a rectangle with these two corners."""
    return [*map(min, one, other), *map(max, one, other)]


points = st.tuples(share, share)
coords = {
    "rect": st.builds(sides, points, points),
    "circle": st.tuples(share, share, share).map(list),
    "polygon": st.lists(points, min_size=3, max_size=9).map(
        lambda corners: [one for corner in corners for one in corner]
    ),
}
regions = st.sampled_from(sorted(coords)).flatmap(
    lambda shape: st.fixed_dictionaries({"shape": st.just(shape), "coords": coords[shape]})
)


class TestPlaces:
    @pytest.mark.parametrize(
        ("x", "y", "found"),
        [
            (0.4, 0.65, "stamp"),
            (0.4, 0.84, "stamp"),  # 0.19 of a height that is 0.625 of the width
            (0.4, 0.86, ELSEWHERE),
            (0.33, 0.65, "stamp"),  # on the photograph too, but the stamp stands first
            (0.1, 0.3, "photograph"),
            (0.0625, 0.2, "photograph"),
            (0.7, 0.3, "name"),
            (0.7, 0.45, ELSEWHERE),
        ],
    )
    def test_a_point_falls_into_the_first_region_that_holds_it(self, x, y, found):
        assert region_at(REGIONS, x, y, ratio=0.625) == found

    @given(st.lists(regions, max_size=4), share, share, st.floats(0.1, 10))
    def test_every_point_is_in_one_of_the_regions_or_elsewhere(self, drawn, x, y, ratio):
        named = [{"id": str(place), **one} for place, one in enumerate(drawn)]
        assert region_at(named, x, y, ratio=ratio) in [*(one["id"] for one in named), ELSEWHERE]

    @given(coords["rect"], share, share)
    def test_a_rectangle_holds_what_the_polygon_of_its_corners_holds(self, sides, x, y):
        left, top, right, bottom = sides
        rect = {"id": "a", "shape": "rect", "coords": sides}
        polygon = {"id": "a", "shape": "polygon", "coords": [left, top, right, top, right, bottom, left, bottom]}
        if x not in (left, right) and y not in (top, bottom):
            assert region_at([rect], x, y) == region_at([polygon], x, y)

    def test_a_polygon_is_hollow_where_it_turns_inwards(self):
        arrow = [{"id": "a", "shape": "polygon", "coords": [0, 0, 1, 0.5, 0, 1, 0.4, 0.5]}]
        assert [region_at(arrow, x, 0.5) for x in (0.2, 0.6)] == [ELSEWHERE, "a"]

    @pytest.mark.parametrize(
        ("shape", "numbers", "sound"),
        [
            ("rect", [0.1, 0.1, 0.2, 0.2], True),
            ("rect", [0.2, 0.1, 0.1, 0.2], False),
            ("circle", [0.5, 0.5, 0.0], False),
            ("circle", [0.5, 0.5, 1.5], False),
            ("polygon", [0, 0, 1, 0, 1, 1], True),
            ("polygon", [0, 0, 1, 0, 1], False),
            ("star", [0.1, 0.1, 0.2, 0.2], False),
            ("rect", None, False),
            ("rect", [0.1, 0.1, math.nan, 0.2], False),
            ("rect", ["0.1", 0.1, 0.2, 0.2], False),
        ],
    )
    def test_a_region_lies_on_the_picture(self, shape, numbers, sound):
        assert is_region(shape, numbers) is sound

    @given(
        st.dictionaries(st.sampled_from("abc"), st.floats(-1, 1, allow_nan=False)),
        st.lists(st.sampled_from([*"abcd", ELSEWHERE]), unique=True),
    )
    def test_every_mark_is_a_fraction_and_elsewhere_earns_nothing(self, fractions, response):
        assert 0 <= mark(fractions, response) <= 1
        assert mark(fractions, [ELSEWHERE]) == mark(fractions, []) == 0
        assert mark(fractions, [*response, ELSEWHERE]) == mark(fractions, response)


class TestTexts:
    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("", 0),
            (" \n – … ", 0),
            ("Debt, and threats.", 3),
            ("It's a so-called 3,000-dollar debt", 5),
            ("They left—at night", 4),
            ("ሰላም፡ለሁሉም፡ሰው።", 3),
            ("ፍርድ ቤት ፩፻", 3),
            ("الاتجار بالأشخاص،والتهريب؛ما الفرق؟", 5),
            ("مُحَمَّدٌ كَتَبَ", 2),
            ("Waa maxay?Ka-ganacsi", 2),
        ],
    )
    def test_words_are_counted_in_any_script(self, text, number):
        assert words(text) == number

    @given(st.text(), st.text())
    def test_two_texts_have_as_many_words_as_both_together(self, one, other):
        assert words(f"{one} {other}") == words(one) + words(other)

    @given(st.text())
    def test_what_is_kept_loses_no_word_and_is_kept_again_as_it_is(self, text):
        kept = written(text)
        assert written(kept) == kept
        assert "\r" not in kept and "\0" not in kept
        kept.encode()

    def test_lines_stay_and_white_space_alone_is_no_answer(self):
        assert written("a\r\n\r\nb\rc\t\n") == "a\n\nb\nc\t\n"
        assert written(" \r\n\t ") == written("\0") == ""

    @pytest.mark.parametrize(
        ("number", "least", "most", "kept"),
        [(4, 5, None, False), (5, 5, 5, True), (6, None, 5, False), (0, None, None, True)],
    )
    def test_limits_count_where_there_are_any(self, number, least, most, kept):
        assert keeps_to(number, least=least, most=most) is kept

    def test_the_levels_of_a_rubric_add_up_to_a_share_of_all_points(self):
        assert full(RUBRIC) == 5
        assert fraction(RUBRIC, {"means": "some", "law": "both"}) == 0.8
        assert fraction(RUBRIC, {"means": "both", "law": "both"}) == 1
        assert fraction(RUBRIC, {"means": "none", "law": "none"}) == 0

    @pytest.mark.parametrize(
        "levels", [{}, {"means": "both"}, {"means": "both", "law": "some"}, {"means": "", "law": "both"}]
    )
    def test_there_is_no_fraction_while_a_criterion_has_no_level(self, levels):
        assert fraction(RUBRIC, levels) is None

    def test_nothing_can_be_earned_where_there_is_no_point(self):
        assert fraction([], {}) is None

    levels = st.lists(st.floats(0, 1000, allow_nan=False), min_size=1, max_size=4)

    @given(st.lists(levels, max_size=4), st.data())
    def test_every_fraction_is_one(self, rubric, data):
        made = [
            {"id": str(row), "levels": [{"id": str(place), "points": points} for place, points in enumerate(of)]}
            for row, of in enumerate(rubric)
        ]
        chosen = {one["id"]: data.draw(st.sampled_from([level["id"] for level in one["levels"]])) for one in made}
        share = fraction(made, chosen)
        assert share is None or 0 <= share <= 1


class TestRatings:
    def test_points_come_in_the_order_of_the_statements(self):
        assert list(rated({"b": ["1"], "a": ["5"]}, statements=["a", "b", "c"], points=5).items()) == [
            ("a", 5),
            ("b", 1),
        ]

    def test_an_empty_text_takes_a_rating_back(self):
        assert rated({"a": [""]}, statements=["a"], points=5) == rated({}, statements=["a"], points=5) == {}

    @pytest.mark.parametrize("sent", [["6"], ["0"], ["05"], ["٣"], ["1", "2"], [], "3", 3, None, [3], {"": "3"}])
    def test_anything_else_is_no_rating(self, sent):
        with pytest.raises(NoRating):
            rated({"a": sent}, statements=["a"], points=5)

    def test_nor_is_one_of_another_statement(self):
        with pytest.raises(NoRating):
            rated({"z": ["1"]}, statements=["a"], points=5)


def test_a_rubric_is_read_in_another_language_with_the_points_that_count():
    counts = [
        {"id": "m", "text": "Means", "levels": [{"id": "a", "text": "All", "points": 2}, {"id": "z", "text": "New"}]}
    ]
    read = [{"id": "m", "text": "Moyens", "levels": [{"id": "a", "text": "Tous", "points": 1}]}]
    assert worded(counts, read) == [
        {"id": "m", "text": "Moyens", "levels": [{"id": "a", "text": "Tous", "points": 2}, {"id": "z", "text": "New"}]}
    ]
    assert worded(counts, []) == counts
