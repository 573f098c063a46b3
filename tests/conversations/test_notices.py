"""People are told of messages: once until they have read, with nothing of what was written."""

import pytest
from django.core import mail
from django.urls import reverse

from lms.desks.conversations import services
from lms.desks.conversations.matters import Matter
from lms.desks.notices.delivery import sender
from lms.desks.notices.models import Notice
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role
from lms.people.directory.models import User
from tests.conftest import make_person

from .conftest import said


def told(person: User) -> int:
    return Notice.objects.filter(person=person, kind="conversations_message").count()


def unread(person: User) -> int:
    return User.objects.get(pk=person.pk).unread_notices


def test_all_instructors_are_told_once_until_each_has_read(thread, wanjiru, omar, kenya, now):
    colleague = make_person("KE-101", "Of the country", kenya, Role.INSTRUCTOR)
    services.reply(thread=thread, by=wanjiru, said=said("And gloves?"), now=now)
    assert told(omar) == told(colleague) == 1
    services.reply(thread=thread, by=omar, said=said("Yes."), now=now)
    services.reply(thread=thread, by=wanjiru, said=said("Thank you."), now=now)
    assert (told(omar), told(colleague)) == (2, 1)


def test_reading_it_empties_the_bell(as_, thread, omar):
    assert unread(omar) == 1
    newest = thread.messages.latest("pk").pk
    as_(omar).post(reverse("conversations:read", args=[thread.pk]), {"up_to": newest})
    assert unread(omar) == 0


def test_messages_that_came_after_the_page_was_drawn_stay_unread(as_, thread, omar, wanjiru, now):
    shown = thread.messages.latest("pk").pk
    services.reply(thread=thread, by=wanjiru, said=said("And gloves?"), now=now)
    as_(omar).post(reverse("conversations:read", args=[thread.pk]), {"up_to": shown})
    assert "data-read" in as_(omar).get(reverse("conversations:thread", args=[thread.pk])).content.decode()


def test_a_learner_is_told_of_the_answer_and_of_nothing_they_wrote(thread, omar, wanjiru, now):
    assert told(wanjiru) == 0
    for text in ("Yes.", "And bring a pen."):
        services.reply(thread=thread, by=omar, said=said(text), now=now)
    assert told(wanjiru) == 1


def test_an_instructor_who_learns_is_not_told_of_what_they_ask(cohort, omar, academy, thread, now):
    colleague = make_person("KE-101", "Colleague", academy, Role.INSTRUCTOR)
    people_services.join(cohort=cohort, people=[omar], now=now)
    before = told(omar)
    services.ask(learner=omar, cohort=cohort, matter=Matter(), said=said("How do I mark?", "Marking"), now=now)
    assert told(omar) == before and told(colleague) == 1


@pytest.fixture
def mailed(omar):
    omar.email, omar.language = "omar@example.org", "en"
    omar.save()


def test_the_mail_says_nothing_of_what_was_written(mailed, thread, omar, wanjiru, now):
    sender.sweep(now=now)
    [letter] = mail.outbox
    assert letter.subject == f"A learner wrote to you: {thread.cohort}"
    assert reverse("conversations:thread", args=[thread.pk]) in letter.body
    for text in ("notebook", "field exercise", wanjiru.name, wanjiru.service_number):
        assert text not in letter.body and text not in letter.subject


def test_no_mail_is_sent_of_a_message_that_was_read(mailed, as_, thread, omar, now):
    as_(omar).post(reverse("conversations:read", args=[thread.pk]), {"up_to": thread.messages.latest("pk").pk})
    sender.sweep(now=now)
    assert mail.outbox == []
