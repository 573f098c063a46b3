"""Each file of QTI that others wrote is imported, or refused with its reason."""

import json
import os
from pathlib import Path

import pytest

from assessments.formats.draft import Category, Description, Draft
from assessments.formats.qti.versions.reader import read

ROOT = Path(os.environ.get("MAFUNZO_CORPORA", Path(__file__).parents[3].parent / "shared" / "corpora")) / "qti"
EXPECTED = json.loads((Path(__file__).parent / "qti_expected.json").read_text())
pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason="The files that others wrote are not on this machine.")


def said(reading):
    """The kinds and codes of a reading, in its order."""
    if reading.fatal is not None:
        return [f"fatal {reading.fatal.reason}"]
    return [kind(entry) for entry in reading.entries if not isinstance(entry, Category)]


def kind(entry):
    if isinstance(entry, Draft):
        return entry.kind
    return "description" if isinstance(entry, Description) else f"refused {entry.reason}"


def files():
    return sorted(path for path in ROOT.rglob("*.xml")) if ROOT.is_dir() else []


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_is_read_as_expected(path):
    assert said(read(path.read_bytes(), name=path.name)) == EXPECTED[str(path.relative_to(ROOT))]


def first(name, place=0):
    return list(read((ROOT / name).read_bytes()).drafts)[place]


def fractions(draft):
    return [round(option["fraction"], 4) for option in draft.body["options"]]


class TestStemsAnswersAndFractions:
    """Worked out by hand from the files."""

    @pytest.mark.parametrize(
        ("name", "place", "expected"),
        [
            ("items_2.1/choice.xml", 0, [1, 0, 0]),
            ("items_2.1/Example02-feedbackInline.xml", 0, [1, 0]),
            ("items_2.2/choice_t_f.xml", 0, [0, 1]),
            ("items_2.2/choice_multiple.xml", 0, [0.5, -1, -1, 0.5, -1, -0.5]),
            ("items_2.2/choice_multiple_rtl.xml", 0, [0.5, -1, -1, 0.5, -1, -0.5]),
            ("items_2.2/hottext.xml", 0, [0, 1, 0, 0, 0]),
            ("items_2.2/figures.xml", 0, [1, 0, 0]),
            ("items_2.2/choice_aria.xml", 0, [1, 0, 0, 0]),
            ("items_2.2/math.xml", 0, [1, 0, 0, 0]),
            ("items_1.2/choice_vary_points_by_answer.xml", 0, [1, 0.5]),
            ("items_1.2/multiple_answer.xml", 0, [0.25, -0.1, 0.25, 0.25, -0.1, -0.1, 0.25]),
            ("items_1.2/multiple_answer_canvas.xml", 0, [0.3333, 0, 0.3333, 0.3333]),
            ("items_1.2/multiple_choice.xml", 0, [0, 0, 0, 1, 0]),
            ("items_1.2/true_false.xml", 0, [0, 1]),
            ("items_1.2/mc_feedback.xml", 0, [1, 0, 0, 0]),
            ("items_1.2/stimulus_with_child_item.xml", 0, [1, 0, 0, 0]),
        ],
    )
    def test_options_have_the_fractions_of_the_file(self, name, place, expected):
        assert fractions(first(name, place)) == expected

    @pytest.mark.parametrize(
        ("name", "place", "value", "tolerance"),
        [
            ("items_1.2/numeric_exact_match.xml", 0, 1234, 0),
            ("items_1.2/numeric_margin_error.xml", 0, 77, 7),
            ("items_1.2/numeric_margin_error_percent.xml", 0, 200, 40),
            ("items_1.2/numeric_precision.xml", 0, 1000, 0.005),
            ("items_1.2/numeric_precision_decimals.xml", 0, 100.1234, 0.00005),
            ("items_1.2/numeric_within_range.xml", 0, 11.5, 10.5),
            ("test_qti_1.2/quiz.xml", 4, 3.142, 0),
        ],
    )
    def test_numbers_have_the_tolerances_of_the_file(self, name, place, value, tolerance):
        answer = first(name, place).body["answers"][0]
        assert (answer["value"], answer["tolerance"]) == (value, pytest.approx(tolerance))

    def test_multiple_choice_of_canvas_is_all_or_nothing(self):
        assert first("items_1.2/multiple_answer_canvas.xml").body["scoring"] == "all"
        assert first("items_2.2/choice_multiple.xml").body["scoring"] == "weights"

    def test_items_of_an_order_keep_the_right_order(self):
        days = [item["text"] for item in first("items_1.2/ordering.xml").body["items"]]
        assert days == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
        assert first("items_2.1/order.xml").body["items"][0]["text"] == "Michael Schumacher"

    def test_pairs_and_bins(self):
        pairs = first("items_2.1/match2.xml").body["pairs"]
        assert [(pair["text"], pair["match"]) for pair in pairs][:2] == [("Weißeritz", "Dresden"), ("Mulde", "Leipzig")]
        bins = first("items_2.1/categorization.xml").body["bins"]
        assert [item["text"] for item in bins[0]["items"]] == ["Demetrius", "Lysander"]
        extras = first("items_1.2/categorization.xml").body["extras"]
        assert [extra["text"] for extra in extras] == ["Distractor2", "Distractor1"]

    def test_gaps_are_read_with_their_answers_and_mode(self):
        body = first("items_2.1/gap_match.xml").body
        assert (body["mode"], [gap["answers"][0]["text"] for gap in body["gaps"]]) == ("drag", ["winter", "summer"])
        typed = first("items_2.2/text_entry.xml").body
        assert [(answer["text"], answer["fraction"]) for answer in typed["gaps"][0]["answers"]] == [
            ("York", 1),
            ("york", 0.5),
        ]
        assert typed["case"]
        listed = first("items_1.2/canvas_multiple_dropdowns_correct_choice_is_not_the_first.xml").body
        assert listed["text"] == "<div><p>[[4]] [[1]] is</p></div>"
        assert [answer["fraction"] for answer in listed["gaps"][1]["answers"]] == [0, 1]

    def test_a_stimulus_comes_before_the_stem(self):
        assert (
            first("items_1.2/stimulus_with_child_item.xml").stem == "<p>some content</p><p>the answer is letter A</p>"
        )

    def test_feedback_is_where_it_belongs(self):
        draft = first("items_1.2/mc_feedback.xml")
        assert draft.feedback == "<p>General Feedback</p>"
        assert draft.body["options"][1]["feedback"] == "<p>Answer B Feedback</p><p>General Incorrect Feedback</p>"

    def test_an_essay_has_its_limits(self):
        body = first("items_1.2/essay_custom_settings.xml").body
        assert (body["words_min"], body["words_max"]) == (140, 500)
