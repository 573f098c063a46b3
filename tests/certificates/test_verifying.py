"""The public page: what anybody learns from a serial, and what nobody does."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates import serials, services, views
from certificates.models import Certificate

ASK = reverse("certificates:ask")


def verify(serial: str) -> str:
    return reverse("certificates:verify", args=[serial])


def test_anybody_sees_the_minimum_of_a_valid_one(client, rendered, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = client.get(verify(rendered.serial))
    text = page.content.decode()
    assert page.status_code == 200
    for part in (
        "This certificate is valid",
        "Wanjirũ wa Kamau",
        "What trafficking is",
        "Mlima Police Academy",
        "24 November 2026",
        "24 November 2028",
    ):
        assert part in text
    for secret in (rendered.service_number, rendered.sha256, "Cadet"):
        assert secret not in text


def test_a_certificate_is_valid_before_its_pdf_is_made(client, certificate):
    assert "This certificate is valid" in client.get(verify(certificate.serial)).content.decode()


def test_says_that_it_has_expired(client, certificate):
    Certificate.objects.update(valid_until="2020-01-31")
    text = client.get(verify(certificate.serial)).content.decode()
    assert "This certificate has expired" in text
    assert "31 January 2020" in text


def test_says_when_it_was_revoked_and_not_why(client, certificate, now):
    services.revoke(certificate=certificate, why="Somebody else sat the quiz.", now=now)
    text = client.get(verify(certificate.serial)).content.decode()
    assert "This certificate was revoked" in text
    assert "24 November 2026" in text
    assert "Somebody else" not in text


def test_says_that_it_was_replaced(client, certificate, now):
    Certificate.objects.update(enrolment=None, replaced_at=now, replaced_by=certificate)
    page = client.get(verify(certificate.serial))
    assert page.status_code == 200 and "This certificate was replaced" in page.content.decode()


STATES = {
    "valid": {},
    "expired": {"valid_until": "2020-01-31"},
    "revoked": {"revoked_at": "2026-11-20T09:00Z", "revoked_why": "Issued in error."},
    "replaced": {"enrolment": None, "replaced_at": "2026-11-20T09:00Z"},
    "withdrawn": {"status": "withdrawn"},
}


@pytest.mark.parametrize("state", STATES)
def test_what_is_known_and_what_is_not_are_asked_by_the_same_statement(client, certificate, state):
    Certificate.objects.update(**STATES[state])
    asked = set()
    for serial in (certificate.serial, serials.draw()):
        with CaptureQueriesContext(connection) as captured:
            client.get(verify(serial))
        asked.add(tuple(query["sql"].replace(serial, "…") for query in captured))
    assert len(asked) == 1 and len(asked.pop()) == 1


def test_leads_to_the_page_without_a_network(client, certificate):
    for page in (client.get(ASK), client.get(verify(certificate.serial))):
        assert f'href="{reverse("verify:page")}"' in page.content.decode()


def test_an_unknown_one_is_called_unknown(client, db):
    page = client.get(verify(serials.draw()))
    assert page.status_code == 404
    assert "No certificate has this number" in page.content.decode()


@pytest.mark.parametrize("typed", ["K7QX-4M2P-9TCS", "nonsense", "a/b", "' OR 1=1 --", "x" * 500])
def test_a_mistyped_one_is_called_mistyped_without_a_statement(client, db, typed, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get(verify(typed))
        form = client.get(ASK, {"serial": typed})
    assert (page.status_code, form.status_code) == (400, 400)
    assert "This number is mistyped" in page.content.decode()


def test_a_typed_serial_is_shown_without_markup(client, db):
    assert "<b>x" not in client.get(ASK, {"serial": "<b>x"}).content.decode()


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda text: text.replace("-", " "),
        lambda text: text.replace("-", "").replace("0", "O").replace("1", "l"),
    ],
)
def test_the_form_forgives_how_it_is_written(client, certificate, change):
    answer = client.get(ASK, {"serial": change(certificate.serial)})
    assert answer.status_code == 302
    assert answer.url == verify(certificate.serial)
    assert client.get(verify(change(certificate.serial))).status_code == 200


def test_the_form_says_beside_the_field_that_it_is_empty(client, db):
    asked = client.get("/certificates/verify/?serial=+")
    page = asked.content.decode()
    assert asked.status_code == 400 and "novalidate" in page and " required" not in page.split("<main")[1]
    assert '<p class="error" id="serial-error">Write the number that stands on the certificate.</p>' in page
    assert 'aria-describedby="serial-help serial-error" aria-invalid="true" autofocus>' in page


def test_search_engines_stay_away_and_scripts_are_ours(client, certificate):
    form, found = client.get(ASK), client.get(verify(certificate.serial))
    assert "X-Robots-Tag" not in form and "noindex" not in form.content.decode(), (
        "the form names nobody, and whoever looks for it finds it"
    )
    for page in (found, client.get(verify("XXXX-XXXX-XXXX"))):
        assert page["X-Robots-Tag"] == "noindex"
        assert 'content="noindex"' in page.content.decode()
    for page in (form, found):
        assert "script-src 'self'" in page["Content-Security-Policy"]


def test_an_address_that_guesses_has_to_wait(client, certificate):
    for _look in range(views.MOST):
        assert client.get(verify(serials.draw())).status_code == 404
    page = client.get(verify(certificate.serial))
    assert page.status_code == 429
    assert "Too many look-ups" in page.content.decode()
    assert client.get(verify(certificate.serial), REMOTE_ADDR="10.0.0.9").status_code == 200


@pytest.mark.parametrize("state", [*STATES, "unknown", "mistyped"])
def test_says_it_in_seven_languages(client, certificate, state):
    Certificate.objects.update(**STATES.get(state, {}))
    number = {"unknown": serials.draw(), "mistyped": "K7QX"}.get(state, certificate.serial)
    headings = set()
    for language in dict(settings.LANGUAGES):
        text = client.get(verify(number), headers={"Accept-Language": language}).content.decode()
        assert f'<html lang="{language}"' in text and ('dir="rtl"' in text.split("<head>")[0]) == (language == "ar")
        headings.add(text.partition("<h2>")[2].partition("</h2>")[0].strip())
    assert len(headings) == len(settings.LANGUAGES) == 7
