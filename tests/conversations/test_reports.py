"""Reporting: the administrators are told, read the conversation on record, and note what they did."""

import pytest
from django.urls import reverse

from lms.desks.conversations import reports, services
from lms.desks.conversations.models import Report, Thread
from lms.desks.notices.models import Notice
from lms.foundation.plugins.identifiers import uuid7
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.models import User
from lms.people.directory.rules import OwnCase
from tests.conftest import make_person
from tests.progress.counting import statements

from .conftest import said

REPORTS = "/x/conversations/reports/"


@pytest.fixture
def reported(as_, thread, wanjiru, amina) -> Report:
    as_(wanjiru).post(reverse("conversations:complain", args=[thread.pk]), {"reason": "He asks for my number."})
    return Report.objects.get()


def test_a_report_is_told_once_to_the_nearest_administrators(as_, reported, thread, wanjiru, amina, halima, kenya):
    make_person("KE-3", "Of the country", kenya, Role.ADMINISTRATOR)
    as_(wanjiru).post(reverse("conversations:complain", args=[thread.pk]), {"reason": "Again."})
    assert Report.objects.count() == 1
    assert list(Notice.objects.filter(kind="conversations_reported").values_list("person", flat=True)) == [amina.pk]


def test_a_report_is_told_to_administrators_who_may_decide_on_it(as_, thread, wanjiru, omar, academy, kenya, now):
    people_services.appoint(user=omar, institution=academy, role=Role.ADMINISTRATOR)
    above = make_person("KE-3", "Of the country", kenya, Role.ADMINISTRATOR)
    services.reply(thread=thread, by=omar, said=said("Give me your number."), now=now)
    as_(wanjiru).post(reverse("conversations:complain", args=[thread.pk]), {"reason": "He asks for my number."})
    assert list(Notice.objects.filter(kind="conversations_reported").values_list("person", flat=True)) == [above.pk]


def test_a_report_needs_a_sentence(as_, thread, wanjiru):
    response = as_(wanjiru).post(reverse("conversations:complain", args=[thread.pk]), {})
    assert response.status_code == 422 and not Report.objects.exists()


def test_only_administrators_read_what_was_reported_and_nothing_else(as_, reported, thread, amina, wanjiru, beside):
    address = reverse("conversations:report", args=[reported.pk])
    assert "May I bring my own notebook?" in as_(amina).get(address).content.decode()
    entry = AuditEntry.objects.get(action="conversations_reported_seen")
    assert (entry.by, entry.person) == (amina, wanjiru)
    assert as_(beside).get(address).status_code == 404
    assert "Wanjirũ" not in as_(beside).get(REPORTS).content.decode()
    assert as_(amina).get(reverse("conversations:thread", args=[thread.pk])).status_code == 404


def test_the_outcome_of_a_report_is_noted_once_and_shown_to_the_reporter(as_, reported, thread, amina, wanjiru, now):
    address = reverse("conversations:report", args=[reported.pk])
    assert as_(amina).post(address, {}).status_code == 422
    assert as_(amina).post(address, {"outcome": "Spoke with him."}).url == REPORTS
    assert AuditEntry.objects.filter(action="conversations_report_handled", by=amina, person=wanjiru).exists()
    with pytest.raises(reports.Handled):
        reports.handle(report=reported, by=amina, outcome="Again", locks=False, now=now)
    page = as_(wanjiru).get(reverse("conversations:thread", args=[thread.pk])).content.decode()
    assert "An administrator looked at it" in page and "Spoke with him." not in page


def test_one_that_is_locked_is_opened_by_nobody(as_, reported, thread, amina, wanjiru, omar, now):
    address = reverse("conversations:report", args=[reported.pk])
    as_(amina).post(address, {"outcome": "Closed.", "locks": "on"})
    as_(omar).post(reverse("conversations:close", args=[thread.pk]), {"open": "1"})
    assert Thread.objects.get().closed_at is not None
    with pytest.raises(services.Closed, match="An administrator closed"):
        services.reply(thread=thread, by=wanjiru, said=said("Hello?"), now=now)
    sent = {"text": "A", "client_id": uuid7()}
    assert as_(omar).post(reverse("conversations:thread", args=[thread.pk]), sent).status_code == 422


def test_an_administrator_does_not_decide_on_their_own_conversation(as_, reported, thread, omar, academy, now):
    people_services.appoint(user=omar, institution=academy, role=Role.ADMINISTRATOR)
    services.reply(thread=thread, by=omar, said=said("Give me your number."), now=now)
    with pytest.raises(OwnCase):
        reports.handle(report=reported, by=omar, outcome="All is well", locks=False, now=now)
    response = as_(omar).post(reverse("conversations:report", args=[reported.pk]), {"outcome": "All is well"})
    assert response.status_code == 422 and "somebody else decides on it" in response.content.decode()
    assert Report.objects.open().exists()


def test_another_account_of_theirs_changes_nothing_of_that(as_, reported, thread, omar, amina, wanjiru, now):
    """What was written from an account that became part of another one was written by whoever has that."""
    services.reply(thread=thread, by=omar, said=said("Give me your number."), now=now)
    User.objects.filter(pk=omar.pk).update(merged_into=amina, is_active=False, institution=None)
    with pytest.raises(OwnCase):
        reports.handle(report=reported, by=amina, outcome="All is well", locks=False, now=now)
    User.objects.filter(pk=wanjiru.pk).update(merged_into=amina, is_active=False, institution=None)
    assert as_(amina).get(reverse("conversations:report", args=[reported.pk])).status_code == 404
    assert as_(amina).get(reverse("conversations:thread", args=[thread.pk])).status_code == 200


def test_the_list_costs_the_same_for_many(as_, reported, thread, amina, abdi, omar, now):
    client = as_(amina)
    client.get(REPORTS)
    with statements() as few:
        client.get(REPORTS)
    for person in (abdi, omar):
        reports.report(thread=thread, by=person, reason="Too", now=now)
    with statements() as many:
        client.get(REPORTS)
    assert len(many) == len(few) <= 5
