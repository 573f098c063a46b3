"""Officers who confirm having used a course at work: asked below the line, response beside, nothing imputed."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from django.urls import reverse

from lms.desks.followups import services
from lms.desks.followups.models import Answer, Inquiry
from lms.desks.indicators.counting.rules import Rules, Unsound
from lms.desks.indicators.evidence import auditing, packs
from lms.desks.indicators.evidence.verifying import verify
from lms.desks.indicators.models import SnapshotRow
from tests.conftest import NOW

from .conftest import at, defined, done, sealed

APPLIED = Rules("applied", "Officers who used it", begins="2026-01-01", by=("sex", "agency"))
USED = {"used": "often", "what": ["refer"], "hindered": ["nothing"], "example": "A case"}


@pytest.fixture
def asked(course, academy, superuser):
    """Four women and three men, asked after three months: three women used it, one man did not, the others are silent;
    and one of another country.
    """
    services.set_rule(course=course, followups=True, survey=True, by=superuser, now=at(3, 1))
    for number, sex in enumerate("FFFFMMM"):
        done(f"KE-7{number}", academy, course, at(3, 10 + number), sex=sex)
    services.plan_all(now=at(3, 20))
    for month in (3, 6):
        services.ask_due(now=at(month, 20))
    rows = Inquiry.objects.filter(months=3).select_related("learner__institution").order_by("learner__service_number")
    for row, used in zip(rows, ("often", "once", "often", None, "no", None, None), strict=True):
        if used:
            services.answer(inquiry=row, given={**USED, "used": used}, now=at(6, 25))
    return list(rows)


@pytest.fixture
def value(asked, kenya, halima):
    return sealed(defined(kenya, halima, APPLIED))


def test_counts_who_says_so_of_all_who_were_asked(value):
    facts = value.facts
    assert (facts["numerator"], facts["denominator"], facts["persons"]) == (3, 7, 7)
    assert facts["why"] == {"used": 3, "not_used": 1, "silent": 3}
    assert (facts["answered"], facts["response"], facts["confirmed"]) == (4, 5_714, 0)
    assert facts["bounds"] == [4_286, 8_571]


def test_a_survey_is_no_answer(value):
    assert not SnapshotRow.objects.filter(snapshot=value).exclude(why__in=["used", "not_used", "silent"]).exists()


def test_stays_as_it_was_sealed_though_the_world_moved_on(value, asked):
    before = [(row.strata, row.numerator, row.why, row.detail) for row in value.rows.order_by("pseudonym", "n")]
    silent = asked[3]
    services.Inquiry.objects.filter(pk=silent.pk).update(asked_at=NOW)
    services.answer(inquiry=Inquiry.objects.get(pk=silent.pk), given=USED, now=NOW)
    asked[0].learner.sex = "M"
    asked[0].learner.save()
    after = [(row.strata, row.numerator, row.why, row.detail) for row in value.rows.order_by("pseudonym", "n")]
    assert before == after
    assert not [*auditing.faults()]


def test_an_answer_after_the_last_day_does_not_count(asked, kenya, halima):
    row = asked[3]
    Inquiry.objects.filter(pk=row.pk).update(answered_at=NOW)
    Answer.objects.create(inquiry=row, course=row.course, institution=row.institution, month=NOW.date(), used="once")
    assert sealed(defined(kenya, halima, APPLIED), as_of=at(11, 1).date()).facts["numerator"] == 3


def test_each_person_counts_once_though_asked_twice(asked, kenya, halima):
    with time_machine.travel(at(11, 20), tick=False):
        services.ask_due(now=at(9, 20))
    later = defined(kenya, halima, APPLIED)
    facts = sealed(later).facts
    assert (facts["numerator"], facts["denominator"], facts["persons"]) == (3, 7, 7)
    assert facts["why"]["again"] == 7
    twice = defined(kenya, halima, Rules(**{**APPLIED.__dict__, "counting": "instances"}))
    assert sealed(twice).facts["denominator"] == 14


def test_per_cent_is_of_all_who_were_asked(asked, kenya, halima):
    assert sealed(defined(kenya, halima, Rules(**{**APPLIED.__dict__, "unit": "percent"}))).facts["value"] == 43


def test_the_first_time_ever_is_no_way_to_count_it():
    with pytest.raises(Unsound):
        Rules("applied", "Used", counting="first")


def test_the_pack_carries_the_records_and_can_be_checked(value, signing):
    pack = BytesIO(b"".join(packs.pieces(value)))
    with ZipFile(pack) as files:
        details = [json.loads(json.loads(line)["detail"]) for line in files.read("details.jsonl").splitlines()]
        assert b"silent" in files.read("method.txt")
        assert b"A case" not in b"".join(files.read(name) for name in files.namelist())
    assert sorted(one["used"] or "" for one in details) == ["", "", "", "no", "often", "often", "once"]
    assert {one["months"] for one in details} == {3}
    assert verify(pack, auditing.public_keys()).faults == []


def test_the_page_and_the_logframe_show_the_response(value, as_, halima):
    browser = as_(halima)
    page = browser.get(reverse("indicators:snapshot", args=[value.pk])).content.decode()
    assert "57" in page
    assert "Did not answer" in page
    file = browser.get(reverse("indicators:logframe", args=["json"]))
    figures = json.loads(file.getvalue())["indicators"][0]["figures"]
    assert {"value", "numerator", "denominator", "answered"} <= set(figures[0])
    assert all(figure["answered"] is None for figure in figures if figure["hidden"])
