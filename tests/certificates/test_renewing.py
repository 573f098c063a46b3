"""Renewal: by taking the course again, or by its shorter refresher within the window; each its own certificate."""

from datetime import date, timedelta

import pytest

from certificates import renewals, services
from certificates.audit import audit
from certificates.badges import credentials
from certificates.models import Certificate
from certificates.notices import CertificateExpiring
from certificates.paper.texts import lines_of
from courses.models import Course, CoursePage, Programme
from lms.foundation.interface.words import full_date
from lms.learning.progress.journal.services import enrol
from lms.learning.progress.models import Enrolment, ProgrammeCompletion
from tests.builders import complete, make_course
from tests.progress.test_races import at_once
from tests.releasing import release_waiting


@pytest.fixture
def refresher(course, programme_page, now):
    """A shorter course that renews the certificates of `course`, which is valid for 24 months."""
    page = make_course(programme_page, slug="short")
    release_waiting(now)
    of = CoursePage.objects.get(translation_key=course.pk)
    of.refresher = page.translation_key
    of.save_revision().publish()
    assert release_waiting(now) == []
    return Course.objects.get(pk=page.translation_key)


def later(now, certificate, days: int = 10):
    """A moment so many days before the last day of the certificate."""
    ends = certificate.valid_until - now.date()
    return now + ends - timedelta(days=days)


def take(person, course, at) -> Certificate | None:
    enrol(people=[person], course=course, now=at, again=True)
    row = Enrolment.objects.under_way().get(learner=person, course=course)
    complete(row, now=at)
    return Certificate.objects.filter(enrolment=row).first()


class TestTakingItAgain:
    def test_gives_a_certificate_of_its_own_that_renews_the_earlier_one(self, certificate, wanjiru, course, now):
        at = later(now, certificate)
        again = take(wanjiru, course, at)
        third = take(wanjiru, course, at + timedelta(days=400))
        assert (again.renews, third.renews) == (certificate, again)
        assert again.valid_until > certificate.valid_until
        assert Certificate.objects.of(wanjiru).count() == 3 and audit().faults == []
        certificate.refresh_from_db()
        assert certificate.standing(certificate.completed_on) == "valid"

    def test_is_begun_once_and_never_under_way_twice(self, certificate, wanjiru, course, now):
        today = now.date()
        rows = [renewals.begin(certificate=certificate, course=str(course.pk), today=today, now=now) for _ in range(2)]
        assert rows[0] == rows[1] and rows[0].again
        assert Enrolment.objects.of(wanjiru).count() == 2

    def test_enrolling_as_before_leaves_alone_what_was_completed(self, certificate, wanjiru, course, now):
        assert enrol(people=[wanjiru], course=course, now=now) == 0

    def test_renews_no_revoked_one(self, certificate, wanjiru, course, now):
        services.revoke(certificate=certificate, why="By mistake.", now=now)
        certificate.refresh_from_db()
        assert renewals.ways(certificate, now.date()) == []
        assert take(wanjiru, course, now).renews is None

    def test_a_corrected_one_is_renewed_in_its_present_document(self, certificate, wanjiru, omar, course, now):
        new = services.correct_name(certificate=certificate, name="Wanja", why="Misspelt.", by=omar, now=now)
        assert take(wanjiru, course, later(now, certificate)).renews == new


