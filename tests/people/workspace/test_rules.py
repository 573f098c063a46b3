"""Cohorts that are filled by a rule and kept up to date by a job."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.people.administration.records.models import CohortRule
from lms.people.administration.records.services import join, leave
from lms.people.administration.workspace import cohort_rules
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort, CohortMember, User
from lms.people.directory.reach import NotTheirs
from tests.conftest import make_person

SINCE = date(2026, 1, 1)


@pytest.fixture
def cohort(academy):
    return Cohort.objects.create(institution=academy, name="Intake 2026")


@pytest.fixture
def cadets(academy, unit):
    """Two who fit, one of them in a unit below; one who came a day too early, by the clock of the academy."""
    fit = [make_person("KE-31", "Achieng", academy, rank="Cadet"), make_person("KE-32", "Barasa", unit, rank="cadet")]
    early = make_person("KE-33", "Early", academy, rank="Cadet")
    User.objects.filter(pk__in=[fit[0].pk, fit[1].pk]).update(date_joined=datetime(2025, 12, 31, 21, 30, tzinfo=UTC))
    User.objects.filter(pk=early.pk).update(date_joined=datetime(2025, 12, 31, 20, 30, tzinfo=UTC))
    return fit


@pytest.fixture
def rule(cohort, cadets, amina, now):
    return cohort_rules.set_rule(cohort=cohort, ranks="Cadet, Recruit", since=SINCE, by=amina, now=now)


def members(cohort) -> set[str]:
    return set(cohort.people.values_list("service_number", flat=True))


def test_takes_those_who_fit_and_nobody_else(rule, cohort, neighbour_academy, academy, now):
    make_person("KE-34", "Elsewhere", neighbour_academy, rank="Cadet")
    make_person("KE-35", "Constable", academy, rank="Constable")
    make_person("KE-36", "Instructor", academy, Role.INSTRUCTOR, rank="Cadet")
    make_person("KE-37", "Closed", academy, rank="Cadet", is_active=False)
    assert cohort_rules.keep_up_all(now=now) == 0
    assert members(cohort) == {"KE-31", "KE-32"}


def test_follows_who_comes_and_who_fits_no_more_and_leaves_whom_somebody_added(rule, cohort, academy, wanjiru, now):
    by_hand = make_person("KE-38", "Old hand", academy, rank="Sergeant")
    join(cohort=cohort, people=[by_hand], now=now)
    make_person("KE-39", "Chebet", academy, rank="Recruit")
    User.objects.filter(service_number="KE-31").update(rank="Constable")
    assert cohort_rules.keep_up_all(now=now) == 3, "Chebet and Wanjirũ come, Achieng leaves"
    assert members(cohort) == {"KE-32", "KE-38", "KE-39", wanjiru.service_number}
    assert cohort_rules.keep_up_all(now=now) == 0


def test_whoever_was_taken_out_by_hand_stays_out(rule, cohort, cadets, amina, now):
    leave(cohort=cohort, person=cadets[0], now=now, by=amina)
    assert cohort_rules.keep_up_all(now=now) == 0
    assert members(cohort) == {"KE-32"}


def test_never_brings_who_set_it(cohort, academy, amina, now):
    amina.memberships.all().delete()
    User.objects.filter(pk=amina.pk).update(rank="Cadet", is_superuser=False)
    CohortRule.objects.create(cohort=cohort, ranks="Cadet", set_by=amina, set_at=now)
    assert cohort_rules.keep_up_all(now=now) == 0


def test_the_same_again_changes_nothing(rule, cohort, amina, now):
    cohort_rules.set_rule(cohort=cohort, ranks=" Cadet ،Recruit,", since=SINCE, by=amina, now=now + timedelta(hours=1))
    assert AuditEntry.objects.filter(action="cohort_rule_set").count() == 1
    assert CohortRule.objects.get() == rule


def test_ends_and_everybody_stays(rule, cohort, amina, now):
    assert cohort_rules.end_rule(cohort=cohort, by=amina, now=now)
    assert not cohort_rules.end_rule(cohort=cohort, by=amina, now=now)
    User.objects.filter(service_number="KE-31").update(rank="Constable")
    assert cohort_rules.keep_up_all(now=now) == 0
    assert members(cohort) == {"KE-31", "KE-32"}
    assert AuditEntry.objects.filter(action="cohort_rule_ended").count() == 1


def test_a_cohort_that_is_over_stays_as_it_was(rule, cohort, academy, wanjiru, now):
    Cohort.objects.update(ends_on=date(2026, 1, 2))
    assert cohort_rules.keep_up_all(now=now) == 0


def test_one_that_fails_stops_no_other(rule, neighbour_academy, beside, academy, wanjiru, now):
    other = Cohort.objects.create(institution=neighbour_academy, name="Theirs")
    cohort_rules.set_rule(cohort=other, ranks="Cadet", since=None, by=beside, now=now)
    type(academy).objects.filter(pk=academy.pk).update(timezone="Nowhere/None")
    make_person("KE-40", "Njoki", neighbour_academy, rank="Cadet")
    assert cohort_rules.keep_up_all(now=now) == 1
    assert members(other) == {"KE-40"}


def test_is_set_by_who_administers_the_institution_alone(cohort, beside, omar, now):
    for by in (beside, omar):
        with pytest.raises(NotTheirs):
            cohort_rules.set_rule(cohort=cohort, ranks="Cadet", since=None, by=by, now=now)
    assert not CohortRule.objects.exists()


def test_costs_the_same_for_one_and_for_many(rule, academy, now):
    def cost(first: int, number: int) -> int:
        people = [
            User(service_number=f"KE-5{first + one:04}", name="P", rank="Cadet", institution=academy, password="!")
            for one in range(number)
        ]
        User.objects.bulk_create(people)
        with CaptureQueriesContext(connection) as asked:
            assert cohort_rules.keep_up_all(now=now) == number
        return len(asked)

    assert cost(0, 1) == cost(100, 60)


def test_the_page_sets_and_ends_it(as_, amina, cohort, cadets):
    browser, path = as_(amina), f"/academy/cohorts/{cohort.pk}/"
    refused = browser.post(f"{path}rule/", {"ranks": " , "})
    assert refused.status_code == 422
    assert "without both it would be everybody" in refused.content.decode()
    assert browser.post(f"{path}rule/", {"ranks": "cadet", "since": "2026-01-01"}).status_code == 302
    assert CohortMember.objects.filter(cohort=cohort, by_rule=True).count() == 2
    assert "End the rule" in browser.get(path).content.decode()
    assert browser.post(f"{path}rule/end/").status_code == 302
    assert not CohortRule.objects.exists()
