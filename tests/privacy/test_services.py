"""Asking for an erasure, stopping it, and carrying it out after its days."""

from datetime import timedelta

import pytest

from lms.desks.privacy.erasure import is_erased
from lms.desks.privacy.models import Erasure
from lms.desks.privacy.services import NotErasable, ask, carry_out, carry_out_due, stop
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.models import User
from tests.conftest import make_person


@pytest.fixture
def asked(amina, wanjiru, now, settings):
    settings.ERASURE_DAYS = 7
    return ask(person=wanjiru, reason="She asked for it.", by=amina, now=now)


def noted(action):
    return AuditEntry.objects.filter(action=action).count()


def test_waits_for_its_days(asked, wanjiru, now):
    assert carry_out_due(now=now + timedelta(days=6)) == 0
    assert not is_erased(User.objects.get(pk=wanjiru.pk))
    assert carry_out_due(now=now + timedelta(days=7)) == 1
    assert is_erased(User.objects.get(pk=wanjiru.pk))
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("done", "")
    assert noted("erasure_asked") == noted("person_erased") == 1
    assert carry_out_due(now=now + timedelta(days=8)) == 0


def test_the_entry_is_the_institution_s_that_it_was(asked, academy, now):
    carry_out_due(now=now + timedelta(days=7))
    assert AuditEntry.objects.get(action="person_erased").institution_id == academy.pk


def test_can_be_stopped_until_then(asked, wanjiru, amina, now):
    stop(erasure=asked, by=amina, now=now)
    stop(erasure=asked, by=amina, now=now)
    assert carry_out_due(now=now + timedelta(days=30)) == 0
    assert not carry_out(asked.pk, now=now + timedelta(days=30))
    assert not is_erased(User.objects.get(pk=wanjiru.pk))
    assert noted("erasure_stopped") == 1
    again = ask(person=wanjiru, reason="She asked again.", by=amina, now=now)
    assert again.pk != asked.pk


def test_asked_twice_is_one(asked, wanjiru, amina, now):
    assert ask(person=wanjiru, reason="Once more.", by=amina, now=now) == asked
    assert Erasure.objects.count() == noted("erasure_asked") == 1


@pytest.mark.parametrize("reason", ["", "  "])
def test_an_erasure_needs_a_reason(wanjiru, amina, now, reason):
    with pytest.raises(NotErasable):
        ask(person=wanjiru, reason=reason, by=amina, now=now)


def test_erasing_oneself_or_a_person_of_others_is_refused(
    amina, omar, wanjiru, neighbour, halima, superuser, stranger, now
):
    coordinator = make_person("KE-8", "Juma", halima.institution, Role.ADMINISTRATOR, at=halima.institution)
    for by, person in [
        (amina, amina),
        (superuser, superuser),
        (omar, wanjiru),
        (wanjiru, wanjiru),
        (amina, neighbour),
        (amina, stranger),
        (amina, superuser),
        (amina, coordinator),
    ]:
        with pytest.raises(NotErasable):
            ask(person=person, reason="A reason.", by=by, now=now)
    assert not Erasure.objects.exists()


def test_a_failed_erasure_changes_nothing_and_others_go_on(asked, amina, abdi, omar, now, monkeypatch):
    from lms.desks.privacy import services

    ask(person=abdi, reason="He asked for it.", by=amina, now=now)
    real = services.erase

    def broken(person):
        if person.pk == asked.person_id:
            person.memberships.all().delete()
            User.objects.filter(pk=person.pk).update(name="Half done")
            raise OSError
        real(person)

    monkeypatch.setattr(services, "erase", broken)
    assert carry_out_due(now=now + timedelta(days=7)) == 1
    assert User.objects.get(pk=asked.person_id).name != "Half done"
    monkeypatch.setattr(services, "erase", real)
    assert carry_out_due(now=now + timedelta(days=7)) == 1
