"""Who is in a cohort, and the page about one person."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from assessments.quiz.models import QuizPage
from courses.catalogue.outline import Entry, Outline
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.enrolments import corrections
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.learning.progress.player.course_records import why_this_score
from lms.people.administration.records import services as people_services
from lms.people.directory.models import User
from tests.builders import complete, wrong_answers
from tests.releasing import release_waiting

pytestmark = pytest.mark.usefixtures("clock")


def people(cohort):
    return reverse("teach:people", args=[cohort.pk])


class TestAdding:
    def test_by_service_number_in_any_case_one_on_each_line_also_of_units_below(
        self, as_, omar, cohort, unit, wanjiru, abdi
    ):
        below = User.objects.create_user("KE-9", name="In a unit", institution=unit)
        response = as_(omar).post(people(cohort), {"numbers": "\n  ke-20377 \r\nKE-20417\nKE-9"}, follow=True)
        assert "3 people added" in response.content.decode()
        assert set(cohort.people.all()) == {wanjiru, abdi, below}

    def test_what_names_nobody_here_stays_with_its_line_and_the_rest_is_added(
        self, as_, omar, cohort, wanjiru, stranger
    ):
        response = as_(omar).post(people(cohort), {"numbers": "KE-20377\nKE-404\n\nUG-300"})
        page = response.content.decode()
        assert response.status_code == 422
        assert "Line 2: nobody of Mlima Police Academy has the service number “KE-404”." in page
        assert "Line 4: nobody of Mlima Police Academy has the service number “UG-300”." in page
        assert ">\nKE-404\nUG-300</textarea>" in page
        assert "1 person added" in page
        assert list(cohort.people.all()) == [wanjiru]

    def test_again_says_so_and_adds_nobody_twice(self, as_, omar, joined):
        response = as_(omar).post(people(joined), {"numbers": "KE-20377"}, follow=True)
        assert "1 person was in this cohort already" in response.content.decode()
        assert joined.members.count() == 2

    def test_nobody_adds_themselves_and_the_others_are_added(self, as_, omar, cohort, wanjiru):
        response = as_(omar).post(people(cohort), {"numbers": "ke-100\nKE-20377"}, follow=True)
        assert response.status_code == 422
        assert "You cannot add yourself to a cohort" in response.content.decode()
        assert ">\nKE-100</textarea>" in response.content.decode()
        assert list(cohort.people.all()) == [wanjiru]

    def test_who_added_whom_and_who_took_whom_out_is_on_record(self, as_, omar, cohort, wanjiru):
        as_(omar).post(people(cohort), {"numbers": "KE-20377"})
        as_(omar).post(reverse("teach:remove", args=[cohort.pk, wanjiru.pk]))
        history = ModelLogEntry.objects.for_instance(cohort).order_by("timestamp", "pk")
        assert [(row.action, row.user, row.data["people"]) for row in history] == [
            (action, omar, [wanjiru.pk]) for action in ("people.joined", "people.left")
        ]
        assert [str(row.message) for row in history] == [
            "1 person added to the cohort",
            "Somebody taken out of the cohort",
        ]

    def test_none_and_more_numbers_than_are_looked_up_at_once_are_refused_with_a_sentence(
        self, as_, omar, superuser, cohort, academy
    ):
        assert "Write at least one service number" in as_(omar).post(people(cohort), {"numbers": ""}).content.decode()
        many = "\n".join(f"KE-{number}" for number in range(2001))
        for answer in (
            as_(omar).post(people(cohort), {"numbers": many}),
            as_(superuser).post(reverse("academy:cohort-fill", args=[cohort.pk]), {"numbers": many}),
        ):
            page = answer.content.decode()
            assert "The list has 2001 service numbers" in page and "KE-1999”" not in page

    def test_costs_the_same_for_two_people_and_for_forty(
        self, as_, omar, joined, academy, now, django_assert_num_queries
    ):
        from lms.people.administration.records.services import join

        newcomers = User.objects.bulk_create(
            User(service_number=f"KE-8{index:03}", name="N", institution=academy) for index in range(38)
        )
        join(cohort=joined, people=newcomers, now=now)
        client = as_(omar)
        with django_assert_num_queries(4):
            client.get(people(joined))


class TestRemoving:
    def test_takes_out_of_the_cohort_and_keeps_the_record(self, as_, omar, assigned, abdi):
        response = as_(omar).post(reverse("teach:remove", args=[assigned.pk, abdi.pk]), follow=True)
        assert "is no longer in this cohort" in response.content.decode()
        assert not assigned.members.filter(user=abdi).exists()
        assert Enrolment.objects.filter(learner=abdi).exists()

    def test_an_instructor_does_not_remove_themselves(self, as_, omar, assigned, now):
        people_services.join(cohort=assigned, people=[omar], now=now)
        client = as_(omar)
        assert "Only a colleague can remove you" in client.get(people(assigned)).content.decode()
        assert "Ask a colleague" in client.post(reverse("teach:remove", args=[assigned.pk, omar.pk])).content.decode()
        assert assigned.members.filter(user=omar).exists()


class TestPerson:
    def test_shows_each_activity_with_its_tries_and_explains_the_score(self, as_, omar, assigned, abdi, now):
        enrolment = Enrolment.objects.get(learner=abdi)
        quiz = next(entry for entry in enrolment.release.outline.activities if entry.kind == "quiz")
        attempt = services.begin(enrolment=enrolment, entry=quiz, event_id=uuid7(), now=now, language="en")
        services.answer(attempt=attempt, data=wrong_answers(attempt), event_id=uuid7(), now=now)
        complete(enrolment, now=now)
        page = as_(omar).get(reverse("teach:person", args=[abdi.pk])).content.decode()
        assert "3 of 3 required activities done" in page
        assert "not passed" in page
        assert "2: Tuesday 24 November · 100\u00a0% · passed" in page
        assert "Why this score:</b> 100\u00a0%: the score in “Quiz”." in page
        assert "Result that counts: The best attempt" in page
        assert "Certificate" in page

    def test_what_was_done_in_an_activity_that_is_no_longer_in_the_course_stays(self, as_, omar, assigned, abdi, now):
        enrolment = Enrolment.objects.get(learner=abdi)
        quiz = next(entry for entry in enrolment.release.outline.activities if entry.kind == "quiz")
        attempt = services.begin(enrolment=enrolment, entry=quiz, event_id=uuid7(), now=now, language="en")
        services.answer(attempt=attempt, data=wrong_answers(attempt), event_id=uuid7(), now=now)
        QuizPage.objects.get(slug=quiz.slug).delete()
        assert release_waiting() == []
        corrections.move(now=now)

        page = as_(omar).get(reverse("teach:person", args=[abdi.pk])).content.decode()

        assert "no longer in the course" in page and "1: Tuesday 24 November · 0\u00a0% · not passed" in page
        assert "0 of 2 required activities done" in page

    def test_someone_without_enrolments_is_seen_by_their_own_institution(self, as_, omar, wanjiru):
        assert (
            "not enrolled in anything that you may see"
            in as_(omar).get(reverse("teach:person", args=[wanjiru.pk])).content.decode()
        )

    def test_who_moved_away_is_still_seen_with_what_was_done_here(
        self, as_, omar, neighbour, assigned, abdi, neighbour_academy
    ):
        User.objects.filter(pk=abdi.pk).update(institution=neighbour_academy)
        assert "What trafficking is" in as_(omar).get(reverse("teach:person", args=[abdi.pk])).content.decode()
        assert "What trafficking is" not in as_(neighbour).get(reverse("teach:person", args=[abdi.pk])).content.decode()

    def test_costs_ten_statements_at_most(self, as_, omar, assigned, abdi, now, django_assert_max_num_queries):
        complete(Enrolment.objects.get(learner=abdi), now=now + timedelta(hours=1))
        client = as_(omar)
        client.get(reverse("teach:person", args=[abdi.pk]))
        with django_assert_max_num_queries(10):
            client.get(reverse("teach:person", args=[abdi.pk]))


class TestWhyThisScore:
    def entry(self, name: str, weight: float) -> Entry:
        return Entry(id=name, slug=name, kind="quiz", titles={"en": name}, weight=weight)

    def explain(self, score, scores, *entries) -> str:
        outline = Outline({}, {}, {}, "en", 60, 0, entries)
        return why_this_score(score, scores, outline, language="en").replace("\u00a0", " ")

    def test_names_weights_that_differ_and_leaves_out_what_weighs_nothing_or_is_optional(self):
        one, even, double, nothing = (self.entry(*of) for of in (("A", 1), ("B", 1), ("B", 2), ("C", 0)))
        sentence = self.explain(0.83, {"A": 0.71, "B": 0.89}, one, double)
        assert sentence == "83 %: the weighted mean of the scores in “A” 71 % (weight 1) and “B” 89 % (weight 2)."
        sentence = self.explain(0.8, {"A": 0.7, "B": 0.9, "C": 0.1}, one, even, nothing)
        assert sentence == "80 %: the mean of the scores in “A” 70 % and “B” 90 %."
        exercise = Entry(id="B", slug="B", kind="quiz", titles={"en": "B"}, required=False)
        assert self.explain(1.0, {"A": 1.0, "B": 0.4}, one, exercise) == "100 %: the score in “A”."
        assert self.explain(None, {}, one) == ""
