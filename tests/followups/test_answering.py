"""Answers come by a link that is used once, without signing in, and hold nothing of the person that is not theirs."""

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from lms.desks.followups import links, services
from lms.desks.followups.models import OPEN_FOR, Answer, Confirmation, Example, Inquiry
from lms.desks.notices.models import Notice
from lms.desks.privacy.erasure import erase
from lms.people.directory.models import User
from tests.conftest import NOW, make_person

from .conftest import DAY, LATER, SURVEYED, USED, set_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def confirming(kenya, superuser):
    set_at(kenya, superuser, confirms=True)


@pytest.fixture
def boss(academy):
    return make_person("KE-777", "Grace Achieng", academy, birth_year=1970)


class TestTheLink:
    def test_shows_the_questions_and_nothing_of_the_person(self, client, asked, wanjiru, later):
        page = client.get(links.address(asked))
        assert page.status_code == 200
        text = page.content.decode()
        assert "Have you used at work" in text
        for secret in (wanjiru.name, wanjiru.service_number, wanjiru.email or "@", str(wanjiru.institution)):
            assert secret not in text

    def test_looking_at_it_uses_nothing_up(self, client, asked, later):
        for _again in range(3):
            client.get(links.address(asked))
            client.head(links.address(asked))
        assert client.get(links.address(asked)).status_code == 200
        assert not Answer.objects.exists()

    def test_answers_are_kept_once(self, client, asked, later):
        sent = client.post(links.address(asked), {**USED, "example": "A girl was referred"})
        assert sent.status_code == 302
        again = client.post(links.address(asked), {**USED, "used": "no"})
        assert b"used up" in again.content
        (kept,) = Answer.objects.all()
        assert (kept.used, kept.what, kept.hindered) == ("often", "refer,talk", "time")
        assert Example.objects.get().text == "A girl was referred"

    def test_says_when_it_has_expired(self, client, asked):
        with time_machine.travel(LATER + OPEN_FOR, tick=False):
            page = client.get(links.address(asked))
            assert page.status_code == 410
            assert b"expired" in page.content
            assert client.post(links.address(asked), USED).status_code == 410
        assert not Answer.objects.exists()

    @pytest.mark.parametrize("change", [lambda token: token[:-1], lambda token: "x" + token, lambda _token: "a1"])
    def test_a_forged_one_is_refused_with_a_sentence(self, client, asked, later, change):
        token = links.address(asked).split("/")[2]
        page = client.get(reverse("followups:ask", args=[change(token)]))
        assert page.status_code == 404
        assert b"not valid" in page.content

    def test_one_for_a_question_is_none_for_a_confirmation(self, client, asked, later):
        token = links.address(asked).split("/")[2]
        assert client.get(reverse("followups:ask", args=["c" + token[1:]])).status_code == 404

    def test_guessing_is_slowed_down_and_loses_no_input(self, client, asked, later, monkeypatch):
        monkeypatch.setattr("lms.desks.followups.views.MOST", 2)
        for number in range(3):
            page = client.get(f"/after/guess{number}/")
        assert page.status_code == 429
        late = client.post(links.address(asked), {**USED, "example": "A long story"})
        assert late.status_code == 429
        assert b"A long story" in late.content
        assert not Answer.objects.exists()

    def test_of_somebody_who_was_erased_leads_nowhere(self, client, asked, wanjiru, later):
        address = links.address(asked)
        User.objects.filter(pk=wanjiru.pk).update(is_active=False)
        erase(wanjiru)
        assert client.get(address).status_code == 404

    def test_what_was_typed_stays_where_something_lacks(self, client, asked, later):
        page = client.post(links.address(asked), {"used": "once", "example": "ሴትዮዋን ረዳኋት"})
        assert page.status_code == 422
        assert "ሴትዮዋን ረዳኋት" in page.content.decode()
        assert page.content.decode().count("Choose one answer or more.") >= 2
        assert not Answer.objects.exists()

    def test_is_in_the_language_of_the_person(self, client, asked, wanjiru, later):
        User.objects.filter(pk=wanjiru.pk).update(language="ar")
        assert 'dir="rtl"' in client.get(links.address(asked)).content.decode()


class TestTheSurvey:
    def test_keeps_no_way_to_the_person(self, client, surveyed):
        assert client.post(links.address(surveyed), SURVEYED).status_code == 302
        (kept,) = Answer.objects.all()
        assert (kept.inquiry, kept.marks) == (None, "4324")
        assert kept.month == NOW.date().replace(day=1)
        row = Inquiry.objects.get(pk=surveyed.pk)
        assert (row.answered_at.hour, row.answered_at.minute, row.answered_at.second) == (0, 0, 0)

    def test_is_taken_once(self, surveyed):
        services.answer(inquiry=surveyed, given=SURVEYED, now=NOW)
        with pytest.raises(services.Closed):
            services.answer(inquiry=surveyed, given=SURVEYED, now=NOW)
        assert Answer.objects.count() == 1


