"""V14: what a plugin keeps of people, and cannot give or erase, holds up nothing of anybody else's."""

import json
import time
from datetime import timedelta

import pytest

from lms.desks.privacy import erasure, export, plugin_calls, retention, services
from lms.desks.privacy.erasure import is_erased
from lms.desks.privacy.models import Remainder
from lms.foundation.plugins.manifest import Manifest, PersonalData, Retention
from lms.foundation.plugins.personal_data import Reader
from lms.foundation.plugins.plugin import Plugin
from lms.people.administration.records import services as people
from lms.people.directory.models import CohortMember, User
from tests.switchboard import orchard as code

from .misdeeds import ANYWHERE, fail, plug_in
from .mutation import browser, held_by, instead

UNGUARDED = instead(plugin_calls.guard, "answer_or", lambda call, ask, instead: ask())


MISDEEDS = {
    **ANYWHERE,
    "gives no rows": lambda person: [person],
    "gives rows of others": lambda person: User.objects.all(),
}


class Orchard(Plugin):
    name = code.__name__
    label = "orchard"
    does = None

    @staticmethod
    def rows(person):
        return Orchard.does(person) if Orchard.does else CohortMember.objects.filter(user=person)

    @staticmethod
    def erase(rows, person):
        Orchard.erased.append(rows.count())

    manifest = Manifest(
        name="Orchard",
        version="1.0",
        api=">=2.0,<3",
        personal_data=(
            PersonalData(
                "people.CohortMember",
                person="user",
                what="Whose tree it is.",
                rows=lambda person: Orchard.rows(person),
                erase=lambda rows, person: Orchard.erase(rows, person),
                retention=Retention(days=1, column="joined_at"),
            ),
        ),
    )


@pytest.fixture
def member(wanjiru, academy, now, monkeypatch):
    """Somebody of whom a plugin keeps something. It is on nowhere."""
    monkeypatch.setattr(Orchard, "does", None)
    monkeypatch.setattr(Orchard, "erased", [], raising=False)
    plug_in(Orchard, monkeypatch)
    people.join(cohort=people.open_cohort(institution=academy, name="Intake"), people=[wanjiru], now=now)
    return wanjiru


@pytest.fixture(params=MISDEEDS)
def misdeed(request, member, monkeypatch):
    monkeypatch.setattr(Orchard, "does", staticmethod(MISDEEDS[request.param]))


def breaks(act) -> bool:
    try:
        act()
    except BaseException:
        return True
    return False


def export_of(person, now):
    return export.export(person, reader=Reader.THE_PERSON, now=now)


def test_an_export_comes_without_it_and_says_so(member, misdeed, now):
    held_by(UNGUARDED, attack=lambda: breaks(lambda: export_of(member, now)))
    kinds = {(kind["room"], kind["table"]): kind for kind in export_of(member, now)["kinds"]}
    assert kinds["orchard", "people.CohortMember"]["missing"]
    assert kinds["People", "people.CohortMember"]["number"] == 1
    assert json.dumps(kinds["orchard", "people.CohortMember"])


def test_the_pages_show_the_rest(member, misdeed):
    assert "This part of the page cannot be shown now." in browser(member).get("/privacy/").content.decode()
    for address in ("/privacy/personal-data.pdf", "/privacy/personal-data.json"):
        assert browser(member).get(address).status_code == 200
    assert ("orchard", None) in {(one.room, one.rows) for one in erasure.effects(member)}


def test_the_rest_of_an_erasure_is_done_and_that_part_waits(member, misdeed):
    held_by(UNGUARDED, attack=lambda: breaks(lambda: erasure.erase(member)))
    erasure.erase(member)
    assert is_erased(User.objects.get(pk=member.pk))
    assert not CohortMember.objects.filter(user=member).exists()
    assert Remainder.objects.get().plugin == "orchard"


def test_that_part_is_tried_again_until_it_is_done(member, now, monkeypatch):
    monkeypatch.setattr(Orchard, "does", staticmethod(fail))
    erasure.erase(member)
    assert services.remainders(now).figures == {"parts_that_could_not_be_erased": 1}
    assert services.erase_remainders(now=now) == 0
    monkeypatch.setattr(Orchard, "does", None)
    assert services.erase_remainders(now=now) == 0, "an hour later"
    assert services.erase_remainders(now=now + timedelta(hours=1)) == 1
    assert Orchard.erased == [0]
    assert services.remainders(now).status == "up"


def test_a_part_that_does_not_end_waits_too(member, monkeypatch):
    monkeypatch.setattr(plugin_calls, "LONGEST", 0.1)
    monkeypatch.setattr(Orchard, "does", staticmethod(lambda person: time.sleep(60)))
    erasure.erase(member)
    assert is_erased(User.objects.get(pk=member.pk))
    assert Remainder.objects.exists()


def test_what_works_is_erased_with_the_rest(member):
    erasure.erase(member)
    assert Orchard.erased == [1]
    assert not Remainder.objects.exists()


def test_what_is_older_than_it_is_kept_goes_elsewhere(member, now, monkeypatch):
    monkeypatch.setattr(Orchard, "erase", staticmethod(fail))
    held_by(UNGUARDED, attack=lambda: breaks(lambda: retention.apply(now=now + timedelta(days=9))))
