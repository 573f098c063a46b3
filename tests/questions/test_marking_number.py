"""Numbers as people write them, tolerances and units."""

from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.questions.types.marking.number import exact, first_near, near, read
from assessments.questions.types.numerical.marking import verdict

pytestmark = pytest.mark.once

READ = [
    ("5", 5),
    ("-5", -5),
    ("−5", -5),
    ("+5", 5),
    ("- 5", -5),
    ("0", 0),
    ("-0", 0),
    ("007", 7),
    (".5", 0.5),
    (",5", 0.5),
    ("5.", 5),
    ("5,", 5),
    ("0.25", 0.25),
    ("0,25", 0.25),
    ("0,125", 0.125),
    ("1234,567", 1234.567),
    ("3.14159", 3.14159),
    # Kenya, Uganda: 1,234.5; Djibouti: 1 234,5; Ethiopia: 1,234.5; Switzerland's apostrophe; Germany's point
    ("1,234.5", 1234.5),
    ("1,234,567", 1234567),
    ("1,234,567.", 1234567),
    ("1 234,5", 1234.5),
    ("1\u202f234\u202f567,8", 1234567.8),
    ("1\u00a0234", 1234),
    ("1\u2009234.5", 1234.5),
    ("1'234.50", 1234.5),
    ("1’234’567", 1234567),
    ("1.234,5", 1234.5),
    ("1.234.567,89", 1234567.89),
    # Arabic-Indic and Eastern digits with their own signs, marks of direction
    ("١٢٣", 123),
    ("٣٫١٤", 3.14),
    ("١٬٢٣٤٬٥٦٧", 1234567),
    ("١٬٢٣٤٫٥", 1234.5),
    ("۱۲۳", 123),
    ("٣,١٤", 3.14),
    ("\u200f-٥", -5),
    ("１２", 12),
    # powers of ten
    ("1.5e3", 1500),
    ("1,5E+3", 1500),
    ("15e-1", 1.5),
    ("1.5×10^3", 1500),
    ("1,5 x 10^3", 1500),
    ("1.5 * 10**3", 1500),
    ("2·10³", 2000),
    ("2 × 10⁻²", 0.02),
    ("1e-999", 0),
]


@pytest.mark.parametrize(("text", "value"), READ)
def test_a_number_is_read_with_one_value_and_no_unit(text, value):
    reading = read(text)
    assert reading is not None and reading.values == (value,) and reading.unit == ""
    assert exact(text) == value


@pytest.mark.parametrize(
    ("text", "values"), [("1,234", (1.234, 1234)), ("1.234", (1.234, 1234)), ("-12,500", (-12.5, -12500))]
)
def test_is_read_both_ways_where_both_are_written(text, values):
    reading = read(text)
    assert reading is not None and reading.values == values
    assert exact(text) is None


NO_NUMBER = [
    "",
    " ",
    "five",
    "½",
    "1 2",
    "12 34 567",
    "12,34,567",
    "1.234.56",
    "1,234 567",
    "1 1/2",
    "1/2",
    "5 or 6",
    "5-6",
    "1..2",
    "1.,2",
    "1e999",
    "1e99999999999",
    "9" * 400,
    "٫",
    "-",
    "5 5",
    "NaN",
    "inf",
    "Infinity",
    "1,2,3",
]


@pytest.mark.parametrize("text", NO_NUMBER)
def test_is_no_number(text):
    assert exact(text) is None and read(text) is None


UNITS = [
    ("5 km", "km"),
    ("5km", "km"),
    ("KSh 500", "KSh"),
    ("KSh. 500", "KSh."),
    ("40 %", "%"),
    ("٤٠٪", "%"),
    ("5 m²", "m2"),
    ("5 m2", "m2"),
    ("9.81 m/s^2", "m/s^2"),
    ("٥ كم", "كم"),
    ("5 ኪሜ", "ኪሜ"),
    ("1.5e3 kg", "kg"),
    ("5 e", "e"),
]


@pytest.mark.parametrize(("text", "unit"), UNITS)
def test_a_unit_stands_before_or_behind(text, unit):
    reading = read(text)
    assert reading is not None and reading.unit == unit


