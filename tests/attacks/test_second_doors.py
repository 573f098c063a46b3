"""V6: whatever signs in beside our own pages forgives nothing and leaves no trace before all factors are shown."""

import pytest
from django.contrib.auth.views import LoginView
from django.urls import path

from lms.people.administration.records import receivers
from lms.people.audit.models import AuditEntry
from lms.people.directory.models import User
from lms.people.identity.factors import services
from lms.people.identity.factors.totp import new_secret
from lms.people.identity.mail import links, password_reset
from lms.people.identity.protection import throttling
from lms.urls import urlpatterns as ours
from tests.conftest import PASSWORD
from tests.people.factors.phone import Phone

from .mutation import browser, held_by, instead, setting

DOOR = "/_util/login/"
urlpatterns = [path(DOOR[1:], LoginView.as_view(template_name="people/sign_in.html")), *ours]
"""The site with the page of Wagtail that took passwords beside ours."""
WORDS = ("three quiet lakes", "seven green herons", "nine wooden bridges")


@pytest.fixture(autouse=True)
def few():
    with setting(AXES_FAILURE_LIMIT=4, SIGN_IN_FAILURES_OF_AN_ADDRESS=80):
        yield


@pytest.fixture
def phone(omar, now) -> Phone:
    phone = Phone(new_secret())
    services.add_app(person=omar, secret=phone.secret, code=phone.code(now), now=now)
    return phone


def credentials(person: User) -> dict[str, str]:
    return {"username": person.service_number, "password": PASSWORD}


def guesses_on(person: User) -> bool:
    """Somebody who knows the password tries codes, and shows the password at the second door in between."""
    client, answers = browser(), []
    client.post("/sign-in/", credentials(person))
    for number in range(12):
        answers.append(client.post("/sign-in/second/", {"code": f"{number:06}"}).status_code)
        browser().post(DOOR, credentials(person))
    return 429 not in answers


def test_wagtails_page_for_signing_in_takes_no_password(wanjiru):
    def signs_in() -> bool:
        client = browser()
        client.post(DOOR, credentials(wanjiru))
        return "_auth_user_id" in client.session

    held_by(setting(ROOT_URLCONF=__name__), attack=signs_in)


def test_a_second_door_does_not_let_codes_be_guessed_on(omar, phone):
    with setting(ROOT_URLCONF=__name__):
        held_by(
            instead(receivers, "refuse_without_factor", lambda request, person: None), attack=lambda: guesses_on(omar)
        )


def test_a_second_door_leaves_no_trace_of_signing_in(omar, phone):
    with setting(ROOT_URLCONF=__name__):
        browser().post(DOOR, credentials(omar))
    omar.refresh_from_db()
    assert omar.last_login is None
    assert not AuditEntry.objects.filter(action="signed_in").exists()


def test_whoever_reads_the_mailbox_does_not_guess_codes_on(omar, phone, now):
    """Each link gives another password, and would give as many guesses anew."""
    omar.email = "omar@example.org"
    omar.save()

    def guesses_on_by_links() -> bool:
        answers = []
        for words in WORDS:
            person, client = User.objects.get(pk=omar.pk), browser()
            token = links.of_passwords.make_token(person)
            password_reset.choose(person=person, token=token, password=words, now=now)
            client.post("/sign-in/", {"username": person.service_number, "password": words})
            answers += [client.post("/sign-in/second/", {"code": f"{guess:06}"}).status_code for guess in range(3)]
        return 429 not in answers

    held_by(instead(throttling, "has_factor", lambda person: False), attack=guesses_on_by_links)
