"""The quiz's page: secrets kept until they are due, saved state shown on every device, and a small module."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from courses.catalogue import lookup
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.models import Attempt
from tests.builders import event, right_answers, right_options, wrong_options

QUIZ = "/learn/trafficking/trafficking-quiz/"


@pytest.fixture
def learner(as_, wanjiru, enrolment):
    return as_(wanjiru)


@pytest.fixture
def attempt(learner):
    learner.post(f"{QUIZ}start/", {"event_id": str(uuid7())})
    return Attempt.objects.get()


def secrets_of(attempt) -> set[str]:
    """Every text that gives an answer away."""
    entry = attempt.enrolment.release.outline.by_slug("trafficking-quiz")
    texts = lookup.content(entry.content("en", "", "en")).definition["questions"].values()
    return {said for question in texts for said in (question["feedback"], *question["reveal"]["feedback"].values())}


def test_no_response_before_the_end_holds_a_key_or_a_reason(learner, attempt):
    secrets = secrets_of(attempt)
    wrong = {f"q:{item['id']}": wrong_options(item)[0] for item in attempt.form["items"]}
    responses = [
        learner.get(QUIZ),
        learner.post(QUIZ, event(**wrong), headers={"X-Requested-With": "fetch"}),
        learner.post(QUIZ, event(**wrong, review="1"), follow=True),
        learner.get(f"{QUIZ}?review"),
        learner.get(f"{QUIZ}?attempt=1"),
        learner.post(QUIZ, event(**{"q:x": "y"})),
        learner.get("/learn/trafficking/"),
        learner.get("/learn/"),
    ]
    for response in responses:
        bytes_sent = response.content.decode() + str(response.headers) + str(response.cookies)
        assert not [secret for secret in secrets if secret in bytes_sent]
        assert not re.search(
            r"\b(right|correct|incorrect|key)\b", re.sub(r"Right|csrf\w+", "", bytes_sent.split("<main")[-1])
        )


def test_right_and_wrong_answers_look_the_same_until_the_end(learner, attempt):
    item = attempt.form["items"][0]

    def page(option):
        learner.post(QUIZ, event(**{f"q:{item['id']}": option}))
        html = learner.get(QUIZ).content.decode()
        html = re.sub(r'value="([\w-]{36,64}|true|false)"( checked)?|Saved \d\d:\d\d', "", html)
        return re.sub(r'"csrfmiddlewaretoken" value="\w+"', "", html)

    assert len({page(right_options(item)), page(wrong_options(item)[:1])}) == 1


def test_another_device_shows_what_was_saved_and_a_flag_keeps_ones_place(learner, attempt, as_, wanjiru):
    item = attempt.form["items"][0]
    saved = learner.post(
        f"{QUIZ}?attempt=1", event(**{f"q:{item['id']}": item["order"][0]}), headers={"X-Requested-With": "fetch"}
    )
    assert (saved.status_code, saved.content) == (204, b"")
    learner.post(QUIZ, event(flag=item["id"]))

    page = as_(wanjiru).get(QUIZ).content.decode()
    assert f'value="{item["order"][0]}" checked' in page
    assert "Saved " in page and "Remove the flag" in page and 'class="answered flagged"' in page

    item = attempt.form["items"][1]
    assert learner.post(QUIZ, event(flag=item["id"]))["Location"] == f"{QUIZ}#question-{item['id']}"


def test_every_question_stands_in_one_form_without_javascript_and_nothing_distracts(learner, attempt):
    page = learner.get(QUIZ).content.decode()
    assert page.count("<fieldset") == page.count('aria-labelledby="stem-') == 2
    assert page.count('name="review"') == 2 and page.index(">Save answers<") < page.index('name="flag"')
    assert 'class="destinations"' not in page and 'class="pager"' not in page
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", page)


def test_the_result_explains_every_question_and_offers_another_attempt(learner, attempt):
    answers = right_answers(attempt)
    one = next(iter(answers))
    learner.post(QUIZ, event(**{**answers, one: ""}))
    page = learner.get(QUIZ).content.decode()

    assert "Not passed" in page and "1 of 2 questions right" in page and "70\u00a0%" in page
    assert "You did not answer this question." in page and "Try again" in page and "1 attempt left" in page
    learner.post(f"{QUIZ}start/", event())
    assert "/start/" not in learner.get(f"{QUIZ}?attempt=1").content.decode()
    assert "under way" in learner.get(f"{QUIZ}?attempt=1").content.decode()


def test_a_quiz_without_a_pass_mark_says_nothing_of_passing(learner, attempt):
    attempt.form["pass_mark"] = 0
    attempt.save(update_fields=["form"])
    learner.post(QUIZ, event(**right_answers(attempt)))
    page = learner.get(QUIZ).content.decode()
    assert "questions right." in page and "Passed" not in page and "needed to pass" not in page


def test_the_start_says_what_awaits(learner):
    page = learner.get(QUIZ).content.decode()
    assert "2 attempts left" in page and "70\u00a0%" in page and "<dd>2</dd>" in page


@pytest.mark.once
@pytest.mark.parametrize(("module", "kib"), [("quiz/quiz.js", 5), ("questions/arrange.js", 3)])
def test_the_module_is_small_and_asks_nobody_else(module, kib):
    source = Path(finders.find(module)).read_text()
    assert len(gzip.compress(source.encode())) <= kib * 1024
    assert "http" not in source.replace("plain http", "") and "innerHTML" not in source
