"""What the result of a sitting shows, and how an editor sets a quiz up."""

from django.utils import timezone

from assessments.questions.models import Question
from assessments.quiz.models import Draw, QuizPage, Section
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Enrolment, Event
from tests.builders import make_question, right_options, wrong_options

from .test_sitting import QUIZ, event, secrets_of, set_up, sit  # noqa: F401


class TestResult:
    def test_shows_what_the_editor_lets_it_show(self, sit):
        client, attempt = sit(review={"during": [], "just_after": [], "later": [], "after_close": []})
        secrets = secrets_of(attempt)
        client.post(QUIZ, event(submit="1"))
        page = client.get(QUIZ).content.decode()
        assert "The result is not shown yet." in page and "%" not in page.split("<main")[-1]
        assert not any(text in page for secret in secrets.values() for text in [*secret["reasons"], secret["stem"]])

    def test_an_answer_is_contested_and_answered_for_both_to_see(self, sit, omar, as_, abdi):
        client, attempt = sit()
        item = attempt.form["items"][0]
        data = event(question=item["id"], text="In our law <b>both</b> are right.")
        assert client.post(f"/x/quiz/contest/{attempt.pk}/", data).status_code == 302
        assert not Event.objects.filter(verb="contested").exists()
        client.post(QUIZ, event(submit="1"))
        assert (
            as_(abdi).post(f"/x/quiz/contest/{attempt.pk}/", event(question=item["id"], text="Mine")).status_code == 404
        )
        for _time in range(2):
            client.post(f"/x/quiz/contest/{attempt.pk}/", data)
        services.record(
            attempt=attempt,
            verb="responded",
            data={"question": item["id"], "text": "No: article 3."},
            event_id=uuid7(),
            now=timezone.now(),
            by=omar,
        )
        page = client.get(QUIZ).content.decode()
        assert "In our law &lt;b&gt;both&lt;/b&gt; are right." in page and "No: article 3." in page
        assert Event.objects.filter(verb="contested").count() == 1
        assert list(rebuild(write=False)) == []

    def test_a_corrected_key_counts_again(self, sit, omar, now):
        client, attempt = sit()
        first, second = attempt.form["items"]
        client.post(
            QUIZ,
            event(
                **{
                    f"q:{first['id']}": wrong_options(first)[:1],
                    f"q:{second['id']}": right_options(second),
                    "submit": "1",
                }
            ),
        )
        wrong = wrong_options(first)[0]
        key = {**first["key"], "fractions": {name: float(name == wrong) for name in first["order"]}}
        services.record(
            attempt=attempt,
            verb="rescored",
            data={"keys": {first["id"]: key}, "reason": "Mixed up", "lower": False},
            event_id=uuid7(),
            now=timezone.now(),
            by=omar,
        )
        assert Attempt.objects.get().score == 1.0 and str(attempt.activity_id) in Enrolment.objects.get().done
        assert list(rebuild(write=False)) == []


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
        assert blueprint(found)[0] == {"topic": category.name, "wanted": 4, "available": 6, "levels": [0, 6, 0]}
        page.draws = [Draw(category=category, number=4), Draw(category=category, difficulty="medium", number=3)]
        page.save()
        assert "other draws need the same ones" in next(shortages(page, strata(page)))

    def test_the_form_in_the_admin_opens_warns_and_saves(self, set_up, admin_client):
        page = set_up()
        form = admin_client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
        assert "Questions in the bank" in form and form.count('name="review-later"') == 4
