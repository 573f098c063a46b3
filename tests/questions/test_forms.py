"""Forms that are filled in: read and marked field by field, by the key or by a person."""

from uuid import uuid4

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from assessments.questions.types.form.marking import NoForm, filled, share, total
from assessments.questions.types.form.type import FilledForm
from courses.models import PaperPage
from lms.foundation.plugins.activity import InvalidAnswer

KIND = FilledForm()


def field(name, type="text", options=(), **more):
    value = {"name": name, "label": name.capitalize(), "type": type, "rows": 2, "help": "", "guidance": "", **more}
    return {"type": "field", "id": str(uuid4()), "value": {**value, "options": list(options)}}


FIELDS = [
    field("consent", "one", ["Yes", "Not yet", "No"]),
    field("needs", "several", ["Doctor", "Bed", "Lawyer"]),
    field("alone", "known"),
    field("seal", "text"),
    field("sum", "number"),
    field("facts", "long", guidance="Three facts"),
    field("hands", "table", ["From", "To"]),
]


def publish(site, **texts):
    page = site.add_child(instance=PaperPage(title="Referral", slug="referral", live=False, fields=FIELDS, **texts))
    page.save_revision().publish()
    return page


@pytest.fixture
def paper(site):
    return publish(site)


def body_of(*asked):
    """The body of a question with pairs of a field and what is right there."""
    rows = [
        {"id": f"id-{name}", "field": f"referral#{name}", "expected": right, "points": 2, "specimen": f"Model {name}"}
        for name, right in asked
    ]
    return KIND.body(KIND.block().to_python(KIND.stored({"asked": rows})))


@pytest.fixture
def automatic(paper):
    return body_of(("consent", "2"), ("needs", "1, 3"), ("alone", "yes"), ("seal", "0931\nseal 0931"), ("sum", "9700"))


RIGHT = {"consent": ["2"], "needs": ["", "1", "3"], "alone": ["yes"], "seal": [" Seal  0931 "], "sum": ["9,700"]}


def answered(body, data):
    parts = KIND.split(body)
    return parts, KIND.read(data, order=KIND.order(parts.shown, chance=None))


class TestByTheKey:
    def test_all_right_earns_everything_without_a_person(self, automatic):
        assert KIND.problems(automatic) == []
        parts, response = answered(automatic, RIGHT)
        assert KIND.mark(parts.key, response) == 1
        assert "rubric" not in parts.key

    @pytest.mark.parametrize(
        ("name", "value", "mark"),
        [
            ("consent", ["1"], 0.8),
            ("consent", [""], 0.8),
            ("needs", ["1"], 0.9),
            ("needs", ["1", "2", "3"], 0.9),
            ("needs", ["2"], 0.8),
            ("alone", ["unknown"], 0.8),
            ("seal", ["0930"], 0.8),
            ("sum", ["970"], 0.8),
        ],
    )
    def test_each_field_counts_by_itself(self, automatic, name, value, mark):
        parts, response = answered(automatic, {**RIGHT, name: value})
        assert KIND.mark(parts.key, response) == pytest.approx(mark)

    def test_nothing_earns_nothing(self, automatic):
        parts, response = answered(automatic, {})
        assert response == {} and KIND.mark(parts.key, response) == 0

    @pytest.mark.parametrize(
        "data",
        [
            {"consent": ["4"]},
            {"consent": ["1", "2"]},
            {"needs": "1"},
            {"other": ["x"]},
            {"": ["x"]},
            {"seal": ["x" * 251]},
            {"seal": [1]},
            {"alone": ["maybe"]},
            {"sum": ["1", "2"]},
        ],
    )
    def test_what_is_no_form_is_refused(self, automatic, data):
        with pytest.raises(InvalidAnswer):
            answered(automatic, data)


class TestByAPerson:
    @pytest.fixture
    def mixed(self, paper):
        return body_of(("consent", "2"), ("facts", ""), ("hands", ""))

    def test_waits_with_a_rubric_of_all_fields_in_which_the_key_suggests(self, mixed):
        parts, response = answered(mixed, {"consent": ["2"], "facts": ["One\r\ntwo"], "hands.1.1": ["me"]})
        assert response == {"consent": "2", "facts": "One\ntwo", "hands": [["me", ""], ["", ""]]}
        assert KIND.mark(parts.key, response) is None
        assert [criterion["id"] for criterion in parts.key["rubric"]] == ["consent", "facts", "hands"]
        assert KIND.suggested(parts.key, response) == {"consent": "consent-2"}

    def test_the_best_level_says_how_a_good_answer_reads(self, mixed):
        criterion = KIND.split(mixed).key["rubric"][1]
        assert [(level["text"], level["points"]) for level in criterion["levels"]][-1] == ("Model facts", 2)

    def test_what_is_missing_is_told(self, mixed):
        parts, response = answered(mixed, {"facts": ["x"]})
        assert "2 fields" in KIND.unfinished(parts.key, response, order=KIND.order(parts.shown, chance=None))

    def test_a_table_has_no_key(self, paper):
        assert KIND.problems(body_of(("hands", "x")))


class TestProblems:
    @pytest.mark.parametrize("asked", [[("consent", "4")], [("alone", "ja")], [("gone", "")], [("consent", "1")] * 2])
    def test_are_named(self, paper, asked):
        assert KIND.problems(body_of(*asked))

    def test_a_form_that_is_not_published_can_be_split_and_is_told(self, paper):
        PaperPage.objects.get().unpublish()
        body = body_of(("consent", "1"))
        assert KIND.problems(body) and KIND.split(body).shown["fields"] == []


def test_is_in_the_language_of_the_question(paper, french):
    other = paper.copy_for_translation(french, copy_parents=True)
    other.title = "Orientation"
    other.save_revision().publish()
    with override("fr"):
        assert body_of(("consent", "1"))["paper"]["title"] == "Orientation"


ORDER = [
    {"name": "a", "type": "several", "options": 3, "rows": 1},
    {"name": "b", "type": "long", "options": 0, "rows": 1},
]


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), st.lists(st.text(max_size=3)) | st.integers()))
def test_whatever_is_sent_is_read_or_refused(data):
    try:
        answers = filled(data, ORDER)
    except NoForm:
        return
    assert set(answers) <= {"a", "b"} and all(answers.values())


@given(st.lists(st.sampled_from(["1", "2", "3", "4"]), unique=True), st.sets(st.sampled_from("1234"), min_size=1))
def test_several_choices_earn_nothing_half_or_all(chosen, right):
    key = {"type": "several", "expected": sorted(right), "points": 1.0}
    assert share(key, chosen) in (0, 0.5, 1)
    assert (share(key, chosen) == 1) == (set(chosen) == right)
    assert total({"x": key}, {"x": chosen}) == share(key, chosen)
