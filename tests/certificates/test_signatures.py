"""Signatures of PDFs, as an independent reader (`pdfsig` of Poppler) sees them."""

import shutil
import subprocess

import pytest

from certificates.paper import rendering
from certificates.paper.signatures import sign
from certificates.statement import pdf_keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def plain(settings, tmp_path, certificate):
    settings.CERTIFICATE_KEYS = tmp_path / "keys"
    return rendering.pdf(certificate)


@pytest.fixture
def signed(plain, certificate, now):
    pdf_keys.make(certificate.issuer_id, certificate.institution, now=now)
    return sign(plain, issuer=certificate.issuer_id, name=certificate.institution, now=now)


def _read(data, tmp_path):
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig (package poppler-utils) is missing.")
    file = tmp_path / "signed.pdf"
    file.write_bytes(data)
    return subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, timeout=60).stdout


def test_without_a_key_the_pdf_stays_as_it_is(plain, certificate, now):
    assert sign(plain, issuer=certificate.issuer_id, name="–", now=now) == plain


def test_another_reader_finds_the_signature_valid(signed, tmp_path):
    said = _read(signed, tmp_path)
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_another_reader_finds_each_altered_byte(plain, signed, tmp_path):
    for place in range(20, len(plain), len(plain) // 12):
        altered = bytearray(signed)
        altered[place] ^= 1
        assert "Signature is Valid." not in _read(bytes(altered), tmp_path), place


def test_another_reader_finds_what_was_appended(signed, tmp_path):
    assert "Total document signed" not in _read(signed + b"\n% more", tmp_path)
    assert "Not total document signed" in _read(signed + b"\n% more", tmp_path)
