"""Conversations: nobody reads, answers or decides on one in which they have no part, or floods anybody."""

import pytest
from django.urls import reverse

from lms.desks.conversations import reports, services
from lms.desks.conversations.matters import Matter
from lms.desks.conversations.models import Message, ReportQuerySet, Thread, ThreadQuerySet
from lms.foundation.plugins.identifiers import uuid7
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role

from .mutation import all_rows, browser, held_by, instead

SECRET = "He follows me home"


@pytest.fixture
def thread(cohort, wanjiru, omar, now):
    said = services.MessageDraft(SECRET, uuid7(), "Help")
    return services.ask(learner=wanjiru, cohort=cohort, matter=Matter(), said=said, now=now)


def reads(person, thread) -> bool:
    return SECRET in browser(person).get(reverse("conversations:thread", args=[thread.pk])).content.decode()


def test_another_learner_of_the_cohort_does_not_read_it(thread, abdi):
    held_by(all_rows(ThreadQuerySet, "of"), attack=lambda: reads(abdi, thread))


def test_an_instructor_of_another_academy_does_not_read_it(thread, neighbour):
    held_by(all_rows(ThreadQuerySet, "answered_by"), attack=lambda: reads(neighbour, thread))


def test_an_administrator_reads_none_that_was_not_reported(thread, academy, abdi, now):
    people_services.appoint(user=abdi, institution=academy, role=Role.ADMINISTRATOR)
    report = reports.report(thread=thread, by=thread.learner, reason="He asks for my number.", now=now)
    other = Thread.objects.create(
        institution=academy, learner=thread.learner, client_id=uuid7(), opened_at=now, last_at=now
    )

    def looked_up() -> bool:
        address = reverse("conversations:report", args=[report.pk + 1])
        return browser(abdi).get(address).status_code == 200 or other in Thread.objects.reported_to(abdi)

    held_by(all_rows(ThreadQuerySet, "reported_to"), attack=looked_up)


def test_whoever_is_in_it_does_not_decide_on_the_report(thread, omar, academy, now):
    services.reply(thread=thread, by=omar, said=services.MessageDraft("Be quiet.", uuid7()), now=now)
    report = reports.report(thread=thread, by=thread.learner, reason="He threatens me.", now=now)
    people_services.appoint(user=omar, institution=academy, role=Role.ADMINISTRATOR)

    def waved_off() -> bool:
        address = reverse("conversations:report", args=[report.pk])
        browser(omar).post(address, {"outcome": "All is well"})
        return not thread.reports.open().exists()

    held_by(instead(reports, "refuse_own_case", lambda by, people: None), attack=waved_off)


def test_a_report_is_read_by_administrators_of_the_place_alone(thread, neighbour, neighbour_academy, now):
    people_services.appoint(user=neighbour, institution=neighbour_academy, role=Role.ADMINISTRATOR)
    report = reports.report(thread=thread, by=thread.learner, reason="He asks for my number.", now=now)

    def read() -> bool:
        address = reverse("conversations:report", args=[report.pk])
        return SECRET in browser(neighbour).get(address).content.decode()

    held_by(all_rows(ReportQuerySet), attack=read)


def test_nobody_is_flooded(thread, wanjiru, now):
    address = reverse("conversations:thread", args=[thread.pk])

    def floods() -> bool:
        client = browser(wanjiru)
        for _time in range(services.MOST_OF_LEARNER + 2):
            client.post(address, {"text": "Answer me", "client_id": uuid7()})
        return Message.objects.exclude(text=SECRET).count() > services.MOST_OF_LEARNER

    held_by(instead(services, "_keep_pace", lambda by, most, more, now: None), attack=floods)


def test_people_who_left_are_written_to_no_more(thread, omar, wanjiru):
    wanjiru.cohort_places.all().delete()
    address = reverse("conversations:thread", args=[thread.pk])

    def pursues() -> bool:
        browser(omar).post(address, {"text": "Where are you?", "client_id": uuid7()})
        return Message.objects.filter(author=omar).exists()

    held_by(instead(services.participants, "is_still_there", lambda learner, institution: True), attack=pursues)


def test_nobody_is_written_to_who_is_not_in_the_cohort(cohort, omar, stranger, now):
    def reaches() -> bool:
        said = services.MessageDraft("Hello", uuid7(), "Hello")
        try:
            return bool(services.write_to(people=[stranger], cohort=cohort, by=omar, said=said, now=now))
        except services.Refused:
            return False

    held_by(instead(services, "_refuse_outsiders", lambda cohort, people: None), attack=reaches)
