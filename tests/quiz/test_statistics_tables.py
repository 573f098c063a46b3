"""Tables that people have: `manage.py quiz_statistics` reads them, or says in a sentence what is wrong and where."""

import io
import json
import random
import resource
import time

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from assessments.quiz.statistics.measures.gain import gain
from assessments.quiz.statistics.measures.table import TableError, read_marks, read_pairs

pytestmark = pytest.mark.once


@pytest.fixture
def run(tmp_path):
    """What the command prints for a file with these bytes or this text."""

    def run(content, *options, what="--marks"):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        out = io.StringIO()
        call_command("quiz_statistics", what, str(path), *options, stdout=out)
        return out.getvalue()

    return run


PLAIN = "1,2,1\n1,2,1\n1,1,0\n0,1.5,0\n1,0,1\n0,0,1\n"


def test_prints_json_with_names_and_units_and_lines_for_people(run):
    found = json.loads(run(PLAIN, "--json"))
    assert found["number_of_attempts"] == 5
    assert [question["question"] for question in found["questions"]] == [
        "Q1",
        "Q2",
        "Q3",
    ]
    assert {"mean", "median", "skewness", "kurtosis", "error_ratio", "standard_error", "units"} < set(found)
    assert found["units"]["facility_index"] == "per cent of the maximum mark"

    told = run(PLAIN)
    assert "number of attempts: 5" in told and "facility index: 60.0000" in told and "random guess score: –" in told


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.replace(",", ";").replace("1.5", "1,5"),
        PLAIN.replace(",", "\t").replace("1.5", "1,5"),
        "\ufeff" + PLAIN.replace("\n", "\r\n"),
        "\n\n" + PLAIN.replace("1.5", '"1,5"') + "\n,,\n",
        PLAIN.replace("\n", ",\n"),
        "Act,Means,Purpose\n" + PLAIN,
        PLAIN.replace("1", "١").replace("2", "٢").replace("0", "٠").replace(".5", "٫٥"),
    ],
    ids=[
        "semicolons",
        "tabs",
        "byte order mark",
        "quotes and empty lines",
        "comma at the end",
        "names",
        "Arabic-Indic digits",
    ],
)
def test_the_same_table_in_other_clothes(run, content):
    found, plain = json.loads(run(content, "--json")), json.loads(run(PLAIN, "--json"))
    for one in (found, plain):
        for question in one["questions"]:
            del question["question"]
    assert found == plain


def test_an_empty_cell_earned_nothing_or_was_not_shown(run):
    table = "1,1\n1,1\n,1\n0,0\n"
    zero, absent = (json.loads(run(table, "--json", "--empty", how)) for how in ("zero", "absent"))
    assert [one["facility_index"] for one in (zero["questions"][0], absent["questions"][0])] == [
        pytest.approx(100 / 3),
        50,
    ]
    assert zero["coefficient_of_internal_consistency"] is not None
    assert absent["coefficient_of_internal_consistency"] is None


def test_maximum_marks_alone_are_a_quiz_that_nobody_took(run):
    assert json.loads(run("1,2\n", "--json"))["number_of_attempts"] == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("1,1\n1,x\n", "Row 2, column 2: “x” is not a number."),
        ("1,1\n\n1,nan\n", "Row 3, column 2: “nan” is not a number."),
        ("1,1\n1,1e999\n", "Row 2, column 2"),
        ("1,1\n1\n", "Row 2 ends after cell 1, but there are 2 questions."),
        ("1,1\n1,1,1\n", "Row 2 has 3 cells, but there are 2 questions."),
        ("1,1\n1,2\n", "Row 2, column 2: 2 is more than the maximum mark of this question, 1."),
        ("1,,1\n1,1,1\n", "Row 1, column 2: give the maximum mark"),
        ("1,-1\n1,1\n", "Row 1, column 2: give the maximum mark"),
        ("a,a\n1,1\n", "Two columns are called “a”"),
        ("a,b,c\n1,1\n", "Row 1 names 3 questions, but there are maximum marks for 2."),
        ("a,b\n", "The file has no row of numbers."),
        ("", "The file has no row of numbers."),
        ('1,1\n"1,1\n', "The file is no table of plain cells"),
        ("a;é\n1;1\n".encode("latin-1"), "The file is not UTF-8 text."),
        ("1,1\n0,1\n".encode("utf-16"), "The file is not UTF-8 text."),
        (b"\x00\x01\x02", "The file"),
    ],
)
def test_an_error_names_the_place(run, content, sentence):
    with pytest.raises(CommandError, match=r"table\.csv: ") as caught:
        run(content)
    assert sentence in str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("quiz_statistics", "--marks", str(tmp_path / "none.csv"))


