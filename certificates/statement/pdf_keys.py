"""The keys with which institutions sign PDFs: P-256, each in a file beside the keys of statements.

`pdf-ID.json` holds the certificate with its chain (PEM) and the encrypted private key; the certificate is self-signed,
or given by an authority. Signed PDFs carry the certificate, so that a later key changes nothing of them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lms.people.identity.protection.encryption import CannotBeRead

from . import keys

HELD_FOR = timedelta(days=3 * 365)
_NAME_MOST = 64
"""Characters of a common name (RFC 5280, appendix A.1)."""
_NO_OTHER_USE = dict.fromkeys(
    (
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ),
    False,
)


@dataclass(frozen=True)
class PdfKey:
    """A private key, its certificate, and the certificates of the authorities above it."""

    private: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()


def pdf_key(institution: int, *, now: datetime) -> PdfKey | None:
    """Return the key of the institution with this primary key; None where it has none that holds and can be read."""
    held = _held(_file(institution))
    certificates = x509.load_pem_x509_certificates(held["certificates"].encode()) if held.get("private") else []
    if not certificates or not certificates[0].not_valid_before_utc <= now <= certificates[0].not_valid_after_utc:
        return None
    try:
        private = keys.decrypted(held["private"], _place(institution))
    except CannotBeRead:
        return None
    return PdfKey(private, certificates[0], tuple(certificates[1:]))  # type: ignore[arg-type]  # checked when it is kept


def make(institution: int, name: str, *, now: datetime) -> PdfKey:
    """Make a key with a certificate that it signs itself, in the place of the one before."""
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:_NAME_MOST])])
    builder = x509.CertificateBuilder(
        issuer_name=subject,
        subject_name=subject,
        public_key=private.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=now - timedelta(minutes=5),
        not_valid_after=now + HELD_FOR,
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(
        x509.KeyUsage(digital_signature=True, content_commitment=True, **_NO_OTHER_USE), critical=True
    )
    return _keep(institution, PdfKey(private, builder.sign(private, hashes.SHA256())))


def take(institution: int, pem: bytes) -> PdfKey:
    """Keep a key that an authority certified: its file has the private key, its certificate, then those above it.

    Raises `Refused` where it is no P-256 key, or the certificate is of another.
    """
    try:
        private = serialization.load_pem_private_key(pem, password=None)
        certificates = x509.load_pem_x509_certificates(pem)
    except (ValueError, TypeError) as error:
        raise keys.Refused("The file needs a private key without a password and its certificate, as PEM.") from error
    if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP256R1):
        raise keys.Refused("The private key has to be of the curve P-256 (prime256v1).")
    if certificates[0].public_key() != private.public_key():
        raise keys.Refused("The first certificate is of another private key.")
    return _keep(institution, PdfKey(private, certificates[0], tuple(certificates[1:])))


def give_up(institution: int) -> str:
    """Delete the private key, which leaked, and return the fingerprint of its certificate (SHA-256), to be published.

    Raises `Refused` where there is none.
    """
    with keys.changing():
        held = _held(_file(institution))
        if not held:
            raise keys.Refused("This institution has no key for PDFs.")
        keys.write(_file(institution).name, json.dumps(held | {"private": "", "leaked": True}))
    return fingerprint(x509.load_pem_x509_certificate(held["certificates"].encode()))


def encrypt_again() -> None:
    """Encrypt the private keys with the present SECRET_KEY; one that cannot be read is left as it is."""
    with keys.changing():
        for institution, held in _all():
            try:
                private = keys.decrypted(held["private"], _place(institution)) if held["private"] else None
            except CannotBeRead:
                private = None
            if private is not None:
                text = keys.encrypted(private, _place(institution))
                keys.write(_file(institution).name, json.dumps(held | {"private": text}))


def listed() -> Sequence[tuple[int, x509.Certificate, bool]]:
    """Return the primary key of each institution with a key, its certificate, and whether it leaked."""
    return [
        (institution, x509.load_pem_x509_certificate(held["certificates"].encode()), bool(held.get("leaked")))
        for institution, held in _all()
    ]


def fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


def _keep(institution: int, key: PdfKey) -> PdfKey:
    pem = serialization.Encoding.PEM
    certificates = b"".join(one.public_bytes(pem) for one in (key.certificate, *key.chain)).decode()
    with keys.changing():
        private = keys.encrypted(key.private, _place(institution))
        keys.write(_file(institution).name, json.dumps({"certificates": certificates, "private": private}))
    return key


def _all() -> list[tuple[int, dict[str, str]]]:
    files = sorted(keys.folder().glob("pdf-*.json"))
    return [(int(file.stem.removeprefix("pdf-")), _held(file)) for file in files]


def _held(file: Path) -> dict[str, str]:
    held: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    return held


def _file(institution: int) -> Path:
    return keys.folder() / f"pdf-{institution}.json"


def _place(institution: int) -> str:
    return f"pdf {institution}"