class TestARefresher:
    def test_is_named_by_the_release_and_known_to_the_course(self, refresher, course):
        course.refresh_from_db()
        assert course.refresher == refresher and refresher.is_refresher
        assert course.release.outline.refresher == str(refresher.pk)

    def test_is_unnamed_with_the_next_release(self, refresher, course, now):
        page = CoursePage.objects.get(translation_key=course.pk)
        page.refresher = None
        page.save_revision().publish()
        release_waiting(now)
        refresher.refresh_from_db()
        course.refresh_from_db()
        assert course.refresher is None and not refresher.is_refresher

    def test_renews_within_the_window(self, certificate, refresher, wanjiru, course, now):
        at = later(now, certificate)
        renewed = take(wanjiru, refresher, at)
        assert (renewed.renews, renewed.of_course, renewed.course) == (certificate, course, certificate.course)
        assert renewed.completed_on == at.date() and renewed.valid_until == date(2030, 11, 14)
        assert renewed.minutes == certificate.minutes
        assert credentials.achievement(renewed).to_dict() | {"criteria": None} == (
            credentials.achievement(certificate).to_dict() | {"criteria": None}
        )
        assert audit().faults == []

    @pytest.mark.parametrize("days", [61, -1])
    def test_outside_the_window_gives_its_own_certificate(self, certificate, refresher, wanjiru, now, days):
        own = take(wanjiru, refresher, later(now, certificate, days))
        assert (own.renews, own.of_course) == (None, refresher)

    def test_renews_once(self, certificate, refresher, wanjiru, now):
        assert take(wanjiru, refresher, later(now, certificate)).renews == certificate
        assert take(wanjiru, refresher, later(now, certificate, 5)).renews_id != certificate.pk

    def test_renews_nobody_else_s(self, certificate, refresher, abdi, now):
        assert take(abdi, refresher, later(now, certificate)).renews is None

    def test_is_first_among_the_ways_in_the_window_alone(self, certificate, refresher, course):
        inside, outside = certificate.renewable_from, certificate.renewable_from - timedelta(days=1)
        assert [way.course for way in renewals.ways(certificate, inside)] == [refresher, course]
        assert [way.course for way in renewals.ways(certificate, outside)] == [course]
        assert [way.course for way in renewals.ways(certificate, certificate.valid_until + timedelta(days=1))] == [
            course
        ]

    def test_is_announced_with_its_day_before_the_window(self, as_, certificate, refresher, wanjiru):
        text = as_(wanjiru).get(f"/certificates/{certificate.serial}/renew/").content.decode()
        assert f"From {full_date(certificate.renewable_from)} on, the shorter course" in text
        assert renewals.later_refresher(certificate, certificate.renewable_from) is None

    def test_renews_the_certificate_of_a_programme(self, refresher, course, certificate, wanjiru, now):
        programme = Programme.objects.create(
            pk=course.pk, slug="p", titles={"en": "P"}, required=[str(course.pk)], refresher=refresher
        )
        Course.objects.filter(refresher=refresher).update(refresher=None)
        completion = ProgrammeCompletion.objects.create(
            programme=programme, enrolment=certificate.earned_by, courses=[str(course.pk)], completed_at=now
        )
        held = services.issue(completion, now=now)
        renewed = take(wanjiru, refresher, later(now, held))
        assert (renewed.renews, renewed.of_programme, renewed.parts) == (held, programme, held.parts)
        assert "has completed the programme" in lines_of(renewed)["number"][0]
        assert credentials.achievement(renewed).id == credentials.achievement(held).id


class TestReminders:
    def occasions(self, at):
        return list(CertificateExpiring().occasions(now=at))

    def test_leave_as_the_window_opens_and_two_weeks_before_its_end(self, certificate, now):
        assert self.occasions(later(now, certificate, 62)) == []
        assert len(self.occasions(later(now, certificate, 50))) == 1
        assert len(self.occasions(later(now, certificate, 10))) == 2

    def test_stop_once_it_is_renewed(self, certificate, wanjiru, course, now):
        take(wanjiru, course, later(now, certificate, 50))
        assert self.occasions(later(now, certificate, 10)) == []

    def test_say_how(self, certificate, refresher, wanjiru, now):
        [occasion] = self.occasions(later(now, certificate, 50))
        text = CertificateExpiring().say(CertificateExpiring().held().get(), now)[1]
        assert occasion.facts == {"serial": certificate.serial}
        assert "complete the shorter course “What trafficking is” by then" in text


class TestThePage:
    def test_begins_a_course(self, as_, certificate, wanjiru, course):
        client, page = as_(wanjiru), f"/certificates/{certificate.serial}/renew/"
        assert str(course.pk) in client.get(page).content.decode()
        assert client.post(page, {"course": str(course.pk)}).url == f"/learn/{course.slug}/"
        assert client.post(page, {"course": "nonsense"}).status_code == 422
        assert Enrolment.objects.of(wanjiru).under_way().count() == 1

    def test_is_there_for_nobody_else(self, as_, certificate, abdi, omar):
        for person in (abdi, omar):
            assert as_(person).get(f"/certificates/{certificate.serial}/renew/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_beginning_at_once_is_one_enrolment(certificate, course, wanjiru, now):
    def begin():
        return renewals.begin(certificate=certificate, course=str(course.pk), today=now.date(), now=now).pk

    first, second = at_once(begin, begin)
    assert first == second and Enrolment.objects.of(wanjiru).under_way().count() == 1
