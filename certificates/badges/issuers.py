"""Issuers of badges as DIDs: `did:web` of the installation's address, with a document that lists its public keys."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..statement import keys

_DOCUMENT = "did.json"


class NoKey(RuntimeError):
    """Refusal where no key was made that signs today. The message tells a person what to do."""


def did(issuer: int) -> str:
    """Return the identifier of the institution `issuer`. `did:web` asks for https: at an address without it, as in the
    demo school, the identifier is the key itself (`did:key`). Raises `NoKey` there.
    """
    from openbadgeslib.ob3.did import did_key_from_pem, did_web_from_url

    if not settings.BASE_URL.startswith("https://"):
        return str(did_key_from_pem(_pem(_at_work().key.public)))
    address = settings.BASE_URL.rstrip("/") + reverse("certificates:did", args=[issuer])
    return str(did_web_from_url(address.removesuffix(_DOCUMENT)))


def signing_key(issuer: int) -> tuple[bytes, str]:
    """Return the private key as PEM, and the address of its public half in the document of `issuer`.

    Raises `NoKey`.
    """
    key = _at_work()
    pem = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem, f"{did(issuer)}#{_multikey(key.key.public)}"


def document(issuer: int) -> dict[str, object]:
    """Return the DID document: each key with which a badge may be signed, also those that were replaced. A leaked one
    is left out, so that no verifier accepts it.
    """
    identifier = did(issuer)
    names = [_multikey(key.public) for key in keys.key_set().keys if key.leaked is None]
    methods = [
        {"id": f"{identifier}#{name}", "type": "Multikey", "controller": identifier, "publicKeyMultibase": name}
        for name in names
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": identifier,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _at_work() -> keys.SigningKey:
    key = keys.signing_key(timezone.localdate())
    if key is None:
        raise NoKey(_("No key for badges was made yet. Ask the people who run this site."))
    return key


def _multikey(public: bytes) -> str:
    from openbadgeslib.ob3.did import multikey_from_pem

    return str(multikey_from_pem(_pem(public)))


def _pem(public: bytes) -> bytes:
    return Ed25519PublicKey.from_public_bytes(public).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