class TestConfirming:
    def named(self, client, asked, number: str):
        return client.post(links.address(asked), {**USED, "supervisor": number})

    def test_a_supervisor_is_asked_and_confirms_by_a_link(self, client, asked, later, confirming, boss, wanjiru):
        assert self.named(client, asked, "ke-777").status_code == 302
        row = Confirmation.objects.get(supervisor=boss)
        assert Notice.objects.filter(kind=services.CONFIRM, person=boss).count() == 1
        page = client.get(links.address(row))
        assert page.status_code == 200
        assert wanjiru.name not in page.content.decode()
        assert client.post(links.address(row), {"confirmed": "yes"}).status_code == 302
        assert Confirmation.objects.given().get() == row
        client.post(links.address(row), {"confirmed": "no"})
        assert Confirmation.objects.given().exists()

    def test_is_not_offered_where_the_institution_does_not_want_it(self, client, asked, later, boss):
        assert b"Service number of a supervisor" not in client.get(links.address(asked)).content
        self.named(client, asked, "KE-777")
        assert not Confirmation.objects.exists()

    def test_nobody_names_themselves(self, client, asked, later, confirming, wanjiru):
        page = self.named(client, asked, wanjiru.service_number)
        assert page.status_code == 422
        assert b"Name somebody else" in page.content

    @pytest.mark.parametrize("alike", ["email", "phone", "name"])
    def test_nor_their_second_account(self, client, asked, later, confirming, wanjiru, academy, alike):
        User.objects.filter(pk=wanjiru.pk).update(email="w@example.org", phone="+254 700 111 222")
        about = {"email": {"email": "W@example.org"}, "phone": {"phone": "0700111222"}, "name": {}}[alike]
        make_person("KE-888", wanjiru.name if alike == "name" else "Somebody", academy, **about)
        assert self.named(client, asked, "KE-888").status_code == 422
        assert not Confirmation.objects.exists()

    def test_an_unknown_number_and_one_from_elsewhere_tell_nothing(self, client, asked, later, confirming, stranger):
        assert self.named(client, asked, stranger.service_number).status_code == 302
        assert Answer.objects.exists()
        assert not Confirmation.objects.exists()

    def test_the_learner_who_finds_the_link_is_refused(self, as_, asked, later, confirming, boss, wanjiru):
        services.answer(inquiry=asked, given={**USED, "supervisor": "KE-777"}, now=later)
        row = Confirmation.objects.get()
        with pytest.raises(services.OwnWork):
            services.confirm(confirmation=row, confirmed=True, by=wanjiru, now=later)
        assert as_(wanjiru).post(links.address(row), {"confirmed": "yes"}).status_code == 403

    def test_counts_no_more_where_both_accounts_became_one(self, asked, later, confirming, boss, wanjiru):
        services.answer(inquiry=asked, given={**USED, "supervisor": "KE-777"}, now=later)
        services.confirm(confirmation=Confirmation.objects.get(), confirmed=True, by=None, now=later)
        User.objects.filter(pk=boss.pk).update(is_active=False, merged_into=wanjiru)
        assert not Confirmation.objects.given().exists()


class TestThePerson:
    def test_examples_go_with_the_person_and_figures_stay(self, asked, wanjiru, later):
        services.answer(inquiry=asked, given={**USED, "example": "Mine"}, now=later)
        User.objects.filter(pk=wanjiru.pk).update(is_active=False)
        erase(wanjiru)
        assert not Example.objects.exists()
        assert Answer.objects.get().used == "often"
        assert Inquiry.objects.get(pk=asked.pk).rank == ""

    def test_sees_what_is_asked_on_a_page(self, as_, asked, wanjiru, abdi, later):
        assert links.address(asked).encode() in as_(wanjiru).get(reverse("followups:mine")).content
        assert b"Nothing is asked now" in as_(abdi).get(reverse("followups:mine")).content

    def test_no_mail_is_sent_from_a_request(self, client, asked, later):
        before = len(mail.outbox)
        client.post(links.address(asked), USED)
        assert len(mail.outbox) == before


def test_two_at_once_are_one_answer(asked, later):
    services.answer(inquiry=asked, given=USED, now=later)
    with pytest.raises(services.Closed):
        services.answer(inquiry=asked, given=USED, now=later + DAY)
    assert Answer.objects.count() == 1
