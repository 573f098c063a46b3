"""Moodle XML as Moodle's importer reads it, and what hostile files come to."""

import time

import pytest

from assessments.formats.draft import Category, Description, Draft, Refused
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


def test_reads_thousands_of_questions_in_seconds():
    many = "".join(question("multichoice", YES_NO) + "\n" for _number in range(5_000))
    began = time.perf_counter()

    reading = read(many)

    assert sum(isinstance(entry, Draft) for entry in reading.entries) == 5_000
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize("text", ["{1:SA:" * 20_000, "{1:SA:=a" + "~b" * 50_000 + "}", "[[1]]" * 20_000, "{" * 200_000])
def test_no_text_takes_more_than_its_length(text):
    began = time.perf_counter()

    one("cloze", text=text)

    assert time.perf_counter() - began < 5
