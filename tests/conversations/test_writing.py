"""Who may write what to whom: once, within limits, while the work needs it."""

from datetime import timedelta

import pytest

from lms.desks.conversations import matters, services
from lms.desks.conversations.matters import Matter
from lms.desks.conversations.models import Message, Thread
from lms.foundation.plugins.identifiers import uuid7
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.builders import complete
from tests.conftest import make_person
from tests.progress.counting import statements

from .conftest import said


def matter_of(course):
    return Matter(matters.of_course(course.pk), {"course": course})


class TestAsking:
    def test_waits_for_an_answer_until_there_is_one(self, thread, omar, now):
        assert thread.messages.get().from_learner and Thread.objects.get().waiting
        services.reply(thread=thread, by=omar, said=said("Yes."), now=now)
        assert not Thread.objects.get().waiting

    def test_about_the_same_matter_goes_into_the_same_conversation_and_opens_it_again(
        self, course, cohort, wanjiru, omar, now
    ):
        first = services.ask(learner=wanjiru, cohort=cohort, matter=matter_of(course), said=said("A?"), now=now)
        services.close(thread=first, now=now)
        again = services.ask(learner=wanjiru, cohort=cohort, matter=matter_of(course), said=said("B?"), now=now)
        assert again.pk == first.pk and again.messages.count() == 2
        assert Thread.objects.get().closed_at is None

    def test_about_something_else_is_another_one(self, thread, cohort, wanjiru, now):
        services.ask(learner=wanjiru, cohort=cohort, matter=Matter(), said=said("And gloves?"), now=now)
        assert Thread.objects.count() == 2

    @pytest.mark.parametrize("about", ["", "course"])
    def test_other_words_from_a_page_that_was_sent_before_are_not_lost(
        self, request, cohort, wanjiru, omar, now, about
    ):
        matter = matter_of(request.getfixturevalue("course")) if about else Matter()
        first = said("Am I heard?")
        for text in (first.text, "I mean: may I bring a notebook?"):
            again = said(text, client_id=first.client_id)
            services.ask(learner=wanjiru, cohort=cohort, matter=matter, said=again, now=now)
        assert Message.objects.count() == 2 and Thread.objects.count() == (1 if about else 2)

    @pytest.mark.parametrize("about", ["", "course"])
    def test_sent_again_to_others_or_about_something_else_is_what_it_was(
        self, request, thread, neighbour_academy, wanjiru, now, about
    ):
        other = Cohort.objects.create(institution=neighbour_academy, name="Elsewhere")
        people_services.join(cohort=other, people=[wanjiru], now=now)
        matter = matter_of(request.getfixturevalue("course")) if about else Matter()
        first = said("Is it the same?")
        begun = services.ask(learner=wanjiru, cohort=thread.cohort, matter=Matter(), said=first, now=now)
        assert services.ask(learner=wanjiru, cohort=other, matter=matter, said=first, now=now) == begun
        assert begun.messages.count() == 1

    def test_a_client_id_of_somebody_else_stands_in_nobodys_way(self, thread, cohort, abdi, now):
        same = said("Mine", client_id=thread.client_id)
        other = services.ask(learner=abdi, cohort=cohort, matter=Matter(), said=same, now=now)
        assert other.pk != thread.pk and other.messages.get().author == abdi

    def test_is_refused_where_nobody_teaches(self, cohort, wanjiru, now):
        with pytest.raises(services.Closed, match="Nobody teaches there"):
            services.ask(learner=wanjiru, cohort=cohort, matter=Matter(), said=said("Hello?"), now=now)
        assert not Thread.objects.exists()

    def test_is_refused_to_the_only_instructor_asking_themselves(self, cohort, omar, now):
        people_services.join(cohort=cohort, people=[omar], now=now)
        with pytest.raises(services.Closed, match="Nobody teaches there"):
            services.ask(learner=omar, cohort=cohort, matter=Matter(), said=said("Hello, me"), now=now)

    def test_is_refused_to_whoever_is_not_in_the_cohort(self, cohort, stranger, omar, now):
        with pytest.raises(services.Closed):
            services.ask(learner=stranger, cohort=cohort, matter=Matter(), said=said("Hello"), now=now)


