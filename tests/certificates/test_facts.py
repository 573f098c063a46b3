"""Facts copied when a certificate is issued: the issuer, its signatories and rules, classes attended, the score."""

from datetime import date

import pytest

from certificates import facts, rules, services
from certificates.models import Certificate
from lms.learning.progress.journal.services import enrol
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.administration.records.services import create_institution
from lms.people.administration.workspace.certificate_setting_views import set_issuing
from lms.people.directory.choices import Kind
from lms.people.directory.institutions import Institution
from tests.builders import complete

SETTINGS = {
    "signatories": [
        {"name": "Amina Noor", "names": {"ar": "أمينة نور"}, "office": "Commandant", "offices": {}, "picture": "ab"}
    ],
    "validity": {"": {"months": 12, "days": 30}},
}


@pytest.fixture
def wing(academy):
    return create_institution(name="Wing 2", kind=Kind.UNIT, parent=academy)


def completed_at(place, person, course, now) -> Certificate:
    person.institution = place
    person.save()
    enrol(people=[person], course=course, now=now)
    complete(Enrolment.objects.get(learner=person), now=now)
    return Certificate.objects.get(earned_by__learner=person)


def mark(place, issues, superuser, now) -> None:
    set_issuing(institution=place, issues=issues, issuer="", by=superuser, now=now)


class TestIssuer:
    def test_is_the_academy_of_a_wing_where_none_is_marked(self, wing, academy, wanjiru, course, now):
        certificate = completed_at(wing, wanjiru, course, now)
        assert (certificate.issuer_id, certificate.institution) == (academy.pk, "Mlima Police Academy")
        assert certificate.unit == "Wing 2"

    @pytest.mark.parametrize("marked", ["wing", "academy", "country"])
    def test_is_the_nearest_that_is_marked(self, marked, wing, academy, kenya, superuser, wanjiru, course, now):
        places = {"wing": wing, "academy": academy, "country": kenya}
        mark(kenya, True, superuser, now)
        mark(places[marked], True, superuser, now)
        certificate = completed_at(Institution.objects.get(pk=wing.pk), wanjiru, course, now)
        assert certificate.issuer_id == places[marked].pk
        assert certificate.unit == ("" if marked == "wing" else "Wing 2")

    def test_is_the_marked_one_above_a_branch_that_issues_none(self, wing, academy, superuser, wanjiru, course, now):
        mark(academy, True, superuser, now)
        mark(wing, False, superuser, now)
        place = Institution.objects.get(pk=wing.pk)
        assert (place.issues, place.issuing) == (True, academy.pk)
        assert completed_at(place, wanjiru, course, now).issuer_id == academy.pk

    def test_is_none_where_a_branch_issues_none_and_no_one_above_is_marked(
        self, wing, academy, superuser, wanjiru, course, now
    ):
        mark(wing, False, superuser, now)
        wanjiru.institution = Institution.objects.get(pk=wing.pk)
        wanjiru.save()
        enrol(people=[wanjiru], course=course, now=now)
        assert services.issue(complete(Enrolment.objects.get(), now=now), now=now) is None


class TestSettings:
    def test_are_those_of_the_issuer_and_copied(self, wing, academy, wanjiru, course, now):
        academy.certificate_settings = SETTINGS
        academy.save()
        wanjiru.language = "ar"
        certificate = completed_at(wing, wanjiru, course, now)
        Institution.objects.update(certificate_settings={})
        certificate.refresh_from_db()
        assert certificate.signatories == [{"name": "أمينة نور", "office": "Commandant", "picture": "ab"}]
        assert (certificate.valid_until, certificate.renewable_from) == (date(2027, 11, 24), date(2027, 10, 25))

    def test_say_more_of_one_course_than_of_all(self):
        settings = {"validity": {"": {"months": 12, "days": 30}, "c": {"months": 0}}}
        assert rules.validity(settings, "c", 24) == rules.Validity(0, 30)
        assert rules.validity(settings, "d", 24) == rules.Validity(12, 30)
        assert rules.validity({}, "d", 24) == rules.Validity(24, rules.RENEWAL_DAYS)


class TestScoreAndClasses:
    def test_copies_the_score_and_no_class(self, certificate, completed):
        assert certificate.score == completed.score is not None
        assert (certificate.minutes, certificate.attended) == (60, 0)

    def test_counts_the_minutes_of_classes_apart(self, completed, certificate, now, monkeypatch):
        from certificates import awards
        from lms.foundation.plugins.activity import activities

        lesson = activities.get("lesson")
        monkeypatch.setattr(type(lesson), "in_class", True, raising=False)
        monkeypatch.setattr(type(lesson), "class_minutes", lambda self, state: 45)
        number = Attempt.objects.filter(enrolment=completed, kind="lesson").count()
        again = awards.of_course(completed, now)
        assert number and again.attended == 45 * number
        online = sum(entry.minutes for entry in completed.release.outline.activities if entry.kind == "lesson")
        assert again.minutes == 60 - online


def test_each_certificate_has_an_index_of_its_own_in_the_block(certificate):
    assert 0 <= certificate.index < facts.BLOCK
    assert len(certificate.salt) == 32
