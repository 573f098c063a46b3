"""What was asked and answered stays where it was, whatever becomes of the person."""

from datetime import timedelta

import pytest
import time_machine

from lms.desks.followups import figures, links, services
from lms.desks.followups.models import Answer, Confirmation, Example, Inquiry
from lms.desks.privacy import retention
from lms.desks.privacy.erasure import erase
from lms.people.administration.merging import services as merging
from lms.people.administration.records import services as people
from lms.people.directory.models import User
from tests.conftest import make_person

from .conftest import DAY, LATER, NOW, USED, graduate, set_at

pytestmark = pytest.mark.django_db


def numbers_of(viewer) -> dict[tuple[str, str], object]:
    found = figures.use_at_work(viewer, 3)
    return {(by, line.label): line.numbers for by, lines in found.items() for line in lines}


class TestTransfer:
    def test_the_answer_counts_where_the_course_was_completed(
        self, client, asked, wanjiru, amina, ugandan_academy, ugandan_coordinator, later
    ):
        people.transfer(person=wanjiru, to=ugandan_academy, now=later)
        assert client.post(links.address(asked), {**USED, "example": "At the border"}).status_code == 302
        row = Answer.objects.get()
        assert (row.institution_id, Example.objects.get().institution_id) == (asked.institution_id, asked.unit_id)
        assert numbers_of(amina)["", "All"].answered == 1
        assert not any(numbers_of(ugandan_coordinator).values())

    def test_what_was_asked_before_is_still_theirs_to_answer(self, as_, asked, wanjiru, ugandan_academy, later):
        people.transfer(person=wanjiru, to=ugandan_academy, now=later)
        assert links.address(asked) in as_(wanjiru).get("/after/").content.decode()

    def test_the_supervisor_is_one_of_the_place_where_the_person_now_is(
        self, client, asked, wanjiru, kenya, superuser, academy, neighbour_academy, later
    ):
        set_at(kenya, superuser, confirms=True)
        make_person("KE-777", "Grace Achieng", academy, birth_year=1970)
        new = make_person("KE-778", "Peter Kamau", neighbour_academy, birth_year=1971)
        people.transfer(person=wanjiru, to=neighbour_academy, now=later)
        client.post(links.address(asked), {**USED, "supervisor": "KE-778"})
        assert Confirmation.objects.get().supervisor == new


class TestMerge:
    @pytest.fixture
    def twin(self, rule, course, academy, planned) -> User:
        """A second account of Wanjir\u0169 that completed the same course on the same day."""
        twin = graduate("KE-55", academy, course).learner
        services.plan_all(now=NOW)
        return twin

    def test_nobody_is_asked_twice(self, twin, wanjiru, superuser):
        merging.merge(person=twin, into=wanjiru, by=superuser, now=NOW)
        services.ask_due(now=LATER)
        assert Inquiry.objects.asked().filter(months=3, learner=wanjiru).count() == 1
        assert Inquiry.objects.asked().filter(months=3).count() == 1

    def test_what_the_other_account_answered_stays(self, client, twin, wanjiru, superuser, amina, later):
        services.ask_due(now=LATER)
        row = Inquiry.objects.get(learner=twin, months=3)
        services.answer(inquiry=row, given=USED, now=later)
        before = numbers_of(amina)
        merging.merge(person=twin, into=wanjiru, by=superuser, now=later)
        row.refresh_from_db()
        assert row.learner == wanjiru
        assert numbers_of(amina) == before
        assert b"used up" in client.get(links.address(row)).content

    def test_a_supervisor_who_becomes_the_learner_confirmed_nothing(
        self, client, asked, wanjiru, kenya, academy, superuser, later
    ):
        set_at(kenya, superuser, confirms=True)
        boss = make_person("KE-777", "Grace Achieng", academy, birth_year=1970)
        services.answer(inquiry=asked, given={**USED, "supervisor": "KE-777"}, now=later)
        services.confirm(confirmation=Confirmation.objects.get(), confirmed=True, by=None, now=later)
        assert Confirmation.objects.given().exists()
        merging.merge(person=boss, into=wanjiru, by=superuser, now=later)
        assert not Confirmation.objects.given().exists()


class TestRetentionAndErasure:
    @pytest.fixture
    def answered(self, asked, later) -> Inquiry:
        services.answer(inquiry=asked, given={**USED, "example": "Mine"}, now=later)
        return asked

    def test_words_go_after_two_years_and_figures_stay(self, answered, amina):
        before = numbers_of(amina)
        for days, left in ((729, 1), (732, 0)):
            with time_machine.travel(LATER + timedelta(days=days), tick=False):
                retention.apply(now=LATER + timedelta(days=days))
            assert Example.objects.count() == left
        assert numbers_of(amina) == before

    def test_figures_say_what_they_said_before_an_erasure(self, answered, wanjiru, amina):
        before = numbers_of(amina)
        User.objects.filter(pk=wanjiru.pk).update(is_active=False)
        erase(wanjiru)
        assert numbers_of(amina) == before

    def test_who_was_erased_before_the_day_is_not_asked(self, planned, wanjiru):
        User.objects.filter(pk=wanjiru.pk).update(is_active=False)
        erase(wanjiru)
        services.ask_due(now=LATER)
        assert not Inquiry.objects.asked().exists()

    def test_who_was_erased_is_reminded_of_nothing(self, asked, wanjiru):
        User.objects.filter(pk=wanjiru.pk).update(is_active=False)
        erase(wanjiru)
        assert not Inquiry.objects.open(LATER + DAY).exists()
