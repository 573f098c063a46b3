"""Metadata of a SAML provider: its name, the address of its sign-in, and the certificates it signs with.

They are read in a process of its own, as everything that somebody brings.
"""

import base64
from dataclasses import asdict, dataclass
from functools import partial
from typing import TypedDict
from xml.etree.ElementTree import Element

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from lms.foundation.interface.xml import UnreadableXml, element_of
from lms.foundation.work.sandbox import MEGABYTE, Limits
from lms.foundation.work.uploads import UnreadableUpload, read_in_sandbox

from .http.allowed_hosts import NotAllowed, split
from .http.call_limits import ask
from .http.client import Unreachable

NAMES = {"md": "urn:oasis:names:tc:SAML:2.0:metadata", "ds": "http://www.w3.org/2000/09/xmldsig#"}
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
MOST_CERTIFICATES = 10
LIMITS = Limits(computing=5, waiting=20, memory=256 * MEGABYTE)
LONGEST = 500
LEAST_BITS = 2048


class Unreadable(ValueError):
    """Refusal: the text is no metadata of one provider; the message says why, in English."""


class ProviderData(TypedDict):
    """Columns of `SignOn` that metadata fill."""

    issuer: str
    address: str
    certificates: list[str]


@dataclass(frozen=True)
class Metadata:
    issuer: str
    address: str
    certificates: list[str]
    """In DER, as base64 without spaces."""

    @property
    def about(self) -> ProviderData:
        return {"issuer": self.issuer, "address": self.address, "certificates": self.certificates}


def fetched(url: str) -> Metadata:
    """Fetch and read the metadata at `url`. Raises `Unreachable`, `Unreadable` and `Busy`."""
    answer = ask(url, url)
    if answer.status != 200:
        raise Unreachable(f"Answered {answer.status}.")
    return read(answer.body)


def read(text: str | bytes) -> Metadata:
    """Read the metadata in `text`, of one provider (SAML 2.0 Metadata, 2.4.3). Raises `Unreadable`, and `Busy`."""
    try:
        found = read_in_sandbox(partial(_told, text), limits=LIMITS)
    except UnreadableUpload as error:
        raise Unreadable("It takes too much time or memory to read.") from error
    if "why" in found:
        raise Unreadable(found["why"])
    return Metadata(**found)


def _told(text: str | bytes) -> dict[str, object]:
    try:
        return asdict(_read(text))
    except Unreadable as why:
        return {"why": str(why)}


def _read(text: str | bytes) -> Metadata:
    entity = _entity(text)
    provider = entity.find("md:IDPSSODescriptor", NAMES)
    issuer = entity.get("entityID", "").strip()
    if provider is None or not 0 < len(issuer) <= LONGEST:
        raise Unreadable("It names no identity provider.")
    certificates = _certificates(provider)
    if not certificates:
        raise Unreadable("It has no certificate to sign with.")
    return Metadata(issuer, _address(provider), certificates)


def _entity(text: str | bytes) -> Element:
    try:
        root = element_of(text)
    except UnreadableXml as error:
        raise Unreadable("It is no XML that can be read.") from error
    inside = root.findall(".//md:EntityDescriptor", NAMES)
    entities = [root] if root.tag == f"{{{NAMES['md']}}}EntityDescriptor" else inside
    if len(entities) != 1:
        raise Unreadable(f"It is of {len(entities)} providers; give that of one.")
    return entities[0]


def _address(provider: Element) -> str:
    places = provider.findall("md:SingleSignOnService", NAMES)
    address = next((place.get("Location", "") for place in places if place.get("Binding") == REDIRECT), "")
    try:
        split(address)
    except NotAllowed as error:
        raise Unreadable(f"HTTP-Redirect: {error}") from error
    return address


def _certificates(provider: Element) -> list[str]:
    keys = [key for key in provider.findall("md:KeyDescriptor", NAMES) if key.get("use", "signing") == "signing"]
    texts = ["".join((one.text or "").split()) for key in keys for one in key.findall(".//ds:X509Certificate", NAMES)]
    for text in texts[:MOST_CERTIFICATES]:
        _check(text)
    return list(dict.fromkeys(texts[:MOST_CERTIFICATES]))


def _check(certificate: str) -> None:
    try:
        key = x509.load_der_x509_certificate(base64.b64decode(certificate, validate=True)).public_key()
    except (ValueError, TypeError) as error:
        raise Unreadable("A certificate cannot be read.") from error
    long_enough = isinstance(key, RSAPublicKey) and key.key_size >= LEAST_BITS
    if not long_enough and not isinstance(key, EllipticCurvePublicKey):
        raise Unreadable("A certificate has a key that is too short, or of another kind.")
