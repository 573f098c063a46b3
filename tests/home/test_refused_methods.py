"""Whoever opens an address that takes only what is sent to it gets a page that leads on; programs get what they got."""

import pytest
from django.conf import settings
from django.urls import reverse

from lms.foundation.interface.middleware import page_above
from tests.conftest import PASSWORD

BROWSER = {"HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.django_db
class TestPage:
    def test_who_had_to_sign_in_before_it_was_taken_is_led_to_the_page_that_they_sent(self, client, omar):
        address = reverse("notices:read-all")
        to_sign_in = client.post(address, **BROWSER)
        sent = {"username": omar.service_number, "password": PASSWORD}
        response = client.post(to_sign_in.url, sent, follow=True, **BROWSER)
        assert response.redirect_chain[-1][0] == address and response.status_code == 405
        assert f'href="{reverse("notices:mine")}">Open the page' in response.content.decode()
        assert response["Allow"] == "POST" and "no-store" in response["Cache-Control"]

    def test_so_is_who_changes_the_language_beside_an_error(self, as_, omar):
        address = reverse("notices:read-all")
        sent = {"language": "fr", "next": address}
        response = as_(omar).post(reverse("language"), sent, follow=True, **BROWSER)
        assert response.status_code == 405 and f'href="{reverse("notices:mine")}"' in response.content.decode()

    @pytest.mark.parametrize("accept", ["", "*/*", "application/json"])
    def test_a_program_gets_no_page(self, as_, omar, accept):
        response = as_(omar).get(reverse("notices:read-all"), HTTP_ACCEPT=accept)
        assert (response.status_code, response.content) == (405, b"")

    def test_who_is_not_signed_in_is_asked_to_sign_in_or_gets_a_page_without_a_name(self, client):
        response = client.get(reverse("language"), **BROWSER)
        assert response.status_code == 405 and 'href="/">Open the page' in response.content.decode()
        assert settings.SESSION_COOKIE_NAME not in response.cookies


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/learn/a-course/a-lesson/start/", "/learn/a-course/a-lesson/"),
        ("/x/conversations/5/close/", "/x/conversations/5/"),
        ("/teach/cohorts/5/people/7/remove/", "/teach/cohorts/5/people/"),
        ("/nowhere/at/all/", "/"),
        ("/", "/"),
    ],
)
def test_the_page_above_is_the_nearest_that_there_is(path, above):
    assert page_above(path) == above
