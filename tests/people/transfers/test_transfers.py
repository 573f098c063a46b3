"""Transfers between institutions: asked for by one side, confirmed by the other, and what they leave behind."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.desks.privacy.erasure import erase
from lms.learning.progress.models import Enrolment, Stay
from lms.people.administration.records import services
from lms.people.administration.transfers import decisions
from lms.people.administration.transfers import services as transfer_services
from lms.people.administration.transfers.models import TransferRequest
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort, CohortMember, Membership, User
from lms.people.identity.mail.mails import Mail
from tests.conftest import make_person

PAGE = "/academy/transfers/"
TODAY = timezone.localdate


def asked(person, to, by) -> TransferRequest:
    return transfer_services.ask(number=person.service_number, to=to, by=by, now=timezone.now())


def confirmed(row, by, days: int = 0) -> int:
    day = TODAY() + timedelta(days=days)
    return decisions.confirm(requests=[row.pk], starts_on=day, today=TODAY(), by=by, now=timezone.now())


def answer(browser, row, what: str, **more):
    return browser.post(f"{PAGE}answer/", {"requests": row.pk, "answer": what} | more)


class TestAsking:
    def test_tells_nothing_of_whether_anybody_has_the_number(self, as_, beside, neighbour_academy, wanjiru):
        pages, statements = [], []
        for number in (wanjiru.service_number, "KE-00000"):
            browser = as_(beside)
            with CaptureQueriesContext(
                connection,
            ) as asks:
                browser.post(f"{PAGE}ask/", {"number": number, "institution": neighbour_academy.pk})
            statements.append(len(asks))
            row = TransferRequest.objects.get(number=number)
            pages.append(browser.get(PAGE).content.decode().replace(number, "N"))
            browser.post(f"{PAGE}{row.pk}/withdraw/")
            row.delete()
        assert statements[0] == statements[1]
        assert "Wanjir" not in pages[0]
        assert (
            pages[0].split("Your requests")[1].split("<form")[0] == pages[1].split("Your requests")[1].split("<form")[0]
        )
        own = AuditEntry.objects.visible_to(beside).filter(action="transfer_asked")
        assert [entry.person_id for entry in own] == [None, None]

    def test_twice_is_one_request(self, beside, neighbour_academy, wanjiru):
        first, second = (asked(wanjiru, neighbour_academy, beside) for _again in range(2))
        assert first == second
        assert AuditEntry.objects.filter(action="transfer_asked", person=wanjiru).count() == 1

    def test_a_number_that_somebody_gets_later_is_asked_for_anew(self, beside, neighbour_academy, academy):
        transfer_services.ask(number="KE-88", to=neighbour_academy, by=beside, now=timezone.now())
        person = make_person("KE-88", "New", academy)
        assert asked(person, neighbour_academy, beside).person == person
        assert TransferRequest.objects.count() == 1

    def test_is_for_ones_own_institution_and_for_those_of_others(
        self, as_, amina, academy, neighbour_academy, wanjiru, neighbour
    ):
        browser = as_(amina)
        for number, place in ((neighbour.service_number, neighbour_academy), (wanjiru.service_number, academy)):
            assert browser.post(f"{PAGE}ask/", {"number": number, "institution": place.pk}).status_code == 422
        assert not TransferRequest.objects.exists()

    def test_can_be_withdrawn_by_the_side_that_asks_alone(self, as_, amina, beside, neighbour_academy, wanjiru):
        row = asked(wanjiru, neighbour_academy, beside)
        assert as_(amina).post(f"{PAGE}{row.pk}/withdraw/").status_code == 404
        as_(beside).post(f"{PAGE}{row.pk}/withdraw/")
        row.refresh_from_db()
        assert (row.state, confirmed(row, amina)) == ("withdrawn", 0)


class TestAnswering:
    def test_moves_the_person_and_nothing_of_their_past(
        self, as_, amina, beside, academy, neighbour_academy, enrolment, wanjiru, django_capture_on_commit_callbacks
    ):
        cohort = Cohort.objects.create(institution=academy, name="Intake")
        services.join(cohort=cohort, people=[wanjiru], now=timezone.now())
        wanjiru.email = "w@example.org"
        wanjiru.save()
        row = asked(wanjiru, neighbour_academy, beside)
        assert "Wanjir" in as_(amina).get(PAGE).content.decode()
        assert "asks for 1 person" in as_(amina).get("/academy/people/").content.decode()

        with django_capture_on_commit_callbacks(execute=True):
            assert answer(as_(amina), row, "confirm").status_code == 302

        wanjiru.refresh_from_db()
        row.refresh_from_db()
        assert (wanjiru.institution, row.state, row.source) == (neighbour_academy, "accepted", academy)
        assert not CohortMember.objects.filter(user=wanjiru).exists()
        assert Enrolment.objects.get(learner=wanjiru).institution == neighbour_academy
        assert Stay.objects.get(learner=wanjiru).institution == academy
        assert Mail.objects.get(person=wanjiru, kind="transfer").recipient == "w@example.org"
        assert "Mlima" in as_(wanjiru).get("/account/transfers/").content.decode()
        assert AuditEntry.objects.filter(action="transfer_confirmed", person=wanjiru, by=amina).count() == 1

    def test_ends_roles_at_the_old_place_and_leaves_those_above_both(
        self, above, beside, neighbour_academy, kenya, omar
    ):
        Membership.objects.create(user=omar, institution=kenya, role=Role.COORDINATOR)
        assert confirmed(asked(omar, neighbour_academy, beside), above) == 1
        held = Membership.objects.in_force().filter(user=omar)
        assert [(row.role, row.institution) for row in held] == [("coordinator", kenya)]
        assert Membership.objects.get(user=omar, role="instructor").ends_on == TODAY() - timedelta(days=1)

    def test_or_done_at_once_by_whoever_administers_both_leaves_the_same_behind(
        self,
        as_,
        above,
        beside,
        academy,
        neighbour_academy,
        kenya,
        omar,
        wanjiru,
        django_capture_on_commit_callbacks,
    ):
        Membership.objects.create(user=omar, institution=kenya, role=Role.COORDINATOR)
        Membership.objects.create(
            user=omar, institution=academy, role=Role.ADMINISTRATOR, starts_on=TODAY() + timedelta(days=9)
        )
        cohort = Cohort.objects.create(institution=academy, name="Intake")
        services.join(cohort=cohort, people=[omar, wanjiru], now=timezone.now())
        User.objects.filter(pk=omar.pk).update(email="omar@example.org")
        browser, page = as_(above), f"/academy/people/{omar.pk}/transfer/"
        assert "Roles and places in cohorts of the old institution end." in browser.get(page).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            for _again in range(2):
                assert browser.post(page, {"institution": neighbour_academy.pk}).status_code == 302
        assert confirmed(asked(wanjiru, neighbour_academy, beside), above) == 1
        omar.refresh_from_db()
        assert omar.institution == neighbour_academy
        held = Membership.objects.in_force().filter(user=omar)
        assert [(row.role, row.institution) for row in held] == [("coordinator", kenya)]
        assert Membership.objects.get(user=omar, role="instructor").ends_on == TODAY() - timedelta(days=1)
        assert not Membership.objects.filter(user=omar, role="administrator").exists()
        assert not cohort.members.exists()
        assert Mail.objects.filter(person=omar, kind="transfer").count() == 1

    def test_within_an_academy_leaves_what_is_of_the_whole_of_it(self, amina, academy, omar):
        unit, other = (
            services.create_institution(name=name, kind="unit", parent=academy) for name in ("Unit 3", "Unit 7")
        )
        for place in (unit, other):
            Membership.objects.get_or_create(user=omar, institution=place, role=Role.INSTRUCTOR)
        User.objects.filter(pk=omar.pk).update(institution=unit)
        services.transfer(person=omar, to=other, now=timezone.now(), by=amina)
        held = set(Membership.objects.in_force().filter(user=omar).values_list("institution", flat=True))
        assert held == {academy.pk, other.pk}

    def test_is_for_whoever_manages_the_person_alone(
        self, as_, amina, beside, above, omar, neighbour_academy, kenya, wanjiru
    ):
        row = asked(wanjiru, neighbour_academy, beside)
        assert [answer(as_(who), row, "confirm").status_code for who in (beside, omar)] == [422, 404]
        more = make_person("KE-81", "Of two places", amina.institution, Role.COORDINATOR, at=kenya)
        assert confirmed(asked(more, neighbour_academy, beside), amina) == 0
        assert confirmed(row, above) == 1

    def test_of_oneself_is_for_others(self, amina, beside, neighbour_academy, superuser):
        row = asked(amina, neighbour_academy, beside)
        assert (confirmed(row, amina), confirmed(row, beside)) == (0, 0)
        superuser.institution = amina.institution
        superuser.save()
        assert confirmed(asked(superuser, neighbour_academy, beside), superuser) == 0

    def test_refused_needs_a_reason_which_the_other_side_reads(self, as_, amina, beside, neighbour_academy, wanjiru):
        row = asked(wanjiru, neighbour_academy, beside)
        assert answer(as_(amina), row, "refuse", reason=" ").status_code == 422
        assert answer(as_(amina), row, "refuse", reason="She stays until June").status_code == 302
        assert "She stays until June" in as_(beside).get(PAGE).content.decode()
        assert confirmed(row, amina) == 0

    def test_from_a_later_day_on_moves_on_that_day(self, amina, beside, neighbour_academy, wanjiru):
        row = asked(wanjiru, neighbour_academy, beside)
        with pytest.raises(decisions.NotAnswered):
            confirmed(row, amina, days=-1)
        assert confirmed(row, amina, days=7) == 1
        assert decisions.take_effect(today=TODAY(), now=timezone.now()) == 0
        wanjiru.refresh_from_db()
        assert wanjiru.institution == amina.institution
        later = TODAY() + timedelta(days=7)
        assert [decisions.take_effect(today=later, now=timezone.now()) for _again in range(2)] == [1, 0]
        wanjiru.refresh_from_db()
        assert wanjiru.institution == neighbour_academy

    def test_whoever_is_moved_otherwise_meanwhile_is_left_there(
        self, amina, beside, above, neighbour_academy, ugandan_academy, wanjiru
    ):
        row = asked(wanjiru, neighbour_academy, beside)
        confirmed(row, amina, days=7)
        services.transfer(person=wanjiru, to=ugandan_academy, now=timezone.now())
        assert decisions.take_effect(today=TODAY() + timedelta(days=8), now=timezone.now()) == 0
        wanjiru.refresh_from_db()
        row.refresh_from_db()
        assert (wanjiru.institution, row.state) == (ugandan_academy, "settled")

    def test_whoever_came_by_another_way_is_no_longer_asked_for(self, beside, neighbour_academy, wanjiru):
        row = asked(wanjiru, neighbour_academy, beside)
        services.transfer(person=wanjiru, to=neighbour_academy, now=timezone.now())
        row.refresh_from_db()
        assert row.state == "settled"

    def test_whoever_is_erased_meanwhile_is_in_no_request(self, beside, neighbour_academy, wanjiru):
        asked(wanjiru, neighbour_academy, beside)
        erase(wanjiru)
        assert not TransferRequest.objects.exists()

    def test_costs_the_same_however_many_wait(
        self, as_, amina, beside, academy, neighbour_academy, wanjiru, django_assert_num_queries
    ):
        asked(wanjiru, neighbour_academy, beside)
        browser = as_(amina)
        browser.get(PAGE)
        with CaptureQueriesContext(connection) as few:
            browser.get(PAGE)
        for number in range(60):
            asked(make_person(f"KE-6{number:03}", "Many", academy), neighbour_academy, beside)
        with CaptureQueriesContext(connection) as many:
            assert len(browser.get(PAGE).context["page"].object_list) == 50
        assert len(many) == len(few) <= 12
