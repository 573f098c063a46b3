"""V8: what was decided and waits is judged again on the day on which it is carried out."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.desks.privacy import services as privacy
from lms.desks.privacy.erasure import is_erased
from lms.desks.privacy.models import Erasure
from lms.people.administration.merging import services as merging
from lms.people.administration.merging.models import Merge
from lms.people.administration.records.services import appoint, transfer
from lms.people.administration.roster import runner, undo_step
from lms.people.administration.roster import services as rosters
from lms.people.administration.transfers import decisions
from lms.people.administration.transfers import services as transfer_services
from lms.people.administration.transfers.models import TransferRequest
from lms.people.directory.choices import Role
from lms.people.directory.models import Membership, User
from lms.people.identity.accounts import activation, services
from tests.conftest import make_person

from .mutation import browser, held_by, instead

CHOSEN = "seven green lanterns drift"
CHANGES = ("serves elsewhere", "has rights beyond", "who decided has no role", "who decided left")


@pytest.fixture
def change(amina, wanjiru, kenya, neighbour_academy):
    """What changes between the decision and its day."""

    def make(what: str) -> None:
        if what == "serves elsewhere":
            transfer(person=User.objects.get(pk=wanjiru.pk), to=neighbour_academy, now=timezone.now())
        elif what == "has rights beyond":
            appoint(user=wanjiru, institution=kenya, role=Role.ADMINISTRATOR)
        elif what == "who decided has no role":
            Membership.objects.filter(user=amina).delete()
        else:
            User.objects.filter(pk=amina.pk).update(is_active=False)

    return make


def still(*_about: object) -> bool:
    return True


@pytest.mark.parametrize("what", CHANGES)
def test_an_erasure_lapses_where_who_asked_for_it_may_no_longer(amina, wanjiru, now, settings, change, what):
    settings.ERASURE_DAYS = 7
    privacy.ask(person=wanjiru, reason="She asked for it.", by=amina, now=now)
    change(what)

    def erased() -> bool:
        privacy.carry_out_due(now=now + timedelta(days=8))
        return is_erased(User.objects.get(pk=wanjiru.pk))

    held_by(instead(privacy, "still_manages", still), attack=erased)


def test_whoever_keeps_the_account_then_reads_that_it_lapsed_and_decides(
    amina, wanjiru, neighbour_academy, now, settings, change
):
    settings.ERASURE_DAYS = 7
    privacy.ask(person=wanjiru, reason="She asked for it.", by=amina, now=now)
    change("serves elsewhere")
    assert privacy.carry_out_due(now=now + timedelta(days=8)) == 0
    other = make_person("KE-8", "Other", neighbour_academy, Role.ADMINISTRATOR)
    assert wanjiru.name in browser(other).get(reverse("privacy:erasures")).content.decode()
    assert wanjiru.name not in browser(amina).get(reverse("privacy:erasures")).content.decode()
    privacy.ask(person=wanjiru, reason="She asked again.", by=other, now=now)
    assert not Erasure.objects.lapsed().exists()
    assert privacy.carry_out_due(now=now + timedelta(days=8)) == 1


def test_a_merge_does_not_carry_a_name_past_its_erasure(amina, wanjiru, abdi, now):
    privacy.ask(person=wanjiru, reason="She asked for it.", by=amina, now=now)

    def merged() -> bool:
        try:
            merging.merge(person=wanjiru, into=abdi, by=amina, now=now)
        except merging.NotMerged:
            return False
        return Merge.objects.exists()

    held_by(instead(merging, "hindrances", []), attack=merged)


@pytest.mark.parametrize("what", CHANGES[1:])
def test_a_transfer_that_waits_for_its_day_waits_for_an_answer_again(amina, wanjiru, neighbour_academy, change, what):
    other = make_person("KE-8", "Other", neighbour_academy, Role.ADMINISTRATOR)
    asked = transfer_services.ask(number=wanjiru.service_number, to=neighbour_academy, by=other, now=timezone.now())
    today = timezone.localdate()
    day = today + timedelta(days=3)
    decisions.confirm(requests=[asked.pk], starts_on=day, today=today, by=amina, now=timezone.now())
    change(what)

    def moved() -> bool:
        decisions.take_effect(today=day, now=timezone.now())
        return User.objects.get(pk=wanjiru.pk).institution_id == neighbour_academy.pk

    held_by(instead(decisions, "still_manages", still), attack=moved)
    decisions.take_effect(today=day, now=timezone.now())
    assert TransferRequest.objects.get().state == TransferRequest.State.OPEN


@pytest.mark.parametrize("what", CHANGES[:3])
def test_a_card_opens_nothing_that_its_maker_may_not_open(amina, wanjiru, change, what):
    code = services.give_card(person=wanjiru, by=amina, now=timezone.now())[1]
    change(what)

    def opened() -> bool:
        client = browser()
        client.post("/activate/", {"username": wanjiru.service_number, "code": code})
        client.post("/activate/password/", {"new_password1": CHOSEN, "new_password2": CHOSEN})
        return User.objects.get(pk=wanjiru.pk).check_password(CHOSEN)

    held_by(instead(activation, "may_open", still), attack=opened)


@pytest.mark.parametrize("what", CHANGES[:3])
def test_undoing_a_list_changes_nobody_who_is_not_theirs_any_more(amina, wanjiru, academy, change, what):
    data = f"service number;name\n{wanjiru.service_number};Called Otherwise\n".encode()
    roster = rosters.begin(data=data, name="list.csv", institution=academy, by=amina, now=timezone.now(), queued=False)
    runner.run(roster.pk)
    rosters.apply(roster=roster, by=amina, now=timezone.now(), queued=False)
    runner.run(roster.pk)
    assert User.objects.get(pk=wanjiru.pk).name == "Called Otherwise"
    rosters.undo(roster=roster, by=amina, now=timezone.now())
    change(what)

    def undone() -> bool:
        runner.run(roster.pk)
        return User.objects.get(pk=wanjiru.pk).name != "Called Otherwise"

    held_by(
        instead(undo_step, "may_act", still),
        instead(undo_step, "managed_of", lambda _roster, people: {person.pk for person in people}),
        attack=undone,
    )
