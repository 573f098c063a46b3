"""A SAML provider: pysaml2's, which reads our requests and writes answers. It signs with xmlsec within the process, in
place of a program of that name.
"""

import base64
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.server import Server
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

from lms.people.identity.sso.saml import description

ISSUER = "https://idp.example.org/metadata"
NUMBER = "urn:oid:0.9.2342.19200300.100.1.1"
"""The attribute uid, as providers write it."""
ENTITY = "http://testserver/sign-on/mlima-police-academy/saml/"
FINISH = "/sign-on/mlima-police-academy/saml/finish/"
ANOTHER = "https://another.example/"
NS = {
    "samlp": "urn:oasis:names:tc:SAML:2.0:protocol",
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
}


def make_key(folder: Path, name: str, bits: int = 2048) -> tuple[str, str]:
    """A key and a certificate of its own, as files."""
    key = rsa.generate_private_key(65537, bits)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp.example.org")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    files = folder / f"{name}.key", folder / f"{name}.crt"
    files[0].write_bytes(private)
    files[1].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return str(files[0]), str(files[1])


def sign(text: Any, name: str, key: str) -> str:
    """Fill in the signature that is prepared for the element with the ID `name`."""
    root = etree.fromstring(text if isinstance(text, bytes) else str(text).encode())
    xmlsec.tree.add_ids(root, ["ID"])
    (place,) = root.xpath("//ds:Signature[ds:SignedInfo/ds:Reference/@URI=$uri]", namespaces=NS, uri=f"#{name}")
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_file(key, xmlsec.constants.KeyDataFormatPem)
    context.sign(place)
    return etree.tostring(root).decode()


class SamlProvider:
    """`number` is that of whoever signs in next; `how` says how answers are signed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = "KE-20377"
        self.asked_at: float | str = ""
        """When it asked last who somebody is, where that is not now."""
        self.how: dict[str, Any] = {"sign_assertion": True, "sign_response": False}
        self.key, certificate = make_key(folder, "first")
        config = {
            "entityid": ISSUER,
            "xmlsec_binary": sys.executable,  # it asks whether there is one, and never runs it
            "key_file": self.key,
            "cert_file": certificate,
            "metadata": {"inline": [description(ENTITY), description(ANOTHER)]},
            "service": {
                "idp": {
                    "endpoints": {"single_sign_on_service": [("https://idp.example.org/sso", BINDING_HTTP_REDIRECT)]},
                    "policy": {"default": {"lifetime": {"minutes": 15}}},
                }
            },
        }
        self.server = Server(config=IdPConfig().load(config))
        self.server.sec.crypto.sign_statement = lambda text, node, key, name: sign(text, name, self.key)

    @property
    def metadata(self) -> str:
        """Without the algorithms that the program would be asked for."""
        with mock.patch("saml2.metadata.algorithm_support_in_metadata", lambda _program: []):
            return str(entity_descriptor(self.server.config))

    def answer(self, address: str, **how: Any) -> dict[str, str]:
        """The form that the browser of somebody who signs in at `address` sends to Mafunzo."""
        asks = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        request = self.server.parse_authn_request(asks["SAMLRequest"], BINDING_HTTP_REDIRECT).message
        arguments = self.server.response_args(request, [BINDING_HTTP_POST])
        given = {name: arguments[name] for name in ("in_response_to", "destination", "sp_entity_id")}
        given |= {"sign_alg": SIG_RSA_SHA256, "digest_alg": DIGEST_SHA256} | self.how | how
        response = self.server.create_authn_response(
            identity={"uid": [self.number]},
            userid="1",
            authn={
                "class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password",
                "authn_auth": ISSUER,
                "authn_instant": self.asked_at,
            },
            **given,
        )
        return {"SAMLResponse": packed(str(response)), "RelayState": asks["RelayState"]}


def packed(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def unpacked(form: dict[str, str]) -> Any:
    """The answer as a tree, to be meddled with."""
    return etree.fromstring(base64.b64decode(form["SAMLResponse"]))


def with_answer(form: dict[str, str], tree: Any) -> dict[str, str]:
    return {**form, "SAMLResponse": base64.b64encode(etree.tostring(tree)).decode()}


def signed_anew(form: dict[str, str], key: str) -> dict[str, str]:
    """The answer, of which the signature of the assertion was meddled with, signed as it is by now."""
    tree = unpacked(form)
    for value in tree.iterfind(".//ds:SignatureValue", NS):
        value.text = ""
    return {**form, "SAMLResponse": packed(sign(etree.tostring(tree), tree.find("saml:Assertion", NS).get("ID"), key))}
