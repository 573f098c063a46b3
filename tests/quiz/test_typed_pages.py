"""Questions that are answered by writing, on a page without JavaScript: answered, saved, submitted, explained;
nothing told before.
"""

import re
from html import unescape

import pytest

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.models import Attempt
from tests.builders import event

QUIZ = "/learn/words/words-quiz/"


@pytest.fixture
def learner(as_, wanjiru, typed_quiz):
    signed_in = as_(wanjiru)
    signed_in.post(f"{QUIZ}start/", {"event_id": str(uuid7())})
    return signed_in


def right_answers(attempt, page) -> dict[str, str]:
    """What a learner who knows everything writes and chooses, from what the page offers."""
    sent = {}
    for item in attempt.form["items"]:
        field = f"q:{item['id']}"
        if item["kind"] != "gapfill":
            sent[field] = {"shorttext": "Consent", "numerical": "5,05 m"}[item["kind"]]
            continue
        for gap, text in zip(item["order"]["gaps"], ("means", "purpose", "18"), strict=True):
            options = re.search(rf'name="{field}:{gap}">(.*?)</select>', page, re.DOTALL)
            chosen = re.search(rf'<option value="([\w-]+)">{text}<', options[1]) if options else None
            sent[f"{field}:{gap}"] = chosen[1] if chosen else text
    return sent


def test_is_answered_saved_submitted_and_explained(learner):
    page, attempt = learner.get(QUIZ).content.decode(), Attempt.objects.get()
    answers = right_answers(attempt, page)
    assert set(answers) == set(re.findall(r'name="(q:[^"]+)"', page))

    learner.post(QUIZ, event(**answers))
    saved = learner.get(QUIZ).content.decode()
    assert 'value="5,05 m"' in saved and saved.count(" selected") == 6 and "answered" in saved
    learner.post(QUIZ, event(submit="1"))

    attempt.refresh_from_db()
    result = learner.get(QUIZ).content.decode()
    assert attempt.score == 1.0 and set(attempt.state["marks"].values()) == {1.0}
    assert "5 of 5 questions right" in result and "Your answer, and it is right" in result and "Why r" in result


def test_parts_of_an_answer_earn_parts_and_the_result_says_why(learner):
    page, attempt = learner.get(QUIZ).content.decode(), Attempt.objects.get()
    answers = right_answers(attempt, page)
    kinds = {item["id"]: item["kind"] for item in attempt.form["items"]}
    for name in answers:
        question, _colon, gap = name.removeprefix("q:").partition(":")
        answers[name] = "" if gap else {"shorttext": "<b>they agree</b>", "numerical": "5"}[kinds[question]]
    learner.post(QUIZ, event(**answers, submit="1"))

    attempt.refresh_from_db()
    marks = sorted(attempt.state["marks"].values())
    assert marks == [0, 0, 0, 0.5, 0.75]
    result = unescape(learner.get(QUIZ).content.decode())
    assert "Your answer, and it is partly right" in result and "The unit is missing" in result and "consent" in result
    assert "&lt;b&gt;they agree&lt;/b&gt;" in learner.get(QUIZ).content.decode()
    assert "5 m, up to 0.1 more or less" in result and "You did not answer this question." in result


def test_each_field_says_what_it_is_and_how_to_write_in_it(learner):
    page = learner.get(QUIZ).content.decode()
    fields = re.findall(r'<input type="text"[^>]*>', page)
    assert len(fields) == 5
    for field in fields:
        for attribute in (
            'dir="auto"',
            'maxlength="250"',
            'autocapitalize="none"',
            'spellcheck="false"',
            'autocomplete="off"',
        ):
            assert attribute in field
    assert page.count('inputmode="decimal"') == 1 and "Write the number and its unit." in page
    for number in (1, 2, 3):
        assert page.count(f"Gap {number} of 3") == 3
    assert page.count("<label") == len(fields) + 6 and "[[" not in page
    assert page.count('data-arrange="slots"') == 1
