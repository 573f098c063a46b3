"""Choices and written answers: what is the same to a reader is the same, and marks are a fraction of 0..1."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.questions.types.marking.choice import SCORINGS, NoChoice, all_or_nothing, chosen, difference, weights
from assessments.questions.types.marking.text import earned, first_fit, fits, legible, models, parts_of, tidy
from lms.foundation.text.folding import fold

pytestmark = pytest.mark.once


def is_right(answer: str, written: str, *, case: bool = False, marks: bool = False) -> bool:
    return first_fit([{"text": answer, "fraction": 1.0}], written, case=case, marks=marks) is not None


SAME = [
    ("consent", "  CONSENT "),
    ("means and purpose", "means\u00a0 and\tpurpose"),
    ("consent", "Consent."),
    ("traite des êtres humains", "Traite des etres humains"),
    ("الاتجار بالأشخاص", "الإتْجَار بالاشخاص"),
    ("نعم، لا", "نعم, لا"),
    ("ሕገ ወጥ ዝውውር", "ህገ፡ወጥ፡ዝውውር።"),
    ("ሕገ ወጥ", "ህገ ወጥ፡፡"),
]


@pytest.mark.parametrize(("answer", "written"), SAME)
def test_is_the_same_to_a_reader(answer, written):
    assert is_right(answer, written)
    assert is_right(written.rstrip(".።፡ "), answer)


OTHER = [
    ("consent", "consents"),
    ("consent", "con sent"),
    ("ሰው", "ሴው"),
    ("በላ", "በለ"),
    ("ቤት", "ቢት"),
    ("ጸሎት", "ሰሎት"),
    ("قانون", "كانون"),
    ("حر", "خر"),
    ("1949", "1950"),
    ("a b", "ab"),
]


@pytest.mark.parametrize(("answer", "written"), OTHER)
def test_is_another_word(answer, written):
    assert not is_right(answer, written)


def test_case_and_diacritics_count_where_the_author_says_so():
    assert not is_right("UNODC", "unodc", case=True) and is_right("UNODC", "UNODC", case=True)
    assert not is_right("élève", "eleve", marks=True) and is_right("élève", "ÉLÈVE", marks=True)
    assert is_right("élève", "e\u0301le\u0300ve", marks=True, case=True)
    assert is_right("شرطة", "شَرْطه", marks=True, case=True), "Arabic is folded always"


WILD = [
    ("*exploit*", "for the purpose of exploitation", True),
    ("traffick*", "Traffickers", True),
    ("traffick*", "human traffickers", False),
    ("*", "anything", True),
    ("a*a", "a", False),
    ("a*a", "aa", True),
    ("a * c", "a  b  c", True),
    ("a*b*c", "a-b-b-c", True),
    ("a*b*c", "acb", False),
    ("**a**", "a", True),
    (r"2 \* 3", "2 * 3", True),
    (r"2 \* 3", "2 x 3", False),
    (r"\**", "*star", True),
    ("*የሰው*", "ስለ የሠዉ ዝውውር", True),
    ("*استغلال*", "بغرض الإستغلال الجنسي", True),
]


@pytest.mark.parametrize(("pattern", "written", "right"), WILD)
def test_a_star_stands_for_any_text(pattern, written, right):
    assert is_right(pattern, written) is right


def test_the_first_answer_that_fits_counts():
    answers = [
        {"text": "means", "fraction": 1.0},
        {"text": "*means*", "fraction": 0.5},
        {"text": "*", "fraction": -1.0},
    ]
    marks = [
        earned(first_fit(answers, text, case=False, marks=False)) for text in ("Means", "the means", "act", "", " ")
    ]
    assert marks == [1.0, 0.5, 0.0, 0.0, 0.0]


def test_a_full_stop_counts_where_an_answer_has_one():
    answers = [{"text": "No.", "fraction": 1.0}, {"text": "No", "fraction": 0.0}]
    assert [first_fit(answers, text, case=False, marks=False)["fraction"] for text in ("no.", "no")] == [1.0, 0.0]


def test_what_would_have_been_right_is_told_without_wildcards():
    answers = [
        {"text": r"*a\*b*", "fraction": 1.0},
        {"text": "consent", "fraction": 1.0},
        {"text": "no", "fraction": 0.5},
    ]
    assert models(answers) == ["consent"]
    assert models(answers[:1]) == ["…a*b…"] == [legible(answers[0]["text"])]
    assert models([]) == []


def test_matching_never_backtracks():
    """Many wildcards and a text that nearly fits: whoever backtracked would not come to the end of this test."""
    parts, text = parts_of("*a" * 200 + "*b*c", case=False, marks=False), "a" * 200_000
    assert not fits(parts, text + "c")
    assert fits(parts, text + "bc")


@given(st.text(max_size=40), st.text(max_size=40), st.booleans(), st.booleans())
def test_any_text_is_marked(pattern, written, case, marks):
    answers = [{"text": pattern, "fraction": 0.5}, {"text": "*", "fraction": -0.5}]
    assert earned(first_fit(answers, written, case=case, marks=marks)) in (0.0, 0.5)
    assert first_fit(answers, "", case=case, marks=marks) is None


@given(st.text(max_size=40), st.booleans(), st.booleans())
def test_who_writes_the_answer_itself_is_right(text, case, marks):
    escaped = text.replace("*", r"\*")
    readable = fold(text, case=case, marks=marks).strip()
    assert is_right(escaped, text, case=case, marks=marks) is bool(readable)


@given(st.text(max_size=40))
def test_what_is_kept_can_be_stored_and_is_as_it_was(text):
    kept = tidy(text)
    kept.encode()
    assert "\x00" not in kept and kept == tidy(kept) == kept.strip()


def test_what_is_kept_still_joins_and_turns_letters():
    assert tidy(" می\u200cرود\u200f\x00\ud800\r\n") == "می\u200cرود\u200f"


OPTIONS = [*"abcdef"]


KEY = {"a": 0.5, "b": 0.5, "c": 0.0, "d": -0.5}


fractions = st.dictionaries(st.sampled_from(OPTIONS), st.floats(-1, 1, allow_nan=False), max_size=6)


responses = st.lists(st.sampled_from(OPTIONS), unique=True)


@pytest.mark.parametrize("scoring", SCORINGS)
@given(fractions=fractions, response=responses)
def test_every_mark_is_a_fraction_and_nothing_earns_nothing(scoring, fractions, response):
    mark = SCORINGS[scoring]
    assert 0 <= mark(fractions, response) <= 1
    assert mark(fractions, []) == 0


@pytest.mark.parametrize("scoring", ["all", "difference"])
@given(fractions=fractions)
def test_the_right_options_earn_full_marks_whatever_they_weigh(scoring, fractions):
    right = [option for option, fraction in fractions.items() if fraction > 0]
    assert SCORINGS[scoring](fractions, right) == (1.0 if right else 0.0)


def test_all_or_nothing_knows_no_part():
    assert all_or_nothing(KEY, ["a"]) == all_or_nothing(KEY, ["a", "b", "c"]) == 0.0


def test_a_wrong_option_takes_away_what_a_right_one_earns():
    assert difference(KEY, ["a"]) == 0.5
    assert difference(KEY, ["a", "b", "c"]) == 0.5
    assert difference(KEY, ["a", "c", "d"]) == 0.0


def test_weights_are_added_up_and_cut():
    assert weights(KEY, ["a", "d"]) == 0.0
    assert weights(KEY, ["a", "c"]) == 0.5
    assert weights({"a": 0.33333, "b": 0.33333, "c": 0.33333}, ["a", "b", "c"]) == 1.0
    assert weights({"a": 1.0, "b": 1.0}, ["a", "b"]) == 1.0


def test_chosen_options_come_in_the_order_shown():
    assert chosen(["c", "", "a"], order=OPTIONS, several=True) == ["a", "c"]
    for data in (None, "a", ["x"], [1], {"a": 1}):
        with pytest.raises(NoChoice):
            chosen(data, order=OPTIONS, several=True)
    with pytest.raises(NoChoice):
        chosen(["a", "b"], order=OPTIONS, several=False)