def test_tolerances_are_those_of_moodle():
    assert near(5.1, 5, 0.1) and near(4.9, 5, 0.1) and not near(5.1001, 5, 0.1)
    assert near(105, 100, 0.05, relative=True) and not near(105.1, 100, 0.05, relative=True)
    assert near(0.1 + 0.2, 0.3, 0), "alike when written"
    assert near(-105, -100, 0.05, relative=True) and near(0, 0, 0.5, relative=True)
    assert not near(0.1, 0, 0.5, relative=True)


KEY = {
    "answers": [
        {"id": "a", "value": 1500, "tolerance": 10, "relative": False, "fraction": 1.0},
        {"id": "b", "value": 1500, "tolerance": 0.1, "relative": True, "fraction": 0.5},
        {"id": "c", "value": None, "tolerance": 0, "relative": False, "fraction": 0.0},
    ],
    "units": [
        {"id": "m", "name": "m", "factor": 1},
        {"id": "k", "name": "km", "factor": 0.001},
        {"id": "M", "name": "Mm", "factor": 1e-6},
    ],
    "unit": "optional",
    "penalty": 0.5,
}

MARKED = [
    ("1500", "optional", 1.0, "a"),
    ("1,500", "optional", 1.0, "a"),
    ("1.500", "optional", 1.0, "a"),
    ("1400", "optional", 0.5, "b"),
    ("9", "optional", 0.0, "c"),
    ("many", "optional", 0.0, "c"),
    ("1.5 km", "optional", 1.0, "a"),
    ("1,5KM", "optional", 1.0, "a"),
    ("1500 kg", "optional", 0.5, "a"),
    ("1500", "required", 0.5, "a"),
    ("1500 m", "required", 1.0, "a"),
    ("١٥٠٠ m", "required", 1.0, "a"),
    ("1500 m", "none", 0.0, "c"),
    ("1500 %", "none", 1.0, "a"),
    ("0.0015 Mm", "required", 1.0, "a"),
    ("0.0015 MM", "required", 1.0, "a"),
    ("", "required", 0.0, None),
    ("1500 km", "required", 0.0, "c"),
]


@pytest.mark.parametrize(("text", "unit", "mark", "answer"), MARKED)
def test_a_number_is_marked_with_its_unit(text, unit, mark, answer):
    found = verdict({**KEY, "unit": unit}, text)
    assert found.mark == pytest.approx(mark)
    assert (found.answer["id"] if found.answer else None) == answer


def test_units_that_differ_in_capitals_alone_are_told_apart():
    key = {
        **KEY,
        "units": [{"id": "a", "name": "mW", "factor": 1000}, {"id": "b", "name": "MW", "factor": 1e-6}],
        "unit": "required",
    }
    assert [verdict(key, text).unit_right for text in ("1500 mW", "1500 MW", "1500 mw")] == [True, True, False]


written_like_numbers = st.text("0123456789.,'-+eE ×10^³٠٫٬ %km", max_size=24)


@given(st.text(max_size=30) | written_like_numbers, st.sampled_from(["none", "optional", "required"]))
def test_any_text_is_read_and_marked(text, unit):
    reading = read(text)
    assert reading is None or (reading.values and all(isfinite(value) for value in reading.values))
    assert 0 <= verdict({**KEY, "unit": unit}, text).mark <= 1


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_as_python_writes_it_is_right(value):
    answers = [{"id": "a", "value": value, "tolerance": 0, "relative": False, "fraction": 1.0}]
    reading = read(repr(value))
    assert reading is not None and first_near(answers, reading.values) is answers[0]


@given(
    st.integers(-(10**15), 10**15), st.sampled_from([" ", "\u00a0", "\u202f", "'", "٬"]), st.sampled_from([".", ","])
)
def test_thousands_are_read_whatever_parts_them(whole, thousands, mark):
    text = f"{whole:,}".replace(",", thousands)
    assert exact(text) == whole
    assert exact(f"{text}{mark}50") == whole + (0.5 if whole > 0 or text == "0" else -0.5)
