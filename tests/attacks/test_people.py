"""V3, V6, V7, V11, V12 and V14: signing in, sessions, and what browsers are told."""

import pytest
from django.conf import settings
from django.contrib.auth import views as django_views
from django.test import Client
from django.urls import reverse

from certificates import serials
from certificates import views as guessing
from lms.desks.conversations import services
from lms.desks.conversations.matters import Matter
from lms.desks.privacy import export
from lms.foundation.plugins.identifiers import uuid7
from lms.people.administration.records.services import create_institution
from lms.people.directory.choices import Kind
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.identity.protection import strength, throttling
from lms.people.identity.sessions.backends import ServiceNumberBackend
from tests.conftest import PASSWORD

from .mutation import browser, held_by, instead, no_middleware, setting, text_of

SIGN_IN = "/sign-in/"
EASY = "password123"


def sign_in(client: Client, number: str, password: str = PASSWORD, **extra):
    return client.post(SIGN_IN, {"username": number, "password": password}, **extra)


@pytest.fixture
def few():
    with setting(AXES_FAILURE_LIMIT=4, SIGN_IN_FAILURES_OF_AN_ADDRESS=8, PROXY_COUNT=1):
        yield


@pytest.mark.usefixtures("few")
class TestGuessing:
    def test_the_password_of_an_account_has_to_wait(self, wanjiru):
        def gets_in() -> bool:
            for number in range(5):
                sign_in(browser(), wanjiru.service_number, "wrong", HTTP_X_FORWARDED_FOR=f"41.90.1.{number}")
            return sign_in(browser(), wanjiru.service_number, HTTP_X_FORWARDED_FOR="41.90.1.9").status_code == 302

        held_by(setting(AXES_ENABLED=False), attack=gets_in)

    def test_whoever_invents_addresses_has_to_wait(self, wanjiru):
        def gets_in() -> bool:
            for number in range(10):
                sign_in(browser(), f"KE-9{number}", "wrong", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}, 41.90.1.2")
            return (
                sign_in(browser(), wanjiru.service_number, HTTP_X_FORWARDED_FOR="10.0.0.99, 41.90.1.2").status_code
                == 302
            )

        def naive(request):
            return request.META["HTTP_X_FORWARDED_FOR"].partition(",")[0]

        held_by(instead(throttling, "client_address", naive), attack=gets_in)

    def test_one_client_behind_the_proxy_does_not_lock_out_another(self, wanjiru):
        def locked_out() -> bool:
            for number in range(10):
                sign_in(browser(), f"KE-9{number}", "wrong", HTTP_X_FORWARDED_FOR="41.90.1.2", REMOTE_ADDR="10.0.0.1")
            other = sign_in(browser(), wanjiru.service_number, HTTP_X_FORWARDED_FOR="41.90.1.3", REMOTE_ADDR="10.0.0.1")
            return other.status_code == 429

        held_by(instead(throttling, "client_address", lambda request: request.META["REMOTE_ADDR"]), attack=locked_out)


def test_a_certificate_s_number_cannot_be_guessed_without_pause(db):
    def goes_on() -> bool:
        return 429 not in {
            browser().get(reverse("certificates:verify", args=[serials.draw()])).status_code for _try in range(12)
        }

    with instead(guessing, "MOST", 10):
        held_by(instead(throttling, "client_address", lambda request: None), attack=goes_on)


def test_a_password_that_is_easily_guessed_is_not_taken(wanjiru):
    def taken() -> bool:
        browser(wanjiru).post("/password/", {"old_password": PASSWORD, "new_password1": EASY, "new_password2": EASY})
        return User.objects.get(pk=wanjiru.pk).check_password(EASY)

    held_by(setting(AUTH_PASSWORD_VALIDATORS=[]), attack=taken)


@pytest.mark.parametrize("name", ["ndururumokibirigwi", "Gatundu Mwitungiri7"])
def test_the_name_of_no_institution_above_one_s_unit_is_a_password(wanjiru, academy, name):
    wanjiru.institution = create_institution(name="Unit 4", kind=Kind.UNIT, parent=academy)
    wanjiru.save()
    Institution.objects.filter(pk=academy.pk).update(name="Ndururumo Kibirigwi")
    Institution.objects.filter(pk=academy.parent_id).update(names={"sw": "Gatundu Mwitungiri"})

    def taken() -> bool:
        browser(wanjiru).post("/password/", {"old_password": PASSWORD, "new_password1": name, "new_password2": name})
        return User.objects.get(pk=wanjiru.pk).check_password(name)

    held_by(instead(strength, "_places", lambda person: [person.institution.name]), attack=taken)


