"""A cohort whose time is over is closed, and opened again."""

from datetime import timedelta

from django.urls import reverse

from lms.people.administration.records import services
from lms.people.administration.records.models import CohortRule
from lms.people.administration.workspace import cohort_rules
from lms.people.directory.models import Cohort
from tests.conftest import make_person


def test_an_instructor_closes_it_and_opens_it_again(as_, omar, joined):
    client, address = as_(omar), reverse("teach:close", args=[joined.pk])
    assert "Results, certificates and reports stay" in client.get(address).content.decode()
    page = client.post(address, {"do": "close"}, follow=True).content.decode()
    assert "The cohort is closed." in page and "This cohort was closed on" in page
    assert "Intake 2026 B" not in client.get(reverse("teach:cohorts")).content.decode()
    assert "Intake 2026 B" in client.get(reverse("teach:cohorts"), {"closed": "1"}).content.decode()
    client.post(address, {"do": "open"})
    assert "Intake 2026 B" in client.get(reverse("teach:cohorts")).content.decode()


def test_a_closed_cohort_is_not_changed(as_, omar, joined, now):
    services.close_cohort(cohort=joined, now=now, by=omar)
    client = as_(omar)
    page = client.get(reverse("teach:cohort", args=[joined.pk])).content.decode()
    assert "Assign course" not in page
    assert client.get(reverse("teach:people", args=[joined.pk])).status_code == 404
    assert client.get(reverse("meetings:plan", args=[joined.pk])).status_code == 404
    assert list(Cohort.objects.taught_by(omar)) == []


def test_the_rule_of_a_closed_cohort_rests(joined, omar, academy, now):
    make_person("KE-777", "Chebet", academy, rank="Constable")
    CohortRule.objects.create(cohort=joined, ranks="Constable", since=now.date() - timedelta(days=9), set_at=now)
    services.close_cohort(cohort=joined, now=now, by=omar)
    assert cohort_rules.keep_up_all(now=now) == 0
    services.reopen_cohort(cohort=joined, now=now, by=omar)
    assert cohort_rules.keep_up_all(now=now) >= 1


def test_a_cohort_is_closed_once_and_stays_on_record(joined, omar, now):
    assert services.close_cohort(cohort=joined, now=now, by=omar)
    assert not services.close_cohort(cohort=joined, now=now, by=omar)
    assert services.reopen_cohort(cohort=joined, now=now, by=omar)
    assert not services.reopen_cohort(cohort=joined, now=now, by=omar)


def test_an_administrator_adds_nobody_to_a_closed_one_and_finds_why(as_, superuser, joined, omar, now):
    services.close_cohort(cohort=joined, now=now, by=omar)
    client = as_(superuser)
    page = client.get(reverse("academy:cohort", args=[joined.pk])).content.decode()
    assert "This cohort was closed on" in page and "Add people" not in page
    for name in ("academy:cohort-fill", "academy:cohort-rule"):
        assert client.post(reverse(name, args=[joined.pk]), {"numbers": "KE-1"}).status_code == 404
