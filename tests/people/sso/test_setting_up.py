"""The administrator's pages of single sign-on: who sets a provider up, tries it out, and what becomes of its secret."""

import pytest
from django.test import Client

from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.reach import NotTheirs
from lms.people.identity.providers.models import SignOn
from lms.people.identity.sso import services
from tests.conftest import make_person

from .conftest import set_up
from .provider import CLIENT, SECRET

PLACE = "/academy/institution/sign-on/"


def about(provider, **changes):
    given = {"issuer": provider.issuer, "client": CLIENT, "secret": SECRET, "number_from": "preferred_username"}
    return given | changes


class TestSettingUp:
    def test_is_off_at_first_and_costs_the_same_twice(self, as_, administrator, academy, provider):
        for _again in range(2):
            answer = as_(administrator).post(f"{PLACE}{academy.pk}/", about(provider))
            assert (answer.status_code, answer.url) == (302, f"{PLACE}{academy.pk}/")
        sign_on = SignOn.objects.get()
        assert (sign_on.institution, sign_on.on, sign_on.changed_by) == (academy, False, administrator)
        assert sign_on.reveal_secret() == SECRET
        assert Client().get(f"/sign-on/{academy.code}/").status_code == 404

    def test_is_an_entry_without_what_was_typed(self, as_, administrator, academy, provider):
        as_(administrator).post(f"{PLACE}{academy.pk}/", about(provider, on="on"))
        as_(administrator).post(f"{PLACE}{academy.pk}/", about(provider, secret="", on=""))
        entries = AuditEntry.objects.filter(action="sign_on_changed").order_by("at", "id")
        assert entries[1].data == {"fields": ["on"], "on": False}
        assert (entries[0].institution_id, entries[0].by_id) == (academy.pk, administrator.pk)
        assert SECRET not in str(entries[0].data)

    def test_the_secret_stands_in_no_row_and_on_no_page(self, as_, administrator, academy, sign_on):
        assert SECRET not in str(SignOn.objects.values().get())
        page = as_(administrator).get(f"{PLACE}{academy.pk}/").content.decode()
        assert SECRET not in page and sign_on.secret not in page
        assert "http://testserver/sign-on/mlima-police-academy/return/" in page

    def test_the_secret_is_of_its_institution_alone(self, sign_on, neighbour_academy):
        sign_on.institution = neighbour_academy
        with pytest.raises(ValueError, match="sign-on"):
            sign_on.reveal_secret()

    def test_a_secret_is_sent_to_nobody_else(self, as_, administrator, academy, sign_on, provider):
        for changed in ({"issuer": "https://evil.example"}, {"client": "another"}):
            answer = as_(administrator).post(f"{PLACE}{academy.pk}/", about(provider, secret="", **changed))
            assert answer.status_code == 422
            assert "enter the secret that belongs to it" in answer.content.decode()
        assert SignOn.objects.get().issuer == provider.issuer

    @pytest.mark.parametrize(
        "issuer", ["http://idp.example.org", "idp", "https://a@b/", "https://x.org/?a=1", "https:"]
    )
    def test_an_issuer_that_is_none_is_refused(self, as_, administrator, academy, provider, issuer):
        answer = as_(administrator).post(f"{PLACE}{academy.pk}/", about(provider, issuer=issuer))
        assert answer.status_code == 422
        assert not SignOn.objects.exists()

    def test_it_goes_with_its_secret(self, as_, administrator, academy, sign_on):
        for _again in range(2):
            assert as_(administrator).post(f"{PLACE}{academy.pk}/remove/").url == PLACE
        assert not SignOn.objects.exists()
        assert AuditEntry.objects.filter(action="sign_on_removed").count() == 1

    def test_costs_the_same_for_few_and_many(self, as_, superuser, sign_on, django_assert_max_num_queries):
        browser = as_(superuser)
        with django_assert_max_num_queries(3):  # the session; the institutions; which of them have a provider
            assert "On" in browser.get(PLACE).content.decode()


class TestWhoMay:
    def test_nobody_of_another_institution_and_nobody_below(self, as_, neighbour_academy, academy, sign_on, provider):
        beside = make_person("KE-7", "Baraka Juma", neighbour_academy, Role.ADMINISTRATOR)
        for path in ("", "check/", "remove/"):
            assert as_(beside).post(f"{PLACE}{academy.pk}/{path}", about(provider)).status_code == 404
        assert as_(beside).get(f"{PLACE}{academy.pk}/try/").status_code == 404
        assert academy.name not in as_(beside).get(PLACE).content.decode()

    def test_nor_by_the_service_itself(self, neighbour_academy, administrator, provider, now):
        with pytest.raises(NotTheirs):
            set_up(neighbour_academy, administrator, provider, now)
        with pytest.raises(NotTheirs):
            services.remove(institution=neighbour_academy, by=administrator, now=now)


class TestTryingOut:
    def check(self, as_, administrator, academy) -> str:
        return as_(administrator).post(f"{PLACE}{academy.pk}/check/").content.decode()

    def test_says_whether_it_answers(self, as_, administrator, academy, sign_on, provider):
        assert "its keys are there" in self.check(as_, administrator, academy)
        provider.answers = {"issuer": "https://another.example"}
        assert "https://another.example" in self.check(as_, administrator, academy)
        SignOn.objects.update(issuer="http://127.0.0.1:9")
        assert "does not answer" in self.check(as_, administrator, academy)

    def test_shows_the_number_and_signs_nobody_in(self, as_, administrator, academy, sign_on, provider, wanjiru):
        SignOn.objects.update(on=False)
        browser = as_(administrator)
        back = provider.sign_in(browser.get(f"{PLACE}{academy.pk}/try/").url)
        page = browser.get(back).content.decode()
        assert "KE-20377" in page
        assert wanjiru.name in page
        assert browser.session["_auth_user_id"] == str(administrator.pk)

        provider.person["preferred_username"] = "UG-300"
        page = browser.get(provider.sign_in(browser.get(f"{PLACE}{academy.pk}/try/").url)).content.decode()
        assert "The answer signs nobody in" in page

    def test_shows_it_to_nobody_else(self, as_, administrator, academy, sign_on, provider, wanjiru):
        browser = as_(administrator)
        back = provider.sign_in(browser.get(f"{PLACE}{academy.pk}/try/").url)
        session = browser.session
        browser.force_login(wanjiru, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
        assert session.session_key != browser.session.session_key
        answer = browser.get(back)
        assert answer.status_code == 403
        assert "KE-20377" not in answer.content.decode().split("<main")[1]
