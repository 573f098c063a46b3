"""A file of many beginnings without an end takes time in proportion to its size, not to its square:
nobody stops the worker with a file.
"""

import signal
import time
from functools import partial
from html import escape

import pytest

from assessments.formats import aiken
from assessments.formats.gift import read as gift
from assessments.formats.moodle import read as moodle_read
from assessments.formats.qti import markup, patterns
from assessments.formats.qti.read.item import notes
from assessments.formats.qti.tree import Node, parse
from assessments.formats.qti.versions.reader import read as qti_read
from assessments.formats.registry.built_in import FORMATS
from assessments.questions.bank import digest, texts
from assessments.questions.bank.pictures import with_image_ids
from assessments.questions.imports.sanitiser import TooManyTags, rich
from assessments.questions.types.gapfill import gaps
from lms.foundation.plugins.content_format import guess

from .test_qti_hostile import ITEM

pytestmark = pytest.mark.once

SMALL, LARGE = 5_000, 80_000
"""Signs. What grows with the square takes 256 times as long for the second, what grows evenly 16 times."""
FEW_SECONDS = 0.25
MOST_GROWTH = 70
BEGINNINGS = [
    "<!DOCTYPE ",
    "<!DOCTYPE a [",
    "<!--",
    "<!-- -->",
    "<?xml ",
    "<![CDATA[",
    "<a ",
    "<a a='",
    "<br",
    "<img ",
    "<embed ",
    "<body>",
    "</p>\n",
    "<b></p>",
    "<br/>\u00a0",
    "src='",
    "&",
    "{",
    "{1:SA:=a}",
    "{1:SA:",
    "::",
    "$CATEGORY: a\n",
    "//",
    "[tag:",
    "[[",
    "[[ ",
    "\\",
    "a\n",
    "A. b\n",
    "ANSWER: A\n",
    "\n",
    " ",
    "\u00a0",
    "a",
]
MINUTE = 60.0
KNOWN = [kind() for kind in FORMATS]


@pytest.fixture(autouse=True)
def _stopped_after_a_minute():
    """What grows with the square is not waited for."""

    def stop(number, frame):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, MINUTE)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def seconds(work, text):
    start = time.process_time()
    work(text)
    return time.process_time() - start


def grows_evenly(work, beginning):
    """Does `work` take about as many times longer as the text is longer?

    A machine that is busy otherwise may slow one run down. What grows with the square is too slow in each.
    """
    once, more = (beginning * (size // len(beginning)) for size in (SMALL, LARGE))
    return any(seconds(work, more) < FEW_SECONDS + MOST_GROWTH * seconds(work, once) for _run in range(3))


def in_moodle(kind):
    def read(text):
        cdata = text.replace("]]>", "")
        moodle_read.read(
            f'<quiz><question type="{kind}"><questiontext format="html"><text><![CDATA[{cdata}]]></text></questiontext>'
            '<answer fraction="100"><text>a</text></answer></question></quiz>'.encode()
        )

    return read


def in_qti(text):
    qti_read(ITEM.replace("Who?", escape(text)).encode())


def cleaned(text):
    try:
        rich(text, features=["bold", "italic", "link", "ol", "ul"], picture=lambda source, alternative: "")
    except TooManyTags:
        return


READERS = {
    "guessing": lambda text: guess(text.encode(), name="a", among=KNOWN),
    "guessing behind a declaration": lambda text: guess(b"<?xml?>" + text.encode(), name="a", among=KNOWN),
    "GIFT": lambda text: gift.read(text.encode()),
    "answers in GIFT": lambda text: gift.read(b"q {" + text.encode() + b"}"),
    "Aiken": lambda text: aiken.read(text.encode()),
    "Moodle XML": in_moodle("multichoice"),
    "gaps in Moodle XML": in_moodle("cloze"),
    "QTI": lambda text: qti_read(text.encode()),
    "QTI behind a declaration": lambda text: qti_read(b"<?xml version='1.0'?>" + text.encode()),
    "a text in QTI": in_qti,
    "a passage of a package": lambda text: markup.tidy(markup._within_body(text)),
    "a label of QTI": lambda text: notes(Node("a", {"label": text})),
    "making safe": cleaned,
    "comparing": digest.plain,
    "pictures by name": partial(with_image_ids, ids={}),
    "gaps of ours": gaps.tokens,
    "a text in a line": texts.inline,
}


@pytest.mark.parametrize("reader", READERS)
def test_many_beginnings_cost_no_more_than_their_number(reader):
    assert [beginning for beginning in BEGINNINGS if not grows_evenly(READERS[reader], beginning)] == []


@pytest.mark.parametrize("sign", ["a", "\\\\", ".*"])
def test_a_long_pattern_costs_no_more_than_its_length(sign):
    assert grows_evenly(lambda text: patterns.as_wildcard(text + "$"), sign)


def test_blanks_without_end_within_a_gap():
    assert grows_evenly(lambda blanks: gaps.tokens(f"[[{blanks}"), " ")


def test_many_files_of_one_name_cost_no_more_than_their_number():
    def read(text):
        files = "".join(f'<file name="a.png" encoding="text">{number}</file>' for number in range(len(text) // 10))
        moodle_read.read(
            "<quiz><question "
            f'type="essay"><questiontext><text>a</text>{files}</questiontext></question></quiz>'.encode()
        )

    assert grows_evenly(read, "a")


def test_many_gaps_times_many_words_are_refused():
    words = "".join(f"<selectoption><text>{number}</text></selectoption>" for number in range(1, 1001))
    text = "".join(f"[[{number}]]" for number in range(1, 1001))
    xml = f'<quiz><question type="gapselect"><questiontext><text>{text}</text></questiontext>{words}</question></quiz>'

    assert [refused.reason for refused in moodle_read.read(xml.encode()).refused] == ["gap-too-many"]


def test_a_text_in_many_lines_is_one_text():
    def read(text):
        assert parse(f"<a>{text}</a>".encode()).content == [text]

    assert grows_evenly(read, "a\n")


def test_a_mark_within_the_same_mark_is_not_said_again_in_every_paragraph():
    html = "<b>" * 1000 + "<p>word</p>" * 1000

    assert len(rich(html, features=["bold"], picture=lambda source, alternative: "")) < 2 * len(html)


def test_a_text_that_nobody_writes_by_hand_is_not_cleaned():
    with pytest.raises(TooManyTags):
        rich("<div>" * 5001, features=[], picture=lambda source, alternative: "")
