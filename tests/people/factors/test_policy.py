"""Of whom a second factor is asked, and what opens meanwhile."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from lms.people.administration.records import services
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.identity.factors import policy
from tests.conftest import make_person

from . import phone as phones

PAGE = "/account/factors/"


@pytest.fixture
def asked_now(academy, now):
    return policy.set_policy(institution=academy, days=0, by=None, now=now)


@pytest.fixture
def asked_later(academy, now):
    return policy.set_policy(institution=academy, days=14, by=None, now=now)


def days_at(institution) -> int | None:
    return Institution.objects.get(pk=institution.pk).factor_days


class TestAskedNow:
    @pytest.mark.parametrize("path", ["/teach/", "/learn/", "/academy/log/"])
    def test_nothing_else_opens_for_staff(self, as_, omar, asked_now, path):
        assert as_(omar).get(path).url.startswith(f"{PAGE}?next=")

    def test_staff_without_a_factor_can_post_nothing_but_the_sign_out(self, as_, omar, asked_now):
        assert as_(omar).post("/teach/").url.startswith(PAGE)
        assert as_(omar).post("/sign-out/").status_code == 302

    def test_a_script_is_told(self, as_, omar, asked_now):
        answer = as_(omar).get("/teach/", headers={"Accept": "application/json"})
        assert (answer.status_code, answer.json()) == (
            403,
            {"message": "Set up a second factor first.", "address": PAGE},
        )

    def test_the_page_says_so_and_leads_to_setting_up_until_the_factor_is_taken_away(self, as_, omar, asked_now):
        browser = as_(omar)
        assert "before you go on" in browser.get(PAGE).content.decode()
        phones.set_up(browser)
        assert browser.get("/teach/").status_code == 200
        browser.post(f"/account/factors/{Authenticator.objects.get(type='totp').pk}/remove/")
        assert browser.get("/teach/").url.startswith(PAGE)

    def test_help_opens_meanwhile(self, as_, omar, asked_now):
        assert as_(omar).get("/help/account/").status_code == 200
        User.objects.filter(pk=omar.pk).update(password_given=True)
        assert [as_(omar).get(path).status_code for path in ("/help/", "/help/account/")] == [200, 200]

    def test_is_asked_of_no_learner_and_of_no_staff_elsewhere(self, as_, wanjiru, neighbour, asked_now):
        assert as_(wanjiru).get("/learn/").status_code == 200
        assert as_(neighbour).get("/teach/").status_code == 200

    def test_the_admin_does_not_open_either(self, as_, superuser, settings):
        settings.SECOND_FACTOR_DAYS = 0
        assert as_(superuser).get("/admin/").url.startswith(PAGE)

    def test_a_password_of_one_s_own_comes_first(self, as_, omar, asked_now):
        User.objects.filter(pk=omar.pk).update(password_given=True)
        assert as_(omar).get(PAGE).url.startswith("/password/")

    def test_costs_a_learner_no_statement(self, as_, wanjiru, asked_now, django_assert_num_queries):
        browser = as_(wanjiru)
        browser.get("/account/factors/")
        with django_assert_num_queries(2):  # the session with its person; the page
            browser.get("/account/factors/")


class TestGrace:
    def test_shows_the_page_once_after_signing_in_and_lets_go_on(self, as_, omar, asked_later):
        browser = as_(omar)
        first = browser.get("/teach/")
        assert first.url == f"{PAGE}?next=%2Fteach%2F"
        page = browser.get(first.url).content.decode()
        assert "nothing opens without one" in page
        assert 'href="/teach/"' in page
        assert browser.get("/teach/").status_code == 200

    def test_puts_no_file_and_no_script_off(self, as_, omar, asked_later):
        browser = as_(omar)
        assert browser.get("/teach/", headers={"Accept": "application/json"}).status_code != 403
        assert browser.get("/teach/", headers={"Sec-Fetch-Dest": "image"}).status_code == 200

    def test_staff_must_set_up_a_factor_when_the_days_of_grace_are_over(self, as_, omar, asked_later):
        as_(omar).get("/teach/")
        with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1), tick=False):
            browser = as_(omar)
            for _ in range(2):
                assert browser.get("/teach/").url.startswith(PAGE)

    def test_begins_for_each_when_they_are_met_first(self, omar, asked_later, now):
        assert policy.asked_from(omar, now=now) == now + timedelta(days=14)
        later = User.objects.get(pk=omar.pk)
        later.teaches = True
        assert policy.asked_from(later, now=now + timedelta(days=3)) == now + timedelta(days=14)

    @pytest.fixture(autouse=True)
    def _duties(self, omar):
        omar.teaches = True

    def test_leads_to_no_other_site(self, as_, omar, asked_later):
        assert (
            'href="https://elsewhere' not in as_(omar).get(f"{PAGE}?next=https://elsewhere.example/").content.decode()
        )


class TestThePolicy:
    def test_holds_below_where_nothing_closer_is_said(self, kenya, academy, neighbour_academy, now):
        policy.set_policy(institution=academy, days=3, by=None, now=now)
        policy.set_policy(institution=kenya, days=0, by=None, now=now)
        assert [days_at(one) for one in (kenya, academy, neighbour_academy)] == [0, 3, 0]
        policy.set_policy(institution=academy, days=None, by=None, now=now)
        assert days_at(academy) == 0

    def test_the_policy_follows_the_tree_of_institutions(self, kenya, uganda, academy, now):
        policy.set_policy(institution=kenya, days=5, by=None, now=now)
        new = services.create_institution(name="New", kind="academy", parent=kenya)
        assert new.factor_days == 5
        services.move(institution=new, parent=uganda)
        assert days_at(new) is None

    def test_the_same_again_changes_nothing(self, academy, now, superuser):
        for _ in range(2):
            policy.set_policy(institution=academy, days=0, by=superuser, now=now)
        assert AuditEntry.objects.filter(action="factor_policy_set").count() == 1

    @pytest.mark.parametrize("days", [-2, 366])
    def test_is_a_number_of_days(self, academy, now, days):
        with pytest.raises(ValueError, match="no time of grace"):
            policy.set_policy(institution=academy, days=days, by=None, now=now)

    def test_is_set_by_the_administrator_of_the_institution(self, as_, amina, academy):
        browser = as_(amina)
        answer = browser.post("/academy/second-factor/", {"institution": academy.pk, "asked": "later", "days": "7"})
        assert answer.status_code == 302
        assert days_at(academy) == 7
        page = browser.get("/academy/second-factor/")
        assert page.status_code == 302, "it holds for the administrator too: shown once"
        assert "Amina" in browser.get("/academy/second-factor/").content.decode()

    def test_and_by_nobody_of_another(self, as_, amina, neighbour_academy, kenya):
        for other in (neighbour_academy, kenya):
            answer = as_(amina).post("/academy/second-factor/", {"institution": other.pk, "asked": "nobody"})
            assert answer.status_code == 422
            assert days_at(other) is None

    @pytest.mark.parametrize(
        ("sent", "days"), [({"asked": "now"}, 0), ({"asked": "nobody"}, -1), ({"asked": "above"}, None)]
    )
    def test_what_is_sent_is_kept(self, as_, amina, academy, sent, days):
        as_(amina).post("/academy/second-factor/", {"institution": academy.pk, **sent})
        assert days_at(academy) == days

    def test_days_are_asked_for(self, as_, amina, academy):
        answer = as_(amina).post("/academy/second-factor/", {"institution": academy.pk, "asked": "later", "days": ""})
        assert answer.status_code == 422
        assert "after how many days" in answer.content.decode()


class TestALostPhone:
    @pytest.fixture
    def lost(self, as_, omar):
        omar.email = "omar@example.org"
        omar.save()
        return phones.set_up(as_(omar))

    def test_is_reset_by_the_administrator(
        self, as_, omar, amina, lost, client, mailoutbox, django_capture_on_commit_callbacks
    ):
        on_the_phone = Client()
        phones.password(on_the_phone, omar)
        phones.code(on_the_phone, lost[1][0])
        assert on_the_phone.get("/teach/").status_code == 200
        with django_capture_on_commit_callbacks(execute=True):
            assert as_(amina).post(f"/academy/people/{omar.pk}/factor/").status_code == 302

        assert on_the_phone.get("/teach/").status_code == 302, "what was open has ended"
        phones.password(client, omar)
        assert client.get("/teach/").status_code == 200
        assert [mail.subject for mail in mailoutbox] == ["Your second factor was changed"]
        entry = AuditEntry.objects.get(action="factor_reset")
        assert (entry.by_id, entry.person_id, entry.institution_id) == (
            amina.pk,
            omar.pk,
            omar.institution_id,
        )

    def test_the_same_again_changes_nothing(self, as_, omar, amina, lost):
        for _ in range(2):
            as_(amina).post(f"/academy/people/{omar.pk}/factor/")
        assert AuditEntry.objects.filter(action="factor_reset").count() == 1
        assert "has no second factor" in as_(amina).get(f"/academy/people/{omar.pk}/factor/").content.decode()

    def test_not_by_a_neighbour_s(self, as_, omar, lost, neighbour_academy):
        other = make_person("KE-8", "Neighbour Administrator", neighbour_academy, Role.ADMINISTRATOR)
        assert as_(other).post(f"/academy/people/{omar.pk}/factor/").status_code == 404
        assert not AuditEntry.objects.filter(action="factor_reset").exists()

    def test_not_one_s_own_and_not_of_somebody_with_more_rights(self, as_, amina, superuser, kenya, academy):
        above = make_person("KE-7", "Above", academy, Role.COORDINATOR, at=kenya)
        for person in (amina, superuser, above):
            assert as_(amina).post(f"/academy/people/{person.pk}/factor/").status_code == 404
        assert as_(superuser).post(f"/academy/people/{superuser.pk}/factor/").status_code == 404
