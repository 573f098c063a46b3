"""Signature of the PDF with the key of its issuer (PAdES, certifying), so that any reader of PDFs shows a change of it.

The key is of the kind P-256 with SHA-256: readers of PDFs do not all know Ed25519.
"""

from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ..statement.pdf_keys import PdfKey, pdf_key

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

RESERVED = 4200
"""Hexadecimal digits kept for the signature and its certificate; those above it are given their own room."""


def sign(data: bytes, *, issuer: int, name: str, now: datetime) -> bytes:
    """Return the PDF `data` signed by the institution `issuer`, whose `name` readers show; unchanged where it has no
    key. No change is allowed afterwards.
    """
    key = pdf_key(issuer, now=now)
    if key is None:
        return data
    # The library takes some megabytes: processes that sign nothing do without it.
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf

    about = PdfSignatureMetadata(
        field_name="Issuer",
        name=name,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
    )
    chain = [one.public_bytes(Encoding.DER) for one in key.chain]
    room = RESERVED + sum(2 * len(one) for one in chain)
    writer = IncrementalPdfFileWriter(BytesIO(data))
    signed = sign_pdf(writer, about, signer=_signer(*_as_der(key), tuple(chain)), bytes_reserved=room)
    return bytes(signed.getvalue())


def _as_der(key: PdfKey) -> tuple[bytes, bytes]:
    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return private, key.certificate.public_bytes(Encoding.DER)


@lru_cache(maxsize=16)
def _signer(private: bytes, certificate: bytes, chain: tuple[bytes, ...]) -> "SimpleSigner":
    """Return the signer of a key, read once a process."""
    from asn1crypto.keys import PrivateKeyInfo
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    above = [Certificate.load(one) for one in chain]
    return SimpleSigner(
        signing_cert=Certificate.load(certificate),
        signing_key=PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore.from_certs(above),
    )
