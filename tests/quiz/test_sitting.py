"""Sitting a quiz under its settings, as a browser without JavaScript does: nothing leaves the server before it is due, nothing is lost."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from assessments.questions.models import Question
from assessments.quiz.models import Draw, QuizPage, Section
from courses import catalogue
from lms.plugins.identifiers import uuid7
from lms.progress import deadlines, services
from lms.progress.models import Attempt, Enrolment, Event
from lms.progress.rebuilding import rebuild
from tests.builders import make_question, right_options, wrong_options
from tests.releasing import release_waiting

QUIZ = "/learn/trafficking/trafficking-quiz/"


@pytest.fixture
def set_up(course):
    """Publishes the quiz of the course with these settings."""

    def publish(**settings):
        page = QuizPage.objects.get(slug="trafficking-quiz")
        for name, value in settings.items():
            setattr(page, name, value)
        page.save_revision().publish()
        release_waiting()
        course.refresh_from_db()
        return page

    return publish


@pytest.fixture
def sit(set_up, course, wanjiru, as_, now):
    """Wanjirũ's browser in an attempt at the quiz with these settings."""

    def begin(**settings):
        set_up(**settings)
        services.enrol(people=[wanjiru], course=course, now=now)
        client = as_(wanjiru)
        client.post(f"{QUIZ}start/", event())
        return client, Attempt.objects.get(kind="quiz")

    return begin


def event(**data):
    return {"event_id": str(uuid7()), **data}


def secrets_of(attempt):
    """By question, every text that gives it away; and the text that it asks, which others must not see before it is their turn."""
    entry = attempt.enrolment.release.outline.by_slug("trafficking-quiz")
    questions = catalogue.content(entry.content("en", "", "en")).definition["questions"]
    return {
        item["id"]: {"reasons": {questions[item["id"]]["feedback"], *questions[item["id"]]["reveal"]["feedback"].values()},
                     "stem": re.sub("<.*?>", "", questions[item["id"]]["stem"])}
        for item in attempt.form["items"]
    }  # fmt: skip


def bytes_of(response):
    return response.content.decode() + str(response.headers)


def test_one_after_the_other_no_byte_of_a_later_question_leaves_the_server(sit):
    client, attempt = sit(navigation="sequential")
    first, second = attempt.form["items"]
    secrets = secrets_of(attempt)

    def everything():
        wrong = event(**{f"q:{second['id']}": second["order"][0]})
        yield from (client.get(QUIZ), client.get(f"{QUIZ}?review"), client.get(f"{QUIZ}?attempt=1"), client.get("/learn/trafficking/"))
        yield from (
            client.post(QUIZ, wrong),
            client.post(QUIZ, wrong, headers={"X-Requested-With": "fetch"}),
            client.post(QUIZ, event(go="9")),
        )

    for response in everything():
        assert secrets[second["id"]]["stem"] not in bytes_of(response)
        assert not any(reason in bytes_of(response) for secret in secrets.values() for reason in secret["reasons"])
    client.post(QUIZ, event(**{f"q:{first['id']}": right_options(first), "go": "2"}))
    page = client.get(QUIZ).content.decode()
    assert secrets[second["id"]]["stem"] in page and secrets[first["id"]]["stem"] not in page and "Review and submit" in page
    assert client.post(QUIZ, event(**{f"q:{first['id']}": wrong_options(first)})).status_code == 422
    client.post(QUIZ, event(**{f"q:{second['id']}": right_options(second), "submit": "1"}))
    assert Attempt.objects.get().score == 1.0
    assert list(rebuild(write=False)) == []


def test_a_checked_answer_tells_of_itself_alone(sit):
    client, attempt = sit(behaviour="immediate", tries=2, penalty=50)
    first, _second = attempt.form["items"]
    secrets = secrets_of(attempt)
    assert client.post(QUIZ, event(check=first["id"]))["Location"] == f"{QUIZ}#check-{first['id']}"
    assert "You have not answered this question yet." in client.get(QUIZ).content.decode()
    for _press in range(2):
        answered = client.post(QUIZ, event(**{f"q:{first['id']}": wrong_options(first)[:1], "check": first["id"]}))
    assert answered["Location"] == f"{QUIZ}#check-{first['id']}"
    page = client.get(QUIZ).content.decode()
    assert "Not right." in page and "1 try left." in page
    assert not any(reason in page for reason in secrets[first["id"]]["reasons"])
    client.post(QUIZ, event(**{f"q:{first['id']}": right_options(first), "check": first["id"]}))
    page = client.get(QUIZ).content.decode()
    assert "Right." in page and page.count("Check answer") == 1
    client.post(QUIZ, event(submit="1"))
    assert Attempt.objects.get().score == pytest.approx(0.25)
    assert list(rebuild(write=False)) == []


def test_pages_are_turned_and_the_place_is_kept_on_another_device(sit, as_, wanjiru):
    client, attempt = sit(per_page=1)
    first, second = attempt.form["items"]
    assert client.post(QUIZ, event(**{f"q:{first['id']}": right_options(first), "go": "2"}))["Location"] == QUIZ
    page = as_(wanjiru).get(QUIZ).content.decode()
    assert f'id="question-{second["id"]}"' in page and f'id="question-{first["id"]}"' not in page and "Page 2 of 2" in page
    client.post(QUIZ, event(go="1"))
    assert f'value="{right_options(first)[0]}" checked' in client.get(QUIZ).content.decode()


