"""Certificates verified in a real browser whose network is cut: what it answers to each kind of code."""

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from certificates.models import Certificate
from certificates.services import correct_name, revoke
from certificates.statement import keys, packing, services
from certificates.statement.key_set import KEYS, envelope
from tests import chromium
from tests.builders import complete
from tests.cable import Cable
from tests.certificates.statement import reading

from .conftest import LANGUAGES, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cable(live_server, settings, tmp_path):
    """The way to the server, under whose address certificates are signed with a key of this test."""
    cache.clear()
    with Cable(live_server.url.removeprefix("http://")).running() as cable:
        settings.BASE_URL, settings.CERTIFICATE_KEYS = f"http://127.0.0.1:{cable.port}", tmp_path / "keys"
        keys.make(now=timezone.now())
        yield cable


@pytest.fixture
def certificate(cable, enrolment):
    complete(enrolment, now=timezone.now())
    Certificate.objects.update(valid_until=timezone.localdate() + timedelta(days=400))
    row = Certificate.objects.get()
    services.statement_of(row)
    return row


@pytest.fixture
def officer(cable, browser):
    """A phone that opened the page once, and whose network is cut since."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{cable.port}", viewport=PHONE)
    context.set_default_timeout(chromium.WAIT)
    page = context.new_page()

    def open_page(language: str = "en"):
        cable.mend()
        page.goto(f"/verify/?language={language}")
        expect(page.locator("[data-about] p")).to_have_count(1)
        expect(page.locator("[data-kept]")).to_be_visible()
        cable.cut()
        page.goto("about:blank")
        page.goto(f"/verify/?language={language}")
        expect(page.locator("[data-about] p")).to_have_count(2)
        return page

    yield open_page
    context.close()


def scan(page, text: str) -> None:
    picture = io.BytesIO()
    packing.qr_code(text).save(picture, kind="png", scale=6)
    file = {"name": "code.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    page.locator("[data-picture]").set_input_files(file)


def signed(certificate, private=None, **changes) -> str:
    """The text of a code that says something else than the certificate, signed by our key or by `private`."""
    address, digits = certificate.statement.split("#")
    statement, _body, _signature = reading.read(digits)
    sign = private or keys.signing_key(timezone.now().date()).private
    return f"{address}#{packing.digits_of(replace(statement, **changes), sign.sign)}"


def verdict(page):
    return page.locator("[data-result] h2")


@LANGUAGES
def test_a_genuine_one_is_known_and_the_page_says_how_old_its_list_is(certificate, officer, faults_of, language):
    page = officer(language)
    scan(page, certificate.statement)
    heading = {"en": "This certificate is genuine", "ar": "هذه الشهادة صحيحة"}[language]
    expect(verdict(page)).to_have_text(heading)
    shown = page.locator("[data-result]")
    for part in (certificate.name, certificate.course, certificate.institution, certificate.serial):
        expect(shown).to_contain_text(part)
    expect(page.locator("[data-result] b")).to_contain_text(str(timezone.now().year))
    assert faults_of(page, f"verify-{language}") == []


def test_one_that_was_altered_is_refused(certificate, officer):
    page, (address, digits) = officer(), certificate.statement.split("#")
    scan(page, f"{address}#{int(digits) ^ 1 << 600}")
    expect(verdict(page)).to_have_text("This code is not genuine")
    scan(page, f"{address}#{digits[:-9]}")
    expect(verdict(page)).to_have_text("This code is not genuine")
    expect(page.locator("[data-result] dl")).to_have_count(0)


@pytest.mark.parametrize("act", ["revoked", "replaced"])
def test_one_that_was_revoked_or_replaced_is_refused(certificate, officer, act):
    about = {"certificate": certificate, "why": "Somebody else sat the quiz.", "by": None, "now": timezone.now()}
    revoke(**about) if act == "revoked" else correct_name(name="Wanjiru Kamau", **about)
    page = officer()
    scan(page, certificate.statement)
    expect(verdict(page)).to_have_text(f"This certificate was {act}")


def test_a_revocation_reaches_the_device_with_the_next_list(certificate, officer, cable):
    page = officer()
    revoke(certificate=certificate, why="Somebody else sat the quiz.", now=timezone.now())
    cache.clear()
    scan(page, certificate.statement)
    expect(verdict(page)).to_have_text("This certificate is genuine")
    cable.mend()
    page.locator("[data-refresh]").click()
    expect(page.locator("[data-about] p")).to_have_count(1)
    scan(page, certificate.statement)
    expect(verdict(page)).to_have_text("This certificate was revoked")


def test_one_that_has_expired_is_told(certificate, officer):
    page = officer()
    scan(page, signed(certificate, valid_until=timezone.localdate() - timedelta(days=2)))
    expect(verdict(page)).to_have_text("This certificate has expired")
    scan(page, signed(certificate, valid_until=None))
    expect(page.locator("[data-result]")).to_contain_text("without limit of time")


def test_foreign_codes_are_told_apart(certificate, officer):
    page, stranger = officer(), Ed25519PrivateKey.generate()
    scan(page, certificate.statement.replace("127.0.0.1", "certificates.example"))
    expect(verdict(page)).to_have_text("This certificate is of another site")
    expect(page.locator("[data-result]")).to_contain_text("certificates.example")
    scan(page, signed(certificate, stranger))
    expect(verdict(page)).to_have_text("This code is not genuine")
    scan(page, signed(certificate, stranger, key=b"\1\2\3\4"))
    expect(verdict(page)).to_have_text("This device does not know the key")
    scan(page, "https://[")
    expect(verdict(page)).to_have_text("No code of a certificate was found")


def test_a_day_on_which_the_key_signed_nothing_is_refused(certificate, officer):
    page = officer()
    scan(page, signed(certificate, signed_on=timezone.localdate() - timedelta(days=40)))
    expect(verdict(page)).to_have_text("This code is not genuine")


def test_papers_of_a_key_that_leaked_say_ask_online_and_those_of_a_rotated_one_stay(certificate, officer, monkeypatch):
    now = timezone.now()
    page = officer()
    monkeypatch.setattr(keys, "KNOWN_BEFORE", timedelta(0))
    follows = keys.rotate(now=now)
    page = officer()
    scan(page, certificate.statement)
    expect(verdict(page)).to_have_text("This certificate is genuine")
    keys.give_up(next(key.id for key in keys.key_set().keys if key.id != follows.id), now=now)
    cache.clear()
    page = officer()
    scan(page, certificate.statement)
    expect(verdict(page)).to_have_text("Ask online")
    expect(page.locator("[data-result] a")).to_have_attribute("href", re.compile(certificate.serial))


def test_an_older_list_and_strange_keys_are_refused_until_somebody_trusts_them(certificate, officer, cable):
    page = officer()
    kept = "JSON.parse(localStorage.verify)"
    newest = page.evaluate(f"{kept}.list.number")
    page.evaluate(f"const kept = {kept}; kept.list.number += 1000; localStorage.verify = JSON.stringify(kept)")
    cable.mend()
    page.reload()
    expect(page.locator("[data-about]")).to_contain_text("they were refused")
    assert page.evaluate(f"{kept}.list.number") == newest + 1000
    for file in keys.folder().iterdir():
        file.unlink()
    keys.make(now=timezone.now())
    cache.clear()
    page.reload()
    page.locator("[data-trust]").click()
    expect(page.locator("[data-about] p")).to_have_count(1)
    assert page.evaluate(f"{kept}.keys.keys[0].id") == keys.key_set().keys[0].id
    scan(page, certificate.statement)
    expect(verdict(page)).to_have_text("This device does not know the key")


def test_a_set_of_a_key_that_leaked_and_an_older_set_are_refused(certificate, officer, cable):
    now, seq = timezone.now(), "JSON.parse(localStorage.verify).keys.seq"
    leaked, older = keys.signing_key(now.date()), keys.published()
    keys.rotate(now=now)
    keys.give_up(leaked.key.id, now=now)
    cache.clear()
    page = officer()
    known = page.evaluate(seq)
    stolen = envelope(KEYS, replace(keys.key_set(), seq=known + 10).payload(now), {leaked.key.id: leaked.private})
    cable.mend()
    for document in (stolen, older):
        (keys.folder() / "set.json").write_text(document)
        page.reload()
        expect(page.locator("[data-about]")).to_contain_text("they were refused")
        assert page.evaluate(seq) == known


def test_the_address_of_a_code_is_checked_when_it_is_opened_and_leaves_no_trace(certificate, officer, cable):
    page = officer()
    page.goto(certificate.statement)
    expect(verdict(page)).to_have_text("This certificate is genuine")
    assert "#" not in page.url


def test_a_number_proves_nothing_without_a_network_and_leads_to_the_register_with_one(certificate, officer, cable):
    page = officer()
    field, press = page.locator("[name=serial]"), page.get_by_role("button", name="Verify", exact=True)
    field.fill(certificate.serial)
    press.click()
    expect(verdict(page)).to_have_text("A number alone proves nothing")
    field.fill(certificate.statement.split("#")[1])
    press.click()
    expect(verdict(page)).to_have_text("This certificate is genuine")
    cable.mend()
    field.fill(certificate.serial)
    press.click()
    page.wait_for_url(re.compile(f"/certificates/verify/{certificate.serial}/"))


def test_without_scripts_the_number_is_verified_online(certificate, device):
    page = device(java_script_enabled=False)
    page.goto("/verify/")
    page.locator("[name=serial]").fill(certificate.serial)
    page.get_by_role("button", name="Verify", exact=True).click()
    assert certificate.serial in page.url
    expect(page.get_by_role("heading", name="This certificate is valid")).to_be_visible()


def test_the_worker_of_pushes_and_that_of_the_page_leave_each_other_alone(officer, cable):
    page = officer()
    cable.mend()
    page.goto("/certificates/verify/")
    scopes = page.evaluate(
        """async () => {
          await navigator.serviceWorker.register("/worker.js");
          const all = await navigator.serviceWorker.getRegistrations();
          return all.map((one) => new URL(one.scope).pathname).sort();
        }"""
    )
    assert scopes == ["/", "/verify/"]
    cable.cut()
    page.goto("/verify/?language=en")
    expect(page.locator("h1")).to_have_text("Verify a certificate")
    assert page.evaluate("navigator.serviceWorker.controller.scriptURL").endswith("/verify/worker.js")


def test_the_page_is_small(cable, browser, downloads):
    page = browser.new_page(base_url=f"http://127.0.0.1:{cable.port}")
    seen = downloads(page)
    page.goto("/verify/")
    page.wait_for_load_state("networkidle")
    sizes = {url.rsplit("/", 1)[-1]: size for url, size in seen}
    assert sizes["verify.js"] <= 6 * 1024 and sum(sizes.values()) <= 60 * 1024, sizes


def film(text: str, path) -> None:
    """Write what a camera sees, as raw pictures (YUV4MPEG2): the code on paper, still."""
    code = packing.qr_code(text)
    width, height, scale = 640, 480, 5
    rows = [[255] * width for _row in range(height)]
    for down, row in enumerate(code.matrix_iter(scale=scale, border=4)):
        for across, dark in enumerate(row):
            rows[down + 20][across + 60] = 0 if dark else 255
    luma = b"".join(map(bytes, rows))
    frame = b"FRAME\n" + luma + bytes([128]) * (width * height // 2)
    path.write_bytes(f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 3)


def test_the_camera_reads_the_code(certificate, cable, playwright, tmp_path):
    film(certificate.statement, tmp_path / "film.y4m")
    fake = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    arguments = [*chromium.QUIET, *fake, f"--use-file-for-fake-video-capture={tmp_path / 'film.y4m'}"]
    browser = playwright.chromium.launch(executable_path=chromium.PATH, args=arguments)
    page = browser.new_page(base_url=f"http://127.0.0.1:{cable.port}", viewport=PHONE)
    page.goto("/verify/?language=en")
    page.locator("[data-camera]").click()
    expect(verdict(page)).to_have_text("This certificate is genuine")
    expect(page.locator("video")).to_be_hidden()
    assert page.evaluate("document.querySelector('video').srcObject") is None
    browser.close()