class TestAnswering:
    def test_of_one_who_left_nothing_can_be_added(self, thread, cohort, wanjiru, omar, now):
        cohort.members.filter(user=wanjiru).delete()
        for person in (wanjiru, omar):
            with pytest.raises(services.Closed, match="in no cohort"):
                services.reply(thread=thread, by=person, said=said("Still there?"), now=now)
        assert Message.objects.count() == 1

    def test_a_closed_one_is_opened_first(self, thread, omar, wanjiru, now):
        services.close(thread=thread, now=now)
        with pytest.raises(services.Closed, match="has been closed"):
            services.reply(thread=thread, by=omar, said=said("Late"), now=now)
        services.reopen(thread=thread)
        assert Thread.objects.get().waiting
        services.reply(thread=thread, by=omar, said=said("Late"), now=now)

    def test_what_was_sent_before_it_was_closed_is_no_error_when_it_comes_again(self, thread, omar, now):
        once = said("Yes.")
        first = services.reply(thread=thread, by=omar, said=once, now=now)
        services.close(thread=thread, now=now)
        assert services.reply(thread=thread, by=omar, said=once, now=now) == first

    def test_nobody_writes_without_end(self, thread, wanjiru, now):
        for _time in range(services.MOST_OF_LEARNER - 1):
            services.reply(thread=thread, by=wanjiru, said=said("And?"), now=now)
        with pytest.raises(services.TooMany):
            services.reply(thread=thread, by=wanjiru, said=said("And?"), now=now)
        later = now + services.PERIOD + timedelta(minutes=1)
        services.reply(thread=thread, by=wanjiru, said=said("And?"), now=later)


class TestWritingToPeople:
    def test_gives_each_a_conversation_of_their_own_once(self, cohort, wanjiru, abdi, omar, now):
        once = said("Bring the forms.", "Tomorrow")
        for _time in range(2):
            services.write_to(people=[wanjiru, abdi], cohort=cohort, by=omar, said=once, now=now)
        assert set(Thread.objects.values_list("learner", flat=True)) == {wanjiru.pk, abdi.pk}
        assert Message.objects.count() == 2 and not Thread.objects.filter(waiting=True).exists()

    def test_costs_the_same_for_many(self, cohort, wanjiru, abdi, omar, academy, now):
        with statements() as few:
            services.write_to(people=[wanjiru, abdi], cohort=cohort, by=omar, said=said("One"), now=now)
        many = [make_person(f"M-{number}", "Many", academy) for number in range(6)]
        people_services.join(cohort=cohort, people=many, now=now)
        with statements() as found:
            services.write_to(people=many, cohort=cohort, by=omar, said=said("Two"), now=now)
        assert len(found) == len(few)

    def test_counts_once_for_each_of_them(self, cohort, wanjiru, abdi, omar, now, monkeypatch):
        monkeypatch.setattr(services, "MOST_OF_STAFF", 1)
        with pytest.raises(services.TooMany):
            services.write_to(people=[wanjiru, abdi], cohort=cohort, by=omar, said=said("Hello"), now=now)
        assert not Thread.objects.exists()


class TestTheMatter:
    def test_is_one_of_the_learners_own(self, enrolment, course, wanjiru, abdi):
        entry = course.release.outline.activities[0]
        for word in (matters.of_course(course.pk), matters.of_activity(course.pk, entry.id)):
            assert matters.read(word, wanjiru).key == word
            with pytest.raises(matters.NoSuchMatter):
                matters.read(word, abdi)

    @pytest.mark.parametrize("word", ["course:x", "activity:", "attempt:0", "attempt:x", "attempt:1", "other:1", "x"])
    def test_an_unreadable_matter_is_refused(self, enrolment, wanjiru, word):
        with pytest.raises(matters.NoSuchMatter):
            matters.read(word, wanjiru)

    def test_an_activity_of_another_course_is_none(self, enrolment, course, wanjiru):
        with pytest.raises(matters.NoSuchMatter):
            matters.read(matters.of_activity(course.pk, uuid7()), wanjiru)

    def test_an_attempt_is_one_that_ended(self, enrolment, wanjiru, abdi, now):
        attempt = complete(enrolment, now=now).attempts.get(kind="quiz")
        assert matters.read(matters.of_attempt(attempt.pk), wanjiru).columns["activity"] == attempt.activity
        with pytest.raises(matters.NoSuchMatter):
            matters.read(matters.of_attempt(attempt.pk), abdi)
