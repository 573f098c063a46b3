"""A case that is corrected while a run of it is open: the run goes on in its frozen words, new ones have the new."""

from html import unescape

import pytest
from django.urls import reverse

from assessments.casework import RULES
from assessments.simulation.runs import services
from assessments.simulation.runs.models import Run, Seat
from assessments.simulation.runs.replay import differences
from assessments.simulation.runs.scripts import script_of
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from tests.builders import release
from tests.conftest import make_person

from .test_playing import moment

OLD, NEW = "Report of unusual payments", "Report of payments, corrected"


@pytest.fixture
def corrected(run, case_page):
    """The course with a new edition of the case: other words for a card, and more marks for an option."""
    page = case_page.__class__.objects.get(pk=case_page.pk)
    page.texts["en"]["cards"]["c_wallet"]["title"] = NEW
    decision = next(one for one in page.structure["decisions"] if one["id"] == "money")
    decision["options"][0]["marks"] = 9
    page.save_revision().publish()
    return release(page.get_parent().specific)


def shown(client, seat) -> str:
    return unescape(client.get(reverse("simulation:seat", args=[seat.pk])).content.decode())


def test_each_run_stays_in_its_own(run, corrected, as_, players, academy, omar, now):
    entry = corrected.release.outline.by_slug("guesthouse")
    about = {"activity": entry.id, "release": corrected.release, "institution": academy, "mode": "live"}
    other = services.plan_run(**about, by=omar, now=now)
    late = make_person("KE-888", "Of the new edition", academy)
    progress.enrol(people=[late], course=corrected, now=now)
    seat = services.seat(run=other, role="fiu", person=late, by=omar, now=now)
    services.open_run(run=other, by=omar, now=now)
    before = shown(as_(players["fiu"]), Seat.objects.get(run=run, role="fiu"))
    assert OLD in before and NEW not in before
    after = shown(as_(late), seat)
    assert NEW in after and OLD not in after
    marks = [script_of(one).decisions["money"].options[0].marks for one in (run, other)]
    assert marks[1] == 9 != marks[0]


def test_what_was_begun_is_finished_and_replays(run, corrected, players, omar, now):
    seat = Seat.objects.get(run=run, role="fiu")
    data = {"decision": "money", "option": "open", "reason": "x"}
    services.record(seat=seat, verb="decide", data=data, entry_id=uuid7(), now=moment(now, 60))
    services.finish(run=run, by=omar, now=moment(now, 90))
    services.close_run(run=run, by=omar, now=moment(now, 99))
    assert not list(differences())


def test_a_run_keeps_the_rules_by_which_it_began_and_so_does_one_that_goes_on_from_it(make_run, omar, now):
    run = make_run(mode="turns", opened=False)
    Run.objects.filter(pk=run.pk).update(rules=1)
    run = services.open_run(run=Run.objects.get(), by=omar, now=now)
    data = {"decision": "ready", "option": "hold", "reason": "x"}
    seat = Seat.objects.get(run=run, role="coordinator")
    services.record(seat=seat, verb="decide", data=data, entry_id=uuid7(), now=now)
    run.refresh_from_db()
    services.finish(run=run, by=omar, now=now)
    run = services.close_run(run=run, by=omar, now=now)
    other = services.fork(run=run, upto=1, by=omar, now=now)
    assert (other.rules, other.state.get("opened_in"), run.state.get("opened_in")) == (1, None, None)
    assert make_run(mode="turns", seated=()).rules == RULES
    assert not list(differences())
