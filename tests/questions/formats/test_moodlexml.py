"""Moodle XML as Moodle's importer reads it, and what hostile files come to."""

import pytest

from assessments.formats.draft import Category, Description, Refused
from assessments.formats.registry.built_in import MoodleXml
from assessments.formats.terms import describe_reading

pytestmark = pytest.mark.once


def read(inside):
    return MoodleXml().read(f"<quiz>\n{inside}\n</quiz>".encode())


def question(kind, inside="", text="<p>Q</p>", extra=""):
    return (
        f'<question type="{kind}"><name><text>n</text></name><questiontext '
        f'format="html"><text><![CDATA[{text}]]></text>{extra}'
        f"</questiontext>{inside}</question>"
    )


def one(*args, **named):
    reading = read(question(*args, **named))
    assert reading.fatal is None
    (entry,) = reading.entries
    return entry


YES_NO = (
    '<answer fraction="100"><text>yes</text><feedback><text>good</text></feedback></answer><answer '
    'fraction="0"><text>no</text></answer>'
)


class TestTypes:
    def test_a_single_choice_question_is_read_with_its_options(self):
        draft = one("multichoice", "<single>true</single>" + YES_NO)

        assert draft.kind == "single"
        assert draft.body["options"] == [
            {"id": "1", "text": "yes", "fraction": 1.0, "feedback": "good"},
            {"id": "2", "text": "no", "fraction": 0.0, "feedback": ""},
        ]

    @pytest.mark.parametrize(("kind", "scoring"), [("multichoice", "weights"), ("multichoiceset", "all")])
    def test_a_multiple_choice_question_is_read_with_its_scoring(self, kind, scoring):
        assert one(kind, "<single>false</single>" + YES_NO).body["scoring"] == scoring

    @pytest.mark.parametrize(
        ("first", "second", "right"), [("true", "false", "true"), ("false", "true", "false"), ("Vrai", "Faux", "true")]
    )
    def test_true_and_false_by_name_or_in_that_order(self, first, second, right):
        answers = (
            f'<answer fraction="100"><text>{first}</text></answer><answer fraction="0"><text>{second}</text></answer>'
        )

        options = one("truefalse", answers).body["options"]

        assert [option["id"] for option in options if option["fraction"] == 1] == [right]

    def test_short_answers_with_case(self):
        body = one("shortanswer", "<usecase>1</usecase>" + YES_NO).body

        assert (body["case"], body["marks"], [answer["text"] for answer in body["answers"]]) == (
            True,
            True,
            ["yes", "no"],
        )

    def test_numbers_with_units(self):
        answer = (
            '<answer fraction="100"><text>2.5</text><tolerance>0.1</tolerance></answer><answer '
            'fraction="0"><text>*</text></answer>'
        )
        units = "".join(
            f"<unit><multiplier>{factor}</multiplier><unit_name>{name}</unit_name></unit>"
            for factor, name in [(1, "m"), (100, "cm")]
        )

        body = one(
            "numerical",
            answer + f"<units>{units}</units>" + "<unitgradingtype>1</unitgradingtype><unitpenalty>0.2</unitpenalty>",
        ).body

        assert [(answer["value"], answer["tolerance"]) for answer in body["answers"]] == [(2.5, 0.1), (None, 0.0)]
        assert [(unit["name"], unit["factor"]) for unit in body["units"]] == [("m", 1.0), ("cm", 100.0)]
        assert (body["unit"], body["penalty"]) == ("required", 0.2)

    def test_pairs_and_what_pairs_with_nothing(self):
        pairs = "".join(
            f"<subquestion><text>{a}</text><answer><text>{b}</text></answer></subquestion>"
            for a, b in [("a", "1"), ("b", "2"), ("", "3")]
        )

        body = one("matching", pairs).body

        assert [(pair["text"], pair["match"]) for pair in body["pairs"]] == [("a", "1"), ("b", "2")]
        assert [extra["match"] for extra in body["extras"]] == ["3"]

    def test_an_essay_with_what_its_markers_read(self):
        body = one(
            "essay",
            "<responsefieldlines>7</responsefieldlines><maxwordlimit>90</maxwordlimit><graderinfo><text>Look "
            "for…</text></graderinfo>",
        ).body

        assert body == {"words_min": None, "words_max": 90, "lines": 7, "model": "Look for…", "rubric": []}

    def test_an_ordering_question_is_read_with_its_scoring(self):
        body = one("ordering", "<gradingtype>ALL_OR_NOTHING</gradingtype>" + YES_NO).body

        assert (body["scoring"], [item["text"] for item in body["items"]]) == ("exact", ["yes", "no"])

    def test_text_that_asks_nothing(self):
        assert one("description") == Description("<p>Q</p>", name="n", line=2)

    @pytest.mark.parametrize("kind", ["calculated", "ddmarker", "random", ""])
    def test_names_a_type_that_it_does_not_know(self, kind):
        assert one(kind) == Refused("type-unknown", {"type": kind}, name="n", line=2, type=kind)


