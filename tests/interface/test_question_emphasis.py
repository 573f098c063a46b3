"""Which words of a question stand out: the sentence that asks, in each script, whatever an editor wrote around it."""

import re
from uuid import uuid4

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from lms.foundation.interface.question_emphasis import SHORT, emphasized, question_in

pytestmark = pytest.mark.once

B = '<b class="asks">'


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (
            "<p>Amina was promised work. She agreed. What is her consent worth under art. 3?</p>",
            "What is her consent worth under art. 3?",
        ),
        (
            "<p>A story.</p><p>He was in the van. Which of <b>these</b> is the means?</p>",
            "Which of <b>these</b> is the means?",
        ),
        ("<p>ሰነዱ አለ። ማን ነው፧</p>", "ማን ነው፧"),
        ("<p>وصلت الفتاة إلى الحدود. ما الوسيلة؟</p>", "ما الوسيلة؟"),
        ("<p>Elle dit : « Oui. » Que faire ?</p>", "Que faire ?"),
        ("<p>He said: <i>stop. Who are you?</i></p>", "He said: <i>stop. Who are you?</i>"),
        ("<p>Which is right?</p><ul><li>a</li></ul>", "Which is right?"),
        ("<p>Sgt. Ali asks: who paid?</p>", "Sgt. Ali asks: who paid?"),
        ("<p>Sort what the report says.</p>", "Sort what the report says."),
        ("A plain text. Is it one?", "Is it one?"),
    ],
)
def test_the_sentence_that_asks_stands_out(html, said):
    assert emphasized(html).count(B) == 1 and f"{B}{said}</b>" in emphasized(html)


@pytest.mark.parametrize(
    "html", ["", "<p></p>", f"<p>{'word ' * SHORT}</p>", "<p>Story.</p><p>Sort.</p>", "<ul><li>Which?</li></ul>"]
)
def test_where_nothing_asks_nothing_stands_out(html):
    assert emphasized(html) == html


@given(
    st.lists(
        st.sampled_from(
            [
                "<br>",
                ". ",
                " ",
                "\0",
                "<p>",
                "</p>",
                "<b>",
                "</b>",
                "<i>",
                "</i>",
                "?",
                "؟",
                "a",
                "B",
                "art",
                "&amp;",
                "<",
            ]
        ),
        max_size=30,
    )
)
def test_words_and_tags_stay_whatever_arrives(parts):
    html = "".join(parts)
    found = emphasized(html)
    marked = re.sub(re.escape(B) + "(.*)</b>", r"\1", found, count=1, flags=re.S) if B in found else found
    assert marked == html


def test_a_plain_text_is_escaped_and_safe_html_is_not():
    template = Template("{% load interface %}{{ plain|asked }} {{ rich|safe|asked }}")
    html = template.render(Context({"plain": "<script>? Is it?", "rich": "<p>Is <i>it</i>?</p>"}))
    assert "<script" not in html and f"{B}Is it?</b>" in html and f"<p>{B}Is <i>it</i>?</b></p>" in html


def test_a_course_has_one_cover_everywhere():
    template, key = Template("{% load interface %}{{ key|cover }}"), uuid4()
    first = template.render(Context({"key": key}))
    assert first == template.render(Context({"key": str(key)})) and re.fullmatch("cover cover-[0-5]", first)
    assert len({template.render(Context({"key": uuid4()})) for _time in range(60)}) == 6


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("She was promised a school. What follows for her?", "What follows for her?"),
        ("وُعدت بمدرسة. ما الذي يترتّب على ذلك؟ ", "ما الذي يترتّب على ذلك؟"),
        ("Sort what you see. Then compare.", "Sort what you see. Then compare."),
        ("", ""),
    ],
)
def test_of_a_plain_text_the_sentence_that_asks_can_stand_alone(text, question):
    assert question_in(text) == question
