"""The keys with which institutions sign PDFs: P-256, each in a file beside the keys of statements.

`pdf-ID.pem` holds the certificate with its chain, self-signed or given by an authority, `pdf-ID.key` the encrypted
private key, which goes when it leaked. Signed PDFs carry the certificate, so that a later key changes nothing of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeGuard

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from . import keys

HELD_FOR = timedelta(days=3 * 365)
_NAME_MOST = 64
"""Characters of a common name (RFC 5280, appendix A.1)."""


@dataclass(frozen=True)
class PdfKey:
    """A private key, its certificate, and the certificates of the authorities above it."""

    private: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()


def pdf_key(institution: int, *, now: datetime) -> PdfKey | None:
    """Return the key of the institution with this primary key; None where it has none that holds and can be read."""
    certificates = _certificates(_file(institution))
    if not certificates or not certificates[0].not_valid_before_utc <= now <= certificates[0].not_valid_after_utc:
        return None
    private = keys.private_key(_file(institution).stem)
    if not _is_p256(private) or private.public_key() != certificates[0].public_key():
        return None
    return PdfKey(private, certificates[0], tuple(certificates[1:]))


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
    uses = x509.KeyUsage(True, True, *[False] * 7)  # digital signature and content commitment, nothing else
    builder = builder.add_extension(uses, critical=True)
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
    if not _is_p256(private):
        raise keys.Refused("The private key has to be of the curve P-256 (prime256v1).")
    if certificates[0].public_key() != private.public_key():
        raise keys.Refused("The first certificate is of another private key.")
    return _keep(institution, PdfKey(private, certificates[0], tuple(certificates[1:])))


def give_up(institution: int) -> str:
    """Delete the private key, which leaked, and return the fingerprint of its certificate (SHA-256), to be published.

    Raises `Refused` where there is none.
    """
    with keys.changing():
        certificates = _certificates(_file(institution))
        if not certificates:
            raise keys.Refused("This institution has no key for PDFs.")
        _file(institution).with_suffix(".key").unlink(missing_ok=True)
    return fingerprint(certificates[0])


def listed() -> Sequence[tuple[int, x509.Certificate, bool]]:
    """Return the primary key of each institution with a key, its certificate, and whether it leaked."""
    files = sorted(keys.folder().glob("pdf-*.pem"))
    return [
        (int(file.stem.removeprefix("pdf-")), _certificates(file)[0], not file.with_suffix(".key").exists())
        for file in files
    ]


def fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


def _keep(institution: int, key: PdfKey) -> PdfKey:
    pem = serialization.Encoding.PEM
    with keys.changing():
        keys.keep_private(_file(institution).stem, key.private)
        certificates = b"".join(one.public_bytes(pem) for one in (key.certificate, *key.chain))
        keys.write(_file(institution).name, certificates.decode())
    return key


def _is_p256(private: object) -> TypeGuard[ec.EllipticCurvePrivateKey]:
    return isinstance(private, ec.EllipticCurvePrivateKey) and isinstance(private.curve, ec.SECP256R1)


def _certificates(file: Path) -> list[x509.Certificate]:
    """Return the certificate of a key and those above it; nothing where there is no key."""
    return x509.load_pem_x509_certificates(file.read_bytes()) if file.exists() else []


def _file(institution: int) -> Path:
    return keys.folder() / f"pdf-{institution}.pem"
