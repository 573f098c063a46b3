"""GIFT as Moodle's importer reads it."""

import pytest

from assessments.formats.draft import Category, Description, Draft, Refused
from assessments.formats.gift.read import read

pytestmark = pytest.mark.once


def entries(text):
    return read(text.encode()).entries


def one(text):
    (entry,) = entries(text)
    return entry


class TestTexts:
    def test_an_escaped_mark_is_a_character(self):
        draft = one(r"::a\:b::x \{1\} \~ \= \# \: y\nz {=a\=b#c\#d}")

        assert draft.name == "a:b"
        assert draft.stem == "<p>x {1} ~ = # : y<br>z</p>"
        assert draft.body["answers"] == [{"id": "1", "text": "a=b", "fraction": 1.0, "feedback": "<p>c#d</p>"}]

    def test_a_text_cannot_forge_an_escape(self):
        assert one("\ufdd0 &&058; {T}").stem == "<p>&&058;</p>"

    @pytest.mark.parametrize(
        ("text", "html"),
        [
            ("[html]a <b>c</b>", "a <b>c</b>"),
            ("[plain]a <b>", "<p>a &lt;b&gt;</p>"),
            ("[moodle]a <b>c</b>", "<p>a <b>c</b></p>"),
            ("[markdown]a **c**", "<p>a <strong>c</strong></p>"),
            ("[wiki]a", "<p>[wiki]a</p>"),
            ("[html a", "<p>[html a</p>"),
        ],
    )
    def test_a_format_says_what_a_text_is(self, text, html):
        assert one(text + "{}").stem == html

    def test_answers_and_feedback_have_the_format_of_the_question(self):
        options = one("[html]<i>q</i>{=<b>a</b>#<u>f</u> ~[plain]<b>}").body["options"]

        assert [(option["text"], option["feedback"]) for option in options] == [
            ("<b>a</b>", "<u>f</u>"),
            ("<p>&lt;b&gt;</p>", ""),
        ]

    def test_comments_give_number_and_tags(self):
        draft = one("// [id:A\\]7] [tag:law]\n//[tag:two words]\nWhy?{}")

        assert (draft.number, draft.tags) == ("A]7", ("law", "two words"))


class TestTypes:
    @pytest.mark.parametrize(
        ("answers", "kind"),
        [
            ("", "freetext"),
            ("T", "truefalse"),
            ("FALSE#no#yes", "truefalse"),
            ("t", "shorttext"),
            ("=a =b", "shorttext"),
            ("a", "shorttext"),
            ("~a =b", "single"),
            ("~%50%a ~%50%b ~c", "multiple"),
            ("=a->b =c->d", "matching"),
            ("#3", "numerical"),
            (">3 ALL V ABS\na\nb\nc", "ordering"),
        ],
    )
    def test_the_answers_make_the_type(self, answers, kind):
        assert one(f"Q{{{answers}}}").kind == kind

    def test_without_braces_it_describes(self):
        assert one("::n::Read this.") == Description("<p>Read this.</p>", name="n", line=1)

    def test_two_feedbacks_of_true_and_false(self):
        options = {option["id"]: option for option in one("Q{F#wrong#right}").body["options"]}

        assert options["false"] == {"id": "false", "text": "", "fraction": 1.0, "feedback": "<p>right</p>"}
        assert options["true"] == {"id": "true", "text": "", "fraction": 0.0, "feedback": "<p>wrong</p>"}

    def test_feedback_on_the_whole_follows_four_hashes(self):
        draft = one("Q{=a#f ~b\n####All of it}")

        assert draft.feedback == "<p>All of it</p>"
        assert draft.body["options"][1]["feedback"] == ""

    @pytest.mark.parametrize(
        ("answers", "values"),
        [
            ("#3", [(3.0, 0.0)]),
            ("#3:0.5", [(3.0, 0.5)]),
            ("#1..5", [(3.0, 2.0)]),
            ("#-5..5", [(0.0, 5.0)]),
            ("#5..1", [(3.0, 2.0)]),
            ("#=3:1 =%50%4:2", [(3.0, 1.0), (4.0, 2.0)]),
            ("#1e3:1", [(1000.0, 1.0)]),
            ("#*", [(None, 0.0)]),
            ("#2~#no", [(2.0, 0.0), (None, 0.0)]),
        ],
    )
    def test_numbers_are_read_with_their_tolerances(self, answers, values):
        assert [(answer["value"], answer["tolerance"]) for answer in one(f"Q{{{answers}}}").body["answers"]] == values

    def test_a_third_is_a_third(self):
        options = one("Q{~%33.33333%a ~%33.333%b ~%-33.3%c ~%66.66667%d}").body["options"]

        assert [option["fraction"] for option in options] == [1 / 3, 1 / 3, -0.33299999999999996, 2 / 3]

    def test_what_pairs_with_nothing_is_an_extra(self):
        body = one("Q{=a->b =c->d =->e}").body

        assert [pair["match"] for pair in body["pairs"]] == ["b", "d"]
        assert [extra["match"] for extra in body["extras"]] == ["e"]

    @pytest.mark.parametrize(
        ("words", "scoring"),
        [
            ("ALL_OR_NOTHING", "exact"),
            ("LONGEST_CONTIGUOUS_SUBSET", "run"),
            ("RELATIVE_ALL_PREVIOUS_AND_NEXT", "pairwise"),
        ],
    )
    def test_an_order_is_scored_as_it_says(self, words, scoring):
        assert one(f"Q{{>3 ALL VERTICAL {words}\na\nb\nc\n}}").body["scoring"] == scoring


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("a { b", "gift-braces"),
            ("a } b", "gift-braces"),
            ("a } { b", "gift-braces"),
            ("Q{~a}", "gift-answers"),
            ("Q{=a->b}", "gift-answers"),
            ("Q{#}", "gift-numbers"),
            ("Q{0}", "gift-answers"),
            ("Q{=a->b =c}", "gift-arrow"),
            ("Q{#abc}", "number"),
            ("Q{#1:x}", "number"),
            ("Q{#1..x}", "number"),
            ("Q{#3,14}", "number"),
            ("Q{~%200%a ~b}", "fraction-range"),
        ],
    )
    def test_names_what_it_does_not_read(self, text, reason):
        assert one(text).reason == reason

    def test_goes_on_after_a_question_that_it_does_not_read(self):
        found = entries("One{T}\n\nTwo{\n\nThree{~only}\n\nFour{F}")

        assert [type(entry) for entry in found] == [Draft, Refused, Refused, Draft]
        assert [entry.line for entry in found] == [1, 3, 5, 7]

    def test_a_line_is_where_the_text_begins_not_its_comment(self):
        (found,) = entries("\n\n// about\n// more\nQ{")

        assert found.line == 5


class TestCategories:
    def test_hold_until_the_next(self):
        found = entries("Q{T}\n\n$CATEGORY: $course$/top/Law/Act//means\n\nQ{T}\n\n$CATEGORY: A/B\n\nQ{T}")

        assert [entry.category for entry in found if isinstance(entry, Draft)] == [(), ("Law", "Act/means"), ("A", "B")]

    def test_a_question_right_behind_a_category_is_not_lost_in_silence(self):
        found = entries("$CATEGORY: A\nQ{T}")

        assert found == (Category(("A",), line=1), Refused("gift-category", name="Q{T}", line=1))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_computer(end):
    assert [entry.line for entry in entries(end.join(["One{T}", "", "// c", "Two", "{F}"]))] == [1, 4]