def test_a_password_that_somebody_else_knows_opens_nothing(wanjiru):
    User.objects.filter(pk=wanjiru.pk).update(password_given=True)

    held_by(
        no_middleware("lms.people.identity.sign_in.middleware.AskedFirst"),
        attack=lambda: browser(wanjiru).get(reverse("learn:mine")).status_code == 200,
    )


def test_another_password_ends_what_is_open_on_other_devices(wanjiru):
    new = "three quiet lakes"

    def stays_in() -> bool:
        stolen, own = browser(wanjiru), browser(wanjiru)
        own.post("/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
        return stolen.get(reverse("learn:mine")).status_code == 200

    held_by(instead(User, "get_session_auth_hash", lambda user, *_secret: "always the same"), attack=stays_in)


def test_whoever_may_no_longer_sign_in_is_out(wanjiru):
    def stays_in() -> bool:
        open_one = browser(wanjiru)
        User.objects.filter(pk=wanjiru.pk).update(is_active=False)
        return open_one.get(reverse("learn:mine")).status_code == 200

    held_by(instead(ServiceNumberBackend, "user_can_authenticate", lambda backend, user: True), attack=stays_in)


def test_nobody_is_sent_on_to_another_site(wanjiru):
    def led_away() -> bool:
        sent = {"username": wanjiru.service_number, "password": PASSWORD, "next": "https://elsewhere.example/"}
        return browser().post(SIGN_IN, sent).url == sent["next"]

    held_by(instead(django_views, "url_has_allowed_host_and_scheme", lambda **_where: True), attack=led_away)


def test_a_cookie_is_not_sent_without_tls(wanjiru):
    def overheard() -> bool:
        client = browser()
        sign_in(client, wanjiru.service_number, secure=True)
        return not client.cookies[settings.SESSION_COOKIE_NAME]["secure"]

    with setting(SESSION_COOKIE_SECURE=True):
        held_by(setting(SESSION_COOKIE_SECURE=False), attack=overheard)


@pytest.mark.parametrize(
    ("middleware", "header"),
    [
        ("home.operation.policy.ContentPolicy", "Content-Security-Policy"),
        ("home.operation.middleware.PermissionsPolicy", "Permissions-Policy"),
        ("django.middleware.security.SecurityMiddleware", "X-Content-Type-Options"),
    ],
)
def test_a_browser_is_told_what_pages_may_do(db, middleware, header):
    held_by(no_middleware(middleware), attack=lambda: header not in browser().get(SIGN_IN))


def test_a_page_is_shown_in_nobody_s_frame(db):
    """Two controls, for browsers that know the policy and for those that do not."""

    def framed() -> bool:
        page = browser().get(SIGN_IN)
        return "frame-ancestors" not in page.get("Content-Security-Policy", "") and "X-Frame-Options" not in page

    held_by(
        no_middleware("home.operation.policy.ContentPolicy", "django.middleware.clickjacking.XFrameOptionsMiddleware"),
        attack=framed,
    )


def test_what_somebody_was_shown_stays_in_no_cache(wanjiru, site):
    held_by(
        no_middleware("home.operation.middleware.NeverCached"),
        attack=lambda: "no-store" not in browser(wanjiru).get(reverse("courses:library")).get("Cache-Control", ""),
    )


def test_an_error_tells_nothing_of_what_is_inside(db):
    held_by(
        setting(DEBUG=True),
        attack=lambda: "wagtail.views.serve" in text_of(browser().get("/not-there/at-all/")),
    )


SECRET = "He follows me home"


@pytest.fixture
def thread(cohort, wanjiru, omar, now):
    thread = services.ask(
        learner=wanjiru, cohort=cohort, matter=Matter(), said=services.MessageDraft(SECRET, uuid7(), SECRET), now=now
    )
    services.reply(thread=thread, by=omar, said=services.MessageDraft(f"{SECRET}? I shall ask him.", uuid7()), now=now)
    return thread


@pytest.mark.parametrize("whose", ["wanjiru", "omar"])
def test_an_administrator_reads_no_conversation_through_an_export(thread, amina, whose, request):
    """It was not reported to them, whichever side of it they export."""
    pk = request.getfixturevalue(whose).pk

    def reads() -> bool:
        return SECRET in text_of(browser(amina).get(f"/academy/privacy/{pk}/personal-data.json"))

    held_by(instead(export, "names_for", lambda reader, record: None), attack=reads)
