"""What the result of a sitting shows, how an editor sets a quiz up, and what small forms of learners say."""

import pytest
from django.core.exceptions import ValidationError

from assessments.questions.models import Question
from assessments.quiz.models import Draw, QuizPage, Section
from lms.learning.progress.models import Attempt, Event
from tests.builders import make_question, wrong_answers

from .test_sitting import QUIZ, event, secrets_of, set_up, sit  # noqa: F401


class TestResult:
    def test_shows_what_the_editor_lets_it_show(self, sit):
        client, attempt = sit(review={"during": [], "just_after": [], "later": [], "after_close": []})
        secrets = secrets_of(attempt)
        client.post(QUIZ, event(submit="1"))
        page = client.get(QUIZ).content.decode()
        assert "The result is not shown yet." in page and "%" not in page.split("<main")[-1]
        assert not any(text in page for secret in secrets.values() for text in [*secret["reasons"], secret["stem"]])

    def test_an_answer_is_contested_once_and_only_after_the_end(self, sit):
        client, attempt = sit()
        data = event(question=attempt.form["items"][0]["id"], text="In our law both are right.")
        assert client.post(f"/x/quiz/contest/{attempt.pk}/", data).status_code == 302
        assert not Event.objects.filter(verb="contested").exists()
        client.post(QUIZ, event(submit="1"))
        for _time in range(2):
            client.post(f"/x/quiz/contest/{attempt.pk}/", data)
        assert Event.objects.filter(verb="contested").count() == 1


class TestSetUp:
    def test_sections_fixed_questions_and_marks(self, sit, course):
        category = Question.objects.first().category
        fixed = make_question(category, "Always asked?")
        page = QuizPage.objects.get(slug="trafficking-quiz")
        page.sections = [Section(heading="Means", introduction="Think of the act."), Section(heading="Purpose")]
        client, attempt = sit(
            draws=[
                Draw(question=fixed, mark=3.0, section=1),
                Draw(category=category, difficulty="medium", number=2, section=2),
            ],
            sections=[Section(heading="Means", introduction="Think of the act."), Section(heading="Purpose")],
        )
        items = attempt.form["items"]
        assert items[0]["id"] == str(fixed.translation_key) and items[0]["mark"] == 3.0 and len(items) == 3
        assert str(fixed.translation_key) not in [item["id"] for item in items[1:]]
        shown = client.get(QUIZ).content.decode()
        assert shown.index("<h2>Means</h2>") < shown.index("Always asked?") < shown.index("<h2>Purpose</h2>")

    def test_two_forms_ask_different_questions(self, set_up, course):
        page = set_up(half="a", draws=[Draw(category=Question.objects.first().category, number=3)])
        other = QuizPage(title="After", slug="after", half="b", like=page)
        page.get_parent().add_child(instance=other)
        other.full_clean()
        from assessments.quiz.page.selection import shortages, strata

        one, two = strata(page)[0].questions, strata(other)[0].questions
        assert len(one) == len(two) == 3 and not one.keys() & two.keys()
        page.draws = [Draw(category=Question.objects.first().category, number=4)]
        page.save()
        assert "half" in next(shortages(other, strata(other)))

    def test_warns_of_draws_that_lack_or_share_questions(self, set_up):
        from assessments.quiz.page.selection import blueprint, repeats, shortages, strata

        category = Question.objects.first().category
        page = set_up(draws=[Draw(category=category, number=4), Draw(category=category, difficulty="medium", number=2)])
        found = strata(page)
        assert list(shortages(page, found)) == [] and len(list(repeats(found))) == 1
        assert blueprint(found)[0] == {
            "topic": category.name,
            "wanted": 4,
            "available": 6,
            "levels": [0, 6, 0],
            "drafts": 0,
        }
        page.draws = [Draw(category=category, number=4), Draw(category=category, difficulty="medium", number=3)]
        page.save()
        assert "other draws need the same ones" in next(shortages(page, strata(page)))

    def test_the_form_in_the_admin_opens_warns_and_saves(self, set_up, admin_client):
        page = set_up()
        form = admin_client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
        assert "Questions in the bank" in form and form.count('name="review-later"') == 4


def test_an_exam_does_not_say_at_once_what_is_right(course):
    page = QuizPage.objects.get(slug="trafficking-quiz")
    page.ticket, page.behaviour = True, QuizPage.Behaviour.IMMEDIATE
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert set(refused.value.message_dict) == {"behaviour"}


def test_a_contest_without_a_word_opens_its_form_again_and_says_why_beside_the_field(as_, enrolment):
    client = as_(enrolment.learner)
    client.post(f"{QUIZ}start/", event())
    attempt = Attempt.objects.get()
    client.post(QUIZ, event(**wrong_answers(attempt)))
    data = event(question=attempt.form["items"][0]["id"], text="  ")
    answered = client.post(f"/x/quiz/contest/{attempt.pk}/", data)
    assert answered["Location"] == f"{QUIZ}?attempt=1", "no fragment, which would take the reader past the reason"
    page = client.get(answered["Location"]).content.decode()
    assert 'autofocus><a href="#contest">' in page and "<details open>" in page
    assert 'aria-invalid="true" aria-describedby="contest-error"' in page
    assert '<p class="error" id="contest-error">' in page
