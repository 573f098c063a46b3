"""Certificate of a programme: with its courses, by hand, renewed; for its holder and the staff."""

from datetime import timedelta

import pytest
from django.urls import reverse

from certificates import services as certifying
from certificates.models import Certificate
from certificates.slots import kept_back_panels
from lms.foundation.plugins import filters
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment, ProgrammeCompletion
from tests.builders import complete
from tests.progress.test_programmes import complete_all, programme, ways  # noqa: F401  fixtures
from tests.progress.test_races import at_once


class TestCertificate:
    @pytest.fixture
    def certificate(self, ways, now):
        complete_all(ways, now)
        return Certificate.objects.get(completion__isnull=False)

    def test_names_its_courses_holds_as_long_as_theirs_is_issued_once_and_verified(
        self, certificate, programme, now, client, ways
    ):
        assert certificate.course == str(programme)
        assert [part["minutes"] for part in certificate.parts] == [60, 60] and certificate.minutes == 120
        assert certificate.enrolment is None and certificate.earned_by == certificate.completion.enrolment

        ends = Certificate.objects.filter(completion=None).values_list("valid_until", flat=True)

        assert certificate.valid_until == min(ends)

        assert certifying.issue(certificate.completion, now=now) == certificate
        assert certifying.issue_missing(now=now) == 0

        text = client.get(reverse("certificates:verify", args=[certificate.serial])).content.decode()

        assert "This certificate is valid" in text and "What trafficking is" in text

        own = Certificate.objects.get(enrolment=ways[1])

        assert own != certificate and own.parts == []

    def test_waits_where_the_institution_issues_none_and_comes_later(self, ways, academy, now):
        academy.issues = False
        academy.save()
        for way in ways:
            complete(Enrolment.objects.select_related("institution", "learner").get(pk=way.pk), now=now)
        assert not Certificate.objects.exists() and ProgrammeCompletion.objects.exists()

        academy.issues = True
        academy.save()

        assert certifying.issue_missing(now=now) == 3

    def test_is_issued_by_hand_once_with_that_of_the_course_that_completed_it(
        self, ways, monkeypatch, client, halima, now
    ):
        monkeypatch.setattr(certifying, "refusals", lambda rows: {row.pk: "Not yet." for row in rows})
        monkeypatch.setattr(filters, "issue", True)
        complete_all(ways, now)
        assert not Certificate.objects.exists()
        client.force_login(halima)
        address = reverse("certificates:by-hand", args=[ways[1].pk])
        assert "This enrolment also completed:" in client.get(address).content.decode()
        for _twice in range(2):
            certifying.issue_by_hand(enrolment=ways[1], why="The plugin is wrong.", by=halima, now=now)
        found = Certificate.objects.order_by("pk")
        assert [(one.enrolment, one.completion is None, one.issued_by) for one in found] == [
            (ways[1], True, halima),
            (None, False, halima),
        ]
        assert "This enrolment also completed:" not in client.get(address).content.decode()

    def test_of_which_only_that_of_the_programme_is_kept_back_is_offered_by_hand(self, ways, monkeypatch, omar, now):
        complete_all(ways, now)
        Certificate.objects.filter(enrolment=None).delete()
        monkeypatch.setattr(certifying, "refusals", lambda rows: {row.pk: "Not yet." for row in rows})
        monkeypatch.setattr(filters, "issue", True)
        assert list(kept_back_panels(Enrolment.objects.filter(pk__in=[way.pk for way in ways]))) == [ways[1].pk]
        issued = certifying.issue_by_hand(enrolment=ways[1], why="The plugin is wrong.", by=omar, now=now)
        assert issued.completion is not None

    def test_is_its_holders_and_the_staffs(self, client, certificate, wanjiru, abdi, omar, neighbour):
        assert list(Certificate.objects.of(wanjiru).filter(pk=certificate.pk)) == [certificate]
        for person, status in ((wanjiru, 202), (omar, 202), (abdi, 404), (neighbour, 404)):
            client.force_login(person)
            assert client.get(reverse("certificates:pdf", args=[certificate.serial])).status_code == status

    def test_is_renewed_once_every_course_is_taken_a_further_time(self, certificate, ways, wanjiru, now):
        later, courses = now + timedelta(days=700), [way.course for way in ways]
        for number, course in enumerate(courses):
            services.enrol(people=[wanjiru], course=course, now=later, again=True)
            complete(Enrolment.objects.under_way().get(learner=wanjiru, course=course), now=later)
            held = Certificate.objects.filter(completion__isnull=False)
            assert held.count() == (2 if number == len(courses) - 1 else 1)
        renewed = held.order_by("-pk").first()
        assert renewed.renews == certificate and renewed.valid_until > certificate.valid_until


@pytest.mark.django_db(transaction=True)
def test_two_staff_at_once_issue_it_by_hand_once(ways, omar, halima, now):
    complete_all(ways, now)
    Certificate.objects.filter(enrolment=None).delete()

    def by_hand(by):
        way = Enrolment.objects.select_related("learner", "institution", "course").get(pk=ways[1].pk)
        return lambda: certifying.issue_by_hand(enrolment=way, why="The plugin is wrong.", by=by, now=now).pk

    at_once(by_hand(omar), by_hand(halima))
    assert Certificate.objects.filter(completion__isnull=False).count() == 1
    assert Certificate.objects.count() == 3
