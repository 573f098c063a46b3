"""One link, two threads: one answer, and both see that it was kept."""

import pytest
import time_machine
from django.test import Client

from lms.desks.followups import links, services
from lms.desks.followups.models import Answer, Example, Inquiry
from tests.progress.test_races import at_once

from .conftest import DAY, LATER, NOW, SURVEYED, USED

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_answers_at_once_are_one(asked):
    def give(used: str):
        given = {**USED, "used": used, "example": used}
        return lambda: services.answer(inquiry=asked, given=given, now=LATER + DAY)

    results = at_once(give("often"), give("no"))
    assert sorted(type(result).__name__ for result in results) == ["Closed", "NoneType"]
    assert Answer.objects.get().used == Example.objects.get().text


def test_two_surveys_at_once_leave_one_answer_of_nobody(surveyed):
    results = at_once(*[lambda: services.answer(inquiry=surveyed, given=SURVEYED, now=NOW)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["Closed", "NoneType"]
    assert list(Answer.objects.values_list("inquiry", "marks")) == [(None, "4324")]


def test_two_forms_sent_at_once_both_lead_to_thanks(asked):
    address = links.address(asked)
    with time_machine.travel(LATER + DAY, tick=True):
        answers = at_once(*[lambda: Client().post(address, USED, follow=True)] * 2)
        assert [answer.status_code for answer in answers] == [200, 200]
        assert all(b"used up" in answer.content for answer in answers)
    assert Answer.objects.count() == 1
    assert Inquiry.objects.get(pk=asked.pk).answered_at is not None
