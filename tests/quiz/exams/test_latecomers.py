"""Who joins the cohort while an exam is planned or open gets a card; everybody else keeps theirs."""

import re

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from assessments.quiz.exams import codes, sittings, views
from assessments.quiz.exams.models import Sitting, Ticket
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.rules import OwnCase
from tests.conftest import make_person

from .acting import code_of, enter, save, ticket_of


@pytest.fixture
def join(cohort, academy, now):
    def join_(*people):
        people_services.join(cohort=cohort, people=people, now=now)
        return people

    return join_


@pytest.fixture
def late(academy):
    return make_person("KE-7", "Chebet Kosgei", academy)


def board(client, sitting) -> str:
    return client.get(reverse("quiz:board", args=[sitting.pk])).content.decode()


def admit(client, sitting):
    return client.post(reverse("quiz:latecomers", args=[sitting.pk]))


def test_a_latecomer_to_an_open_exam_begins_with_a_card_of_their_own_and_nobody_else_s_is_void(
    opened, enrolments, entry, wanjiru, abdi, late, join, as_, omar, now
):
    before, inside = code_of(abdi), enter(enrolments[wanjiru.service_number], entry, code_of(wanjiru), now)
    join(late)
    assert "1 person joined the cohort after the cards were made" in board(as_(omar), opened)

    answer = admit(as_(omar), opened)

    ticket = ticket_of(late)
    assert answer.url == reverse("quiz:ticket", args=[ticket.pk])
    assert codes.spaced(code_of(late)) in as_(omar).get(answer.url).content.decode()
    assert code_of(abdi) == before and Ticket.objects.get(learner=wanjiru).attempt == inside
    own = Enrolment.objects.select_related("learner__institution", "course", "institution", "release").get(learner=late)
    assert save(enter(own, entry, code_of(late), now), now).closed_at is None
    assert enter(enrolments[abdi.service_number], entry, before, now).closed_at is None
    page = board(as_(omar), opened)
    assert "Chebet Kosgei" in page and "joined the cohort after" not in page


def test_several_come_to_a_sheet_with_their_cards_alone(opened, late, join, as_, omar, academy, abdi):
    people = join(late, make_person("KE-8", "Baraka Omondi", academy))
    answer = admit(as_(omar), opened)
    sheet = as_(omar).get(answer.url).content.decode()
    assert all(codes.spaced(code_of(person)) in sheet for person in people) and codes.spaced(code_of(abdi)) not in sheet
    whole = as_(omar).get(re.search(r'href="([^"]+sheet/)">Show all', sheet)[1]).content.decode()
    assert codes.spaced(code_of(abdi)) in whole


def test_nobody_makes_a_card_for_themselves(opened, join, amina, now):
    join(amina)
    with pytest.raises(OwnCase):
        sittings.admit_latecomers(sitting=opened, by=amina, now=now)
    assert not Ticket.objects.filter(learner=amina).exists()


def test_twice_gives_nobody_a_second_card_and_stands_in_the_history_once(opened, late, join, as_, omar):
    join(late)
    admit(as_(omar), opened)
    nonce = ticket_of(late).nonce
    answer = admit(as_(omar), opened)
    assert answer.url == reverse("quiz:board", args=[opened.pk])
    assert ticket_of(late).nonce == nonce and Ticket.objects.filter(learner=late).count() == 1
    entry = ModelLogEntry.objects.get(action=sittings.LATECOMERS)
    assert (entry.user, entry.data["learners"]) == (omar, [late.pk])


def test_of_an_exam_that_is_closed_nothing_is_made(opened, late, join, as_, omar, now):
    join(late)
    sittings.close_sitting(sitting=opened, by=omar, now=now)
    assert admit(as_(omar), opened).status_code == 404
    with pytest.raises(sittings.SittingOver):
        sittings.admit_latecomers(sitting=opened, by=omar, now=now)
    assert not Ticket.objects.filter(learner=late).exists()
    assert "joined the cohort after" not in board(as_(omar), opened)


def test_the_sheet_takes_no_card_of_another_exam_and_no_nonsense(opened, activity, academy, abdi, as_, omar, now):
    from lms.people.directory.models import Cohort

    other = Cohort.objects.create(institution=academy, name="Resit")
    people_services.join(cohort=other, people=[abdi], now=now)
    foreign = sittings.plan(
        activity=activity, cohort=other, room="3", planned_at=now, invigilator=omar, now=now
    ).tickets.get()
    sheet = reverse("quiz:sheet", args=[opened.pk])
    assert (
        codes.spaced(codes.code(foreign.pk, foreign.nonce))
        not in as_(omar).get(f"{sheet}?card={foreign.pk}").content.decode()
    )
    for nonsense in ("x", "-1", "9" * 30, "²"):
        assert as_(omar).get(sheet, {"card": nonsense}).status_code == 200


@pytest.mark.parametrize("address", ["quiz:codes", "quiz:latecomers"])
def test_an_exam_that_is_closed_meanwhile_is_said_to_be_over(opened, late, join, as_, omar, now, monkeypatch, address):
    join(late)
    still_open = Sitting.objects.get(pk=opened.pk)  # as a request reads it just before somebody else closes the exam
    sittings.close_sitting(sitting=opened, by=omar, now=now)
    monkeypatch.setattr(views, "_going_on", lambda *_asked: still_open)

    answer = as_(omar).post(reverse(address, args=[opened.pk]), follow=True)

    assert "This sitting is closed" in answer.content.decode()
