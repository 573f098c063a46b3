"""From when on people need attention: tuned for a cohort or an institution, and followed by every page at once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from lms.desks.teaching.models import AttentionRule
from lms.desks.teaching.standing import attention_rules, renewal
from lms.desks.teaching.standing.statements import cohort_for
from lms.desks.teaching.standing.thresholds import Thresholds
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Kind

from .chance import Chance, assert_same, courses  # noqa: F401  a fixture

pytestmark = pytest.mark.usefixtures("clock")

STRICT = Thresholds(soon_days=40, quiet_days=2, behind=90)


def address(cohort):
    return reverse("teach:attention", args=[cohort.pk])


def asked(rule=STRICT, **more):
    return {"soon_days": rule.soon_days, "quiet_days": rule.quiet_days, "behind": rule.behind, "do": "set", **more}


class TestWhichHolds:
    def test_that_of_the_cohort_then_of_the_closest_institution(self, cohort, academy, kenya, omar, now):
        def holds():
            return Thresholds.of(cohort_for(omar, cohort.pk)).soon_days

        assert holds() == 7
        attention_rules.set_rule(of=kenya, rule=Thresholds(soon_days=3), by=omar, now=now)
        assert holds() == 3
        attention_rules.set_rule(of=academy, rule=Thresholds(soon_days=4), by=omar, now=now)
        assert holds() == 4
        attention_rules.set_rule(of=cohort, rule=Thresholds(soon_days=5), by=omar, now=now)
        assert holds() == 5
        for of in (cohort, academy):
            attention_rules.drop_rule(of=of, by=omar, now=now)
        assert holds() == 3

    def test_that_of_a_neighbour_whose_path_begins_alike_does_not(self, cohort, academy, kenya, omar, now):
        for number in range(12):
            other = people_services.create_institution(name=f"Academy {number}", kind=Kind.ACADEMY, parent=kenya)
            attention_rules.set_rule(of=other, rule=Thresholds(soon_days=3), by=omar, now=now)
        assert Thresholds.of(cohort_for(omar, cohort.pk)).soon_days == 7

    def test_the_database_refuses_what_makes_no_sense(self, cohort, academy, omar, now):
        values = {"soon_days": 7, "quiet_days": 7, "behind": 50, "set_at": now}
        for wrong in ({}, {"cohort": cohort, "institution": academy}, {"cohort": cohort, "behind": 95}):
            with pytest.raises(IntegrityError), transaction.atomic():
                AttentionRule.objects.create(**{**values, **wrong})


class TestEveryPageFollows:
    @pytest.mark.parametrize(
        "rule", [STRICT, pytest.param(Thresholds(soon_days=1, quiet_days=30, behind=10), marks=pytest.mark.sweep)]
    )
    @pytest.mark.parametrize("whole", [False, True])
    def test_within_a_minute(self, rule, whole, cohort, courses, academy, unit, ugandan_academy, omar, now):
        Chance(5, cohort, courses, [academy, unit, ugandan_academy], now)
        renewal.renew_all(now=now)
        attention_rules.set_rule(of=academy if whole else cohort, rule=rule, by=omar, now=now)
        renewal.renew_recent(now=now)
        assert_same(cohort_for(omar, cohort.pk), now)

    def test_the_list_and_its_words(self, as_, omar, assigned, wanjiru, now):
        Enrolment.objects.filter(learner=wanjiru).update(seen_at=now - timedelta(days=5))
        renewal.renew_recent(now=now)
        page = as_(omar).get(reverse("teach:cohort", args=[assigned.pk])).content.decode()
        assert "Not seen for" not in page
        as_(omar).post(address(assigned), asked(Thresholds(quiet_days=4)))
        page = as_(omar).get(reverse("teach:cohort", args=[assigned.pk])).content.decode()
        assert '<span class="pill pill-due">Not seen for 5 days</span>' in page
        assert "has done nothing for more than 4 days" in page
        assert "1 needs attention" in as_(omar).get(reverse("teach:cohorts")).content.decode()
        assert "Not seen for 5 days" in as_(omar).get(reverse("teach:export", args=[assigned.pk])).getvalue().decode()


class TestThePage:
    def test_an_instructor_tunes_one_cohort_and_it_is_noted(self, as_, omar, cohort):
        response = as_(omar).post(address(cohort), asked())
        assert response.url == address(cohort)
        row = AttentionRule.objects.get()
        assert (row.cohort, row.institution, row.set_by) == (cohort, None, omar)
        entry = AuditEntry.objects.get(action="attention_tuned")
        assert (entry.by, entry.institution, entry.data["quiet_days"]) == (omar, cohort.institution, 2)
        as_(omar).post(address(cohort), {"do": "drop"})
        assert not AttentionRule.objects.exists()
        assert AuditEntry.objects.filter(action="attention_tuned").count() == 2

    def test_an_instructor_cannot_tune_the_institution(self, as_, omar, cohort, academy, now):
        as_(omar).post(address(cohort), asked(whose="institution"))
        assert AttentionRule.objects.get().cohort == cohort, "what was sent besides means nothing"
        attention_rules.set_rule(of=academy, rule=STRICT, by=omar, now=now)
        as_(omar).post(address(cohort), {"do": "drop-all"})
        assert AttentionRule.objects.filter(institution=academy).exists()

    def test_an_administrator_tunes_all_cohorts_of_theirs(self, as_, administrator, cohort, academy):
        assert "All cohorts of" in as_(administrator).get(address(cohort)).content.decode()
        as_(administrator).post(address(cohort), asked(whose="institution"))
        assert AttentionRule.objects.get().institution == academy
        as_(administrator).post(address(cohort), {"do": "drop-all"})
        assert not AttentionRule.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"), [("soon_days", "0"), ("quiet_days", "x"), ("behind", "95"), ("soon_days", "")]
    )
    def test_nonsense_is_refused_beside_its_field(self, field, value, as_, omar, cohort):
        response = as_(omar).post(address(cohort), asked() | {field: value})
        assert response.status_code == 422
        assert "Write a whole number from" in response.content.decode()
        assert not AttentionRule.objects.exists()