def test_two_tabs_with_one_answer_each_keep_both(sit):
    client, attempt = sit()
    first, second = attempt.form["items"]
    tabs = [re.search(r'name="event_id" value="([^"]+)"', client.get(QUIZ).content.decode()).group(1) for _tab in range(2)]
    one = {"event_id": tabs[0], f"q:{first['id']}": right_options(first)}
    for data in (one, {"event_id": tabs[1], f"q:{second['id']}": right_options(second)}, one):
        client.post(QUIZ, data)
    assert set(Attempt.objects.get().state["responses"]) == {first["id"], second["id"]}
    assert Event.objects.filter(verb="answered").count() == 2


class TestTime:
    def test_the_page_says_until_when_and_the_server_decides(self, sit):
        with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
            client, attempt = sit(limit_minutes=30, grace_seconds=60)
            first, second = attempt.form["items"]
            assert 'data-time-left="1800"' in client.get(QUIZ).content.decode()
            clock.shift(timedelta(minutes=26))
            page = client.get(QUIZ).content.decode()
            assert 'data-time-left="240"' in page and "time-warning" in page
            clock.shift(timedelta(minutes=4, seconds=59))
            assert client.post(QUIZ, event(**{f"q:{first['id']}": right_options(first)})).status_code == 302
            assert "The time is up" in client.get(QUIZ).content.decode()
            clock.shift(timedelta(seconds=2))
            late = client.post(QUIZ, event(**{f"q:{second['id']}": right_options(second)}))
            assert late.status_code == 409 and "came after the end" in late.content.decode() and "Not passed" in late.content.decode()
            assert (Attempt.objects.get().score, deadlines.sweep(now=timezone.now())) == (0.5, 0)
            assert client.post(QUIZ, event(submit="1")).status_code == 302, "nothing new"
            assert (Attempt.objects.get().undecided, Attempt.objects.get().score) == (1, 0.5)
        assert list(rebuild(write=False)) == []

    def test_nothing_is_written_by_looking(self, sit):
        with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
            client, _attempt = sit(limit_minutes=1)
            clock.shift(timedelta(hours=1))
            client.get(QUIZ)
            client.get(f"{QUIZ}?review")
            assert Attempt.objects.get().closed_at is None
            assert deadlines.sweep(now=timezone.now()) == 1

    def test_opens_and_closes(self, set_up, course, wanjiru, as_, now):
        opens = now + timedelta(days=1)
        set_up(opens_at=opens, closes_at=opens + timedelta(hours=2))
        services.enrol(people=[wanjiru], course=course, now=now)
        with time_machine.travel(now, tick=False) as clock:
            client = as_(wanjiru)
            page = client.get(QUIZ).content.decode()
            assert "Opens on Wednesday 25 November" in page and "/start/" not in page
            client.post(f"{QUIZ}start/", event())
            assert not Attempt.objects.exists()
            clock.shift(timedelta(days=1))
            client = as_(wanjiru)
            client.post(f"{QUIZ}start/", event())
            assert Attempt.objects.get().deadline_at == opens + timedelta(hours=2)
            clock.shift(timedelta(hours=3))
            deadlines.sweep(now=timezone.now())
            client = as_(wanjiru)
            assert "Closed since" in client.get(QUIZ).content.decode()

    def test_one_waits_between_two_attempts(self, sit, as_, wanjiru):
        with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
            client, _attempt = sit(delay_minutes=60)
            client.post(QUIZ, event(submit="1"))
            assert "You can try again from" in client.get(QUIZ).content.decode()
            client.post(f"{QUIZ}start/", event())
            assert Attempt.objects.count() == 1
            clock.shift(timedelta(minutes=60))
            as_(wanjiru).post(f"{QUIZ}start/", event())
            assert Attempt.objects.count() == 2


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
        assert as_(abdi).post(f"/x/quiz/contest/{attempt.pk}/", event(question=item["id"], text="Mine")).status_code == 404
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
            QUIZ, event(**{f"q:{first['id']}": wrong_options(first)[:1], f"q:{second['id']}": right_options(second), "submit": "1"})
        )
        wrong = wrong_options(first)[0]
        key = {**first["key"], "fractions": {name: float(name == wrong) for name in first["order"]}}
        services.record(
            attempt=attempt, verb="rescored", data={"keys": {first["id"]: key}, "reason": "Mixed up", "lower": False}, event_id=uuid7(),
            now=timezone.now(), by=omar,
        )  # fmt: skip
        assert Attempt.objects.get().score == 1.0 and str(attempt.activity_id) in Enrolment.objects.get().done
        assert list(rebuild(write=False)) == []


class TestSetUp:
    def test_sections_fixed_questions_and_marks(self, sit, course):
        category = Question.objects.first().category
        fixed = make_question(category, "Always asked?")
        page = QuizPage.objects.get(slug="trafficking-quiz")
        page.sections = [Section(heading="Means", introduction="Think of the act."), Section(heading="Purpose")]
        client, attempt = sit(
            draws=[Draw(question=fixed, mark=3.0, section=1), Draw(category=category, difficulty="medium", number=2, section=2)],
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
        from assessments.quiz.selection import shortages, strata

        one, two = strata(page)[0].questions, strata(other)[0].questions
        assert len(one) == len(two) == 3 and not one.keys() & two.keys()
        page.draws = [Draw(category=Question.objects.first().category, number=4)]
        page.save()
        assert "half" in next(shortages(other, strata(other)))

    def test_warns_of_draws_that_lack_or_share_questions(self, set_up):
        from assessments.quiz.selection import blueprint, repeats, shortages, strata

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
        assert "What the bank has" in form and form.count('name="review-later"') == 4
