"""Texts with gaps in Moodle XML."""

import pytest

from .test_moodlexml import one

pytestmark = pytest.mark.once


class TestGaps:
    def test_words_to_drag_are_one_pool(self):
        boxes = "".join(f"<dragbox><text>{word}</text><group>1</group></dragbox>" for word in ("one", "two", "three"))

        body = one("ddwtos", boxes, text="[[2]] and [[1]]").body

        assert (body["text"], body["mode"]) == ("[[1]] and [[2]]", "drag")
        assert [[answer["text"] for answer in gap["answers"]] for gap in body["gaps"]] == [["two"], ["one"]]
        assert [extra["text"] for extra in body["extras"]] == ["three"]

    @pytest.mark.parametrize(("kind", "box"), [("ddwtos", "dragbox"), ("gapselect", "selectoption")])
    def test_words_in_groups_are_lists(self, kind, box):
        boxes = "".join(
            f"<{box}><text>{word}</text><group>{group}</group></{box}>"
            for word, group in [("a", 1), ("b", 1), ("x", 2), ("y", 2)]
        )

        body = one(kind, boxes, text="[[1]] [[4]]").body

        assert body["mode"] == "list"
        assert [[(answer["text"], answer["fraction"]) for answer in gap["answers"]] for gap in body["gaps"]] == [
            [("a", 1.0), ("b", 0.0)],
            [("x", 0.0), ("y", 1.0)],
        ]

    def test_embedded_answers_are_typed(self):
        draft = one(
            "cloze",
            text="{2:SA:=Rome#yes~%50%Roma~*#no} has {:NM:=7:0.5} hills, {2:SHORTANSWER:=a\\}b&amp;\\#c}".replace(
                "{:NM", "{2:NM"
            ),
        )

        first, second, third = draft.body["gaps"]
        assert (draft.mark, draft.body["mode"], draft.body["text"]) == (6.0, "typed", "[[1]] has [[2]] hills, [[3]]")
        assert [(answer["text"], answer["fraction"], answer["feedback"]) for answer in first["answers"]] == [
            ("Rome", 1.0, "yes"),
            ("Roma", 0.5, ""),
            ("*", 0.0, "no"),
        ]
        assert (second["kind"], second["tolerance"], second["answers"][0]["text"]) == ("number", 0.5, "7")
        assert third["answers"][0]["text"] == "a}b&#c"

    def test_choices_among_typed_gaps_are_typed_with_their_options_in_sight(self):
        body = one("cloze", text="A {1:MC:=a*~b &lt;} B {1:SA:=c}").body

        assert (body["mode"], body["text"]) == ("typed", "A [[1]] (a* / b &lt;) B [[2]]")
        assert [answer["text"] for answer in body["gaps"][0]["answers"]] == ["a\\*", "b <"]

    @pytest.mark.parametrize("kind", ["cloze", "ddwtos"])
    @pytest.mark.parametrize(
        ("before", "text", "stem"),
        [
            ("<p>Fill in.</p>", "<p>A GAP</p>", "<p>Fill in.</p>"),
            ("", "<p>A GAP</p><p>end</p>", "<p>n</p>"),
            ("", "GAP", "<p>n</p>"),
        ],
    )
    def test_the_question_is_the_paragraph_before_or_the_name(self, kind, before, text, stem):
        gap = "{1:SA:=a}" if kind == "cloze" else "[[1]]"

        draft = one(kind, "<dragbox><text>a</text></dragbox>", text=before + text.replace("GAP", gap))

        assert (draft.stem, draft.body["text"]) == (stem, text.replace("GAP", "[[1]]"))

    def test_embedded_choices_are_lists(self):
        body = one("multianswer", text="A {1:MCV:no~=yes#good~%50%perhaps} B").body

        assert body["mode"] == "list"
        assert [answer["fraction"] for answer in body["gaps"][0]["answers"]] == [0.0, 1.0, 0.5]

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("none {1:XX:=a}", "cloze-none"),
            ("{1:SAC:=a} {1:SA:=c}", "cloze-mixed"),
            ("{1:SA:=a} {2:SA:=b}", "cloze-weights"),
            ("{1:MR:=a~=b~c}", "cloze-several"),
            ("{1:MC:=a}", "cloze-answers"),
            ("{1:SA:a}", "cloze-answers"),
            ("{1:NM:=1:1~%50%2:2}", "cloze-tolerance"),
            ("{1:NM:=x}", "number"),
        ],
    )
    def test_names_gaps_that_ours_cannot_mark_alike(self, text, reason):
        assert one("cloze", text=text).reason == reason

    def test_names_a_choice_that_is_missing(self):
        assert one("gapselect", "<selectoption><text>a</text></selectoption>", text="[[2]]").reason == "gap-choice"
