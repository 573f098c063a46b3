"""Files that are broken or mean harm end in a reason or in text, never in an exception, and never in much time."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from assessments.casework.imports import Story, Unreadable, read_story
from assessments.casework.imports.detection import LONGEST_TEXT
from assessments.casework.imports.story import LONGEST, MOST_LINKS, MOST_PASSAGES
from tests.examples import examples

from .files import TWINE, h5p, question, told

pytestmark = pytest.mark.once

MUCH = 20_000


def why(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read_story(data)
    return refused.value.why


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "unknown"),
        (b"A letter\nto nobody", "unknown"),
        (b"\x00\xff" * 500, "unknown"),
        (b"PK\x03\x04 and nothing", "zip-broken"),
        (h5p(None), "unknown"),
        (h5p("{"), "broken"),
        (h5p("[" * 200_000), "broken"),
        (h5p([1, 2]), "unknown"),
        (h5p({"branchingScenario": {"content": [{"type": 7}, 3, None]}}), "unknown"),
        (h5p(**{"../../etc/passwd": "x"}), "zip-path"),
        (h5p("0" * 20_000_000), "zip-ratio"),
        (b":: A\n" + b"x" * LONGEST_TEXT, "large"),
        (b":: StoryTitle\nA", "empty"),
        (b"<tw-storydata name='x'></tw-storydata>", "empty"),
        ("".join(f":: {number}\nA\n" for number in range(MOST_PASSAGES + 1)).encode(), "too-many"),
    ],
)
def test_what_is_no_story_is_refused_with_a_reason(data, reason):
    assert why(data) == reason


def test_what_is_never_closed_is_refused_whether_python_cannot_read_it_or_finds_nothing_in_it():
    assert why(b"<tw-storydata name='x'><![<!" * 3) in {"broken", "empty"}


def test_contents_that_lead_in_a_circle_are_read_as_they_are():
    content = [told("A", 1, "A"), told("B", 0, "B"), question("C?", {"text": "Again", "nextContentId": 2})]
    story = read_story(h5p({"branchingScenario": {"content": content}}))
    assert [[link.goes_to for link in passage.links] for passage in story.passages] == [["1"], ["0"], ["2"]]


@pytest.mark.parametrize("number", [True, 10**400, "1", None, [], {}, 1e300, -5, 3.7])
def test_numbers_of_any_kind_lead_somewhere_or_nowhere(number):
    content = [question("A?", {"text": "B", "nextContentId": number})]
    data = json.dumps({"branchingScenario": {"content": content}})
    assert len(read_story(h5p(data)).passages) == 1


def test_entities_are_read_once_and_nothing_is_fetched():
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    story = read_story((bomb + TWINE.replace("The lorry is gone.", "&b;&c;&amp;lt;script&amp;gt;")).encode())
    gone = next(passage for passage in story.passages if passage.id == "Waved on")
    assert gone.text == "&b;&c;<script>"


def test_what_is_too_long_is_cut_and_named():
    text = ":: A\n" + "x" * (LONGEST + 1) + "\n[[A]]" * (MOST_LINKS + 1)
    story = read_story(text.encode())
    assert {finding.what for finding in story.findings} == {"cut", "links"}
    assert (len(story.passages[0].text), len(story.passages[0].links)) == (LONGEST, MOST_LINKS)


@pytest.mark.parametrize(
    "pattern",
    [
        "<!--", "/%", "/*", "<script ", "<<script", "<%", "<style ", "<<a ", "(if:", "(if:[", "[[", "[[a->", "[img[",
        "<img ", "''", "//", "**", "<a", "&amp;", "(link: \"", "<<link \"a\" \"", "\\", ":: ", "$a", "(if: x)[",
        "<![", "</", "<a b='",
    ],
)  # fmt: skip
def test_nothing_that_repeats_takes_more_than_its_length(pattern):
    """Generous: what grows with the square takes minutes here."""
    before = time.process_time()
    page = "<tw-storydata name='x'><tw-passagedata name='b'>"
    for header in (":: A\n", ":: ", page, "<html>"):
        try:
            read_story((header + pattern * MUCH + "<tw-storydata>" * ("<" in header)).encode())
        except Unreadable as refused:
            assert refused.why in ("too-many", "empty", "unknown", "broken")
    assert time.process_time() - before < 20


@settings(max_examples=examples(150), deadline=None)
@given(
    some.lists(
        some.sampled_from(
            ["[[", "]]", "->", "<-", "|", "<<", ">>", "(if:", ")", "[", "]", "\n", ":: A ", "{", "}", "x", "<", ">",
             "&lt;", "--", "''", "$a", "<!--", "-->", "<script>", "</script>", "\\", "'", '"', "img"]
        ),
        max_size=60,
    ).map("".join)
)  # fmt: skip
def test_any_text_is_read_and_leaves_no_tag_in_its_choices(text):
    story = read_story(f":: Start\n{text}".encode())
    assert isinstance(story, Story) and story.passages
    assert all(link.text for passage in story.passages for link in passage.links)
