"""Attempts of a region's coordinator, who defines and counts, to see small groups in what comes of it."""

import json
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest

from lms.desks.indicators.evidence.auditing import public_keys
from lms.desks.indicators.evidence.verifying import verify
from lms.desks.indicators.models import Count, Indicator, Snapshot
from lms.learning.progress.journal.services import enrol
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people
from lms.people.directory.choices import Role
from tests.builders import complete, make_course, release
from tests.conftest import make_person

from .conftest import COMPLETED, at, defined, done, sealed
from .test_pages import INDEX, of_value, page_of, read


@pytest.fixture
def above(region):
    return make_person("R-1", "Region", region, Role.COORDINATOR)


@pytest.fixture
def own(region, above) -> Indicator:
    return defined(region, above)


@pytest.fixture
def many(course, academy, own) -> Snapshot:
    for number in range(9):
        done(f"KE-F{number}", academy, course, at(3), sex="F")
    for number in range(7):
        done(f"KE-M{number}", academy, course, at(3), sex="M")
    done("KE-I", academy, course, at(3), sex="M", role_family="immigration")
    return sealed(own)


def test_sees_no_small_figure_no_row_and_no_evidence(many, own, as_, above):
    client = as_(above)
    page = client.get(of_value(many))
    cells = {cell.labels: cell.numerator for cell in page.context["cells"]}
    assert cells["", ""] == 17 and cells["Woman", ""] == cells["Woman", "Police"] == 9
    assert cells["Man", "Immigration"] is cells["Man", "Police"] is cells["", "Immigration"] is None
    seen = page.content.decode()
    assert "Person KE" not in seen and "Rows behind" not in seen and "evidence/" not in seen
    assert client.get(of_value(many, "evidence/")).status_code == 404
    figures = json.loads(read(client.get(f"{INDEX}logframe.json")))["indicators"][0]["figures"]
    assert [one["numerator"] for one in figures] == [cell.numerator for cell in page.context["cells"]]


def test_a_value_of_the_next_day_does_not_tell_who_came(many, own, course, academy, as_, above):
    client = as_(above)
    client.get(page_of(own))
    done("KE-N", academy, course, at(11, 23), sex="F")
    earlier, later = sealed(own, date(2026, 11, 22)), sealed(own)
    values = {one: text for one, text, _target in client.get(page_of(own)).context["values"]}
    assert values == {many: "17", earlier: "17", later: "–"}
    assert client.get(of_value(later)).context["value"] == ""
    assert client.get(INDEX).context["rows"][0][1]["hidden"]
    again = defined(own.institution, above, replace(COMPLETED, courses=("trafficking",), begins="2026-01-02"))
    assert client.get(of_value(sealed(again))).context["value"] == "", "another indicator of nearly the same people"
    figures = json.loads(read(client.get(f"{INDEX}logframe.json")))["indicators"]
    assert all(one["numerator"] is None for indicator in figures for one in indicator["figures"])


def test_the_value_of_a_part_is_not_there_to_be_subtracted(many, own, academy, halima, as_, above):
    part = sealed(defined(academy, halima))
    assert as_(above).get(of_value(part)).context["value"] == ""
    assert as_(halima).get(of_value(part)).context["value"] == "17"


def test_acts_and_changes_its_definition(own, as_, above):
    client = as_(above)
    assert client.get(f"{page_of(own)}change/").status_code == 200
    assert client.post(page_of(own), {"act": "count", "count-as_of": "2026-11-24"}).status_code == 302
    assert Count.objects.count() == 1


def test_who_also_administers_the_region_sees_all(many, as_, above, region):
    people.appoint(user=above, institution=region, role=Role.ADMINISTRATOR)
    client = as_(above)
    assert "Person KE-I" in client.get(of_value(many)).content.decode()
    assert verify(BytesIO(read(client.get(of_value(many, "evidence/")))), public_keys()).faults == []


def test_completions_of_few_people_are_hidden(own, course, programme_page, academy, as_, above):
    another = release(make_course(programme_page, "another"))
    for number in range(3):
        person = done(f"KE-T{number}", academy, course, at(3), sex="F").learner
        enrol(people=[person], course=another, now=at(4))
        complete(Enrolment.objects.get(learner=person, completed_at=None), now=at(5))
    indicator = defined(own.institution, above, replace(COMPLETED, counting="instances"))
    value = sealed(indicator)
    assert value.facts["value"] == 6
    assert as_(above).get(of_value(value)).context["value"] == ""