@given(st.text(alphabet="0123456789.,;-+eE\"'\n\r\t ax\ufeff٣\x00", max_size=60))
def test_whatever_stands_in_it_is_read_or_refused(text):
    for read in (read_marks, read_pairs):
        try:
            read(io.StringIO(text, newline=""))
        except TableError as error:
            assert str(error)


def test_ten_thousand_attempts_at_forty_questions(tmp_path):
    chance = random.Random(1)
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write(",".join(["1"] * 40) + "\n")
        for _attempt in range(10_000):
            file.write(",".join(str(chance.randint(0, 1)) for _question in range(40)) + "\n")
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    out = io.StringIO()
    call_command("quiz_statistics", "--marks", str(path), "--json", stdout=out)
    assert json.loads(out.getvalue())["number_of_attempts"] == 10_000
    assert time.process_time() - start < 15
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 80 * 1024


class TestGain:
    PAIRS = [(50, 60), (40, 55), (60, 65), (30, 50), (70, 70), (55, 70), (45, 50), (65, 80), (35, 45), (50, 55)]

    def test_of_ten_pairs_worked_by_hand(self):
        # Gains 10 15 5 20 0 15 5 15 10 5: mean 10, squares of the differences 0 25 25 100 100 25 25 25 0 25 = 350, V =
        # 350/9
        found = gain([*self.PAIRS, (50, None), (None, 60), (None, None)], threshold=60)
        assert (found.number_paired, found.number_pre_only, found.number_post_only, found.number_missing) == (
            10,
            1,
            1,
            2,
        )
        assert found.mean_gain == 10 and found.effect_size == pytest.approx(10 / (350 / 9) ** 0.5)
        # Pre: mean 50, squares 0 100 100 400 400 25 25 225 225 0 = 1500; post: mean 60, squares 0 25 25 100 100 100 100
        # 400 225 25 = 1100
        d_av = 10 / ((1500 / 9 + 1100 / 9) / 2) ** 0.5
        assert found.cohens_d_av == pytest.approx(d_av) and found.hedges_g_av == pytest.approx(d_av * (1 - 3 / 71))
        assert (found.share_above_threshold_pre, found.share_above_threshold_post, found.share_improved) == (30, 50, 90)
        low, high = found.effect_size_interval
        assert low < found.effect_size < high and found.mean_gain_interval[0] > 0

    def test_nothing_is_shown_under_ten_pairs(self):
        found = gain([*self.PAIRS[:9], *[(50, None)] * 20], threshold=60).as_json()
        shown = {name for name, value in found.items() if value is not None}
        assert shown == {
            "number_paired",
            "number_missing",
            "number_pre_only",
            "number_post_only",
            "confidence",
            "threshold",
        }

    def test_where_all_gained_the_same_there_is_no_effect_size_of_gains(self):
        found = gain([(pre, pre + 10) for pre in range(12)])
        assert found.mean_gain == 10 and found.effect_size is None and found.cohens_d_av is not None
        assert gain([(5, 5)] * 12).cohens_d_av is None

    def test_from_a_table_whose_columns_say_which_is_which(self, run):
        lines = "\n".join(f"{post};{pre}" for pre, post in self.PAIRS)
        found = json.loads(run(f"post;pre\n{lines}\n77;\n", "--json", "--threshold", "60", what="--gain"))
        assert (found["mean_gain"], found["number_paired"], found["number_post_only"]) == (10, 10, 1)
        plain = "\n".join(f"{pre},{post}" for pre, post in self.PAIRS)
        assert json.loads(run(plain, "--json", what="--gain"))["mean_gain"] == 10
        assert "mean gain interval: " in run(plain, what="--gain")

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            ("before,after\n1,2\n", "Row 1: there must be one column called “pre”."),
            ("1,2,3\n", "Row 1 has 3 cells"),
            ("pre,post\n1,b\n", "Row 2, column 2: “b” is not a number."),
        ],
    )
    def test_an_error_names_the_place(self, run, content, sentence):
        with pytest.raises(CommandError) as caught:
            run(content, what="--gain")
        assert sentence in str(caught.value)
