"""V6: links that open an account, and whoever carries them."""

from dataclasses import replace

import pytest
from django.utils import timezone

from lms.desks.notices.channels.sms import gateway_settings
from lms.desks.notices.channels.sms.channel import Sms
from lms.people.administration.records.services import appoint
from lms.people.directory.choices import Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.identity.accounts import services, sms_delivery
from lms.people.identity.mail.sms_outbox import Text
from lms.switchboard.setting_values import change
from tests.notices.conftest import gateway  # noqa: F401  a fixture
from tests.notices.gateway import SmsGateway

from .mutation import held_by, instead

CARRIED = instead(Sms, "may_carry_secrets", lambda _channel, _person: True)


@pytest.fixture
def of_the_academy(monkeypatch):
    """A gateway that the academy can have, though it runs on this machine."""
    own = gateway_settings._own
    monkeypatch.setattr(gateway_settings, "_own", lambda said: replace(own(said), internal=("127.0.0.1",)))
    with SmsGateway().running() as running:
        yield running


@pytest.fixture
def set_up(now):
    def keep(at, **values):
        change(plugin=gateway_settings.PART, institution=at, values=values, by=None, now=now)

    return keep


def with_rights(academy, kenya, what: str) -> User:
    person = User.objects.create_user("KE-70", name="Chosen Chief", institution=academy, phone="0712 345 678")
    if what == "superuser":
        User.objects.filter(pk=person.pk).update(is_superuser=True)
    else:
        appoint(user=person, institution=kenya, role=Role.ADMINISTRATOR)
    return person


def texted(person: User, by: User) -> None:
    """Somebody who manages the person sends the link by which they choose a password."""
    person = User.objects.select_related("institution").get(pk=person.pk)
    services.text_link(person=person, by=by, now=timezone.now())
    for pk in Text.objects.values_list("pk", flat=True):
        sms_delivery.send(pk, now=timezone.now())


@pytest.mark.parametrize("what", ["superuser", "administrator of the country"])
def test_the_gateway_of_an_institution_reads_no_link_of_rights_beyond_it(
    academy, kenya, superuser, gateway, of_the_academy, set_up, what
):
    set_up(academy, url=of_the_academy.url)
    person = with_rights(academy, kenya, what)

    def read_by_the_academy() -> bool:
        of_the_academy.asked.clear()
        texted(person, superuser)
        return any("/activate/link/" in asked["fields"]["message"] for asked in of_the_academy.asked)

    held_by(CARRIED, attack=read_by_the_academy)


def test_nor_one_that_fills_the_fields_of_the_gateway_of_the_country(
    academy, kenya, superuser, gateway, of_the_academy, set_up
):
    set_up(kenya, url=of_the_academy.url)
    set_up(academy, body="to=%2B254700000000&message={text}&id={key}")
    person = with_rights(academy, kenya, "administrator of the country")

    def sent_to_the_academy() -> bool:
        of_the_academy.asked.clear()
        texted(person, superuser)
        return any(asked["fields"]["to"] == "+254700000000" for asked in of_the_academy.asked)

    held_by(CARRIED, attack=sent_to_the_academy)


def test_nor_one_that_was_set_up_while_the_link_waited(academy, kenya, superuser, gateway, of_the_academy, set_up):
    person = with_rights(academy, kenya, "superuser")
    person = User.objects.select_related("institution").get(pk=person.pk)

    def read_by_the_academy() -> bool:
        of_the_academy.asked.clear()
        services.text_link(person=person, by=superuser, now=timezone.now())
        set_up(Institution.objects.get(pk=academy.pk), url=of_the_academy.url)
        sms_delivery.sweep(now=timezone.now())
        return bool(of_the_academy.asked)

    held_by(CARRIED, attack=read_by_the_academy)
    services.text_link(person=person, by=superuser, now=timezone.now())
    set_up(Institution.objects.get(pk=academy.pk), url=of_the_academy.url)
    sms_delivery.sweep(now=timezone.now())
    assert Text.objects.get().status == "given_up" and not gateway.asked


def test_its_own_cadets_and_people_of_the_site_s_gateway_get_their_links(
    academy, kenya, superuser, gateway, of_the_academy, set_up
):
    cadet = User.objects.create_user("KE-71", name="Cadet", institution=academy, phone="0712 345 679")
    chief = with_rights(academy, kenya, "superuser")
    texted(chief, superuser)
    set_up(academy, url=of_the_academy.url)
    texted(cadet, superuser)
    assert len(gateway.asked) == len(of_the_academy.asked) == 1