class TestHeads:
    def test_what_a_question_says_about_itself(self):
        inside = (
            "<generalfeedback><text>All</text></generalfeedback><defaultgrade>2.5</defaultgrade><penalty>0.3333333</penalty><idnumber>Q7</idnumber>"
            "<hint><text>one</text></hint><hint><text>two</text></hint><tags><tag><text>law</text></tag></tags>"
            + YES_NO
        )

        draft = one("multichoice", inside)

        assert (draft.feedback, draft.mark, draft.penalty, draft.number) == ("All", 2.5, 1 / 3, "Q7")
        assert (draft.hints, draft.tags, draft.line, draft.name) == (("one", "two"), ("law",), 2, "n")

    def test_categories_hold_until_the_next(self):
        category = '<question type="category"><category><text>$course$/top/Law/Act</text></category></question>'

        first, draft = read(category + "\n\n" + question("multichoice", YES_NO)).entries

        assert first == Category(("Law", "Act"), line=2)
        assert (draft.category, draft.line) == (("Law", "Act"), 4)

    def test_files_of_one_name_stay_apart(self):
        def file(content):
            return f'<file name="a b.png" path="/" encoding="base64">{content}</file>'

        answer = (
            '<answer fraction="100" format="html"><text>&lt;img '
            f'src="@@PLUGINFILE@@/a%20b.png"&gt;</text>{file("eQ==")}</answer>'
        )
        draft = one("multichoice", answer, text='<img src="@@PLUGINFILE@@/a%20b.png">', extra=file("eA=="))

        assert draft.stem == '<img src="file:a-b.png">'
        assert draft.body["options"][0]["text"] == '<img src="file:a-b-2.png">'
        assert draft.files == {"a-b.png": b"x", "a-b-2.png": b"y"}

    def test_a_damaged_file_names_its_question(self):
        found = one("multichoice", YES_NO, extra='<file name="a.png" encoding="base64">%%%</file>')

        assert (found.reason, found.values, found.name) == ("xml-file", {"file": "a.png"}, "n")

    def test_a_file_cannot_leave_its_folder(self):
        draft = one(
            "essay",
            text='<img src="@@PLUGINFILE@@/../../x.png">',
            extra='<file name="x.png" path="/../../" encoding="base64">eA==</file>',
        )

        assert set(draft.files) == {"x.png"}


HOSTILE = {
    "billion laughs": (
        '<!DOCTYPE q [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]><quiz><question>&b;</question></quiz>',
        "xml-dtd",
        1,
    ),
    "external entity": ('<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>', "xml-dtd", 1),
    "external dtd": ('<!DOCTYPE quiz SYSTEM "http://example.org/q.dtd"><quiz/>', "xml-dtd", 1),
    "parameter entity": ('<!DOCTYPE q [<!ENTITY % a SYSTEM "http://example.org/"> %a;]><quiz/>', "xml-dtd", 1),
    "unknown entity": ("<quiz>\n<question>&nbsp;</question></quiz>", "xml-broken", 2),
    "depth": ("<quiz>" + "<a>" * 100_000, "xml-deep", 1),
    "cut off": ("<quiz>\n<question type='essay'>\n", "xml-broken", 3),
    "other": ("<html>\n</html>", "xml-other", 1),
    "nothing": ("", "xml-broken", 1),
    "no xml": ("Who?\nA) a", "xml-broken", 1),
}


@pytest.mark.parametrize(("text", "reason", "line"), HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_is_no_sound_xml_is_fatal(text, reason, line):
    reading = MoodleXml().read(text.encode())

    assert (reading.fatal.reason, reading.fatal.line, reading.entries) == (reason, line, ())
    assert describe_reading(reading, format="moodlexml")["fatal"] is True


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
