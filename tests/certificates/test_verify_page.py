"""The page that works without a network, as the server gives it, and what devices take from there."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

import certificates as room
from certificates.statement import keys

PAGE = reverse("verify:page")
STATIC = Path(room.__file__).parent / "static" / "certificates"
PACKAGES = STATIC / "packages"


@pytest.fixture
def key(settings, tmp_path):
    cache.clear()
    settings.CERTIFICATE_KEYS = tmp_path / "keys"
    return keys.make(now=timezone.now())


@pytest.mark.parametrize("language", dict(site.LANGUAGES))
def test_speaks_seven_languages_by_its_address(client, db, language, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get(PAGE, {"language": language})
    text = page.content.decode()
    assert page["Content-Language"] == language and f'<html lang="{language}"' in text
    assert ('dir="rtl"' in text.split("<head>")[0]) == (language == "ar")
    assert f"{reverse('verify:manifest')}?language={language}" in text


def test_leads_to_its_page_of_the_book(client):
    assert 'href="/help/certificates/"' in client.get(PAGE).content.decode()


def test_a_language_that_is_none_changes_nothing(client):
    assert 'lang="en"' in client.get(PAGE, {"language": "<b>"}).content.decode()


def test_is_the_same_for_everybody_and_names_nobody(as_, wanjiru):
    text = as_(wanjiru).get(PAGE).content.decode()
    assert wanjiru.name not in text and "csrf" not in text and "sign-out" not in text


def test_the_camera_opens_on_this_page_alone(client, db):
    page = client.get(PAGE)
    assert "camera=(self)" in page["Permissions-Policy"] and "microphone=()" in page["Permissions-Policy"]
    assert "script-src 'self';" in f"{page['Content-Security-Policy']};"
    for address in ("verify:manifest", "verify:worker", "certificates:ask"):
        assert "camera=()" in client.get(reverse(address))["Permissions-Policy"]


def test_every_sentence_that_the_script_chooses_is_on_the_page(client):
    text, script = client.get(PAGE).content.decode(), (STATIC / "verify/verify.js").read_text()
    said = set(re.findall(r'data-say="([\w-]+)"', text))
    named = set(re.findall(r'(?:show|copyOf|push)\(\s*"([\w-]+)"|\["([\w-]+)"[],]', script))
    assert {one or other for one, other in named} - {"verify", "result"} <= said | {""}
    assert {"revoked", "replaced", "withdrawn", "offline", "refused", "genuine", "expired"} <= said


def test_a_phone_can_put_it_on_its_home_screen(client):
    told = client.get(reverse("verify:manifest"), {"language": "ar"}).json()
    assert (told["lang"], told["dir"], told["start_url"]) == ("ar", "rtl", f"{PAGE}?language=ar")
    assert told["scope"] == PAGE and told["icons"]


def test_its_worker_holds_below_its_address_alone(client):
    answer = client.get(reverse("verify:worker"))
    assert answer["Content-Type"].startswith("text/javascript") and "Service-Worker-Allowed" not in answer
    assert "max-age=0" in answer["Cache-Control"]


@pytest.mark.parametrize("name", ["verify:keys", "verify:list"])
def test_keys_and_list_are_kept_for_a_minute_and_known_again(client, db, key, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 200 and json.loads(answer.content)["signatures"].keys() == {key.id}
    assert re.search("public", answer["Cache-Control"]) and "max-age" in answer["Cache-Control"]
    again = client.get(reverse(name), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_without_the_scripts_of_others_the_page_works_by_what_browsers_know(client, monkeypatch):
    monkeypatch.setattr("certificates.verifying.views.PACKAGES", "certificates/none")
    text = client.get(PAGE).content.decode()
    assert 'data-decoder="" data-ed25519=""' in text


def test_scripts_of_others_are_named_where_they_were_fetched(client):
    if not (PACKAGES / "qr" / "decode.js").exists():
        pytest.skip("npm is missing: `make javascript` fetched nothing.")
    text = client.get(PAGE).content.decode()
    assert re.search(r'data-decoder="/static/certificates/packages/qr/decode[.\w]*js"', text)
    assert re.search(r'data-ed25519="/static/certificates/packages/ed25519/index[.\w]*js"', text)
