"""The signature of a SAML answer: what may stand in it, and the assertion that it covers.

An XML signature can name stylesheets, paths and files, which whoever checks it is to run and to open. So it has to have
the one form that SAML gives it (core, 5.4) before any of it is followed.
"""

import base64
from collections.abc import Iterable
from typing import Any

from cryptography import x509
from signxml import DigestAlgorithm, SignatureConfiguration, SignatureMethod, XMLVerifier
from signxml.exceptions import SignXMLException

from .refusals import UNTRUSTED, Refused

DS = "{http://www.w3.org/2000/09/xmldsig#}"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
RESPONSE = "{urn:oasis:names:tc:SAML:2.0:protocol}Response"
ASSERTION = "{urn:oasis:names:tc:SAML:2.0:assertion}Assertion"
PLACES = {RESPONSE: "./", ASSERTION: f"./{ASSERTION}/"}
"""Where the signature of each is, from the response on."""
METHODS = frozenset(
    SignatureMethod[name]
    for name in ("RSA_SHA256", "RSA_SHA384", "RSA_SHA512", "ECDSA_SHA256", "ECDSA_SHA384", "ECDSA_SHA512")
)
DIGESTS = frozenset(DigestAlgorithm[name] for name in ("SHA256", "SHA384", "SHA512"))
SIGNED_INFO = [
    ("SignedInfo", None),
    ("CanonicalizationMethod", EXCLUSIVE),
    ("SignatureMethod", *(one.value for one in METHODS)),
    ("Reference", None),
    ("Transforms", None),
    ("Transform", "http://www.w3.org/2000/09/xmldsig#enveloped-signature"),
    ("Transform", EXCLUSIVE),
    ("DigestMethod", *(one.value for one in DIGESTS)),
    ("DigestValue", None),
]
"""All its elements in their order, each with the algorithms that it may name."""
PREFIXES = f"{{{EXCLUSIVE}}}InclusiveNamespaces"
"""Stands within what names exclusive canonicalisation."""
KEY_INFO = {f"{DS}KeyName", f"{DS}KeyValue", f"{DS}X509Data"}
"""Elements that may describe the key. None is fetched, and none is trusted."""


def signed_assertion(response: Any, *, certificates: Iterable[str]) -> Any:
    """Return the one assertion in `response`, a tree of lxml, as it was signed with the key of one of `certificates`
    (DER as base64): itself, with the response, or both. Raises `Refused`.
    """
    signatures = list(response.iter(f"{DS}Signature"))
    signed = [signature.getparent() for signature in signatures]
    if len(list(response.iter(ASSERTION))) != 1 or len(response.findall(ASSERTION)) != 1:
        raise Refused(UNTRUSTED, "The answer does not have one assertion.")
    if sorted(one.tag for one in signed) not in ([ASSERTION], [ASSERTION, RESPONSE], [RESPONSE]):
        raise Refused(UNTRUSTED, "Neither the assertion nor the answer is signed, or something else is.")
    for signature in signatures:
        check(signature)
    *_others, found = [_verified(response, PLACES[one.tag], certificates) for one in signed]
    return found if found.tag == ASSERTION else found.find(ASSERTION)


def check(signature: Any) -> None:
    """Refuse a signature that is not of the element around it alone, or asks for anything but its canonical form."""
    info, *rest = signature
    outline = [(one.tag, one.get("Algorithm")) for one in info.iter() if one.tag != PREFIXES]
    usual = len(outline) == len(SIGNED_INFO) and all(
        tag == f"{DS}{name}" and algorithm in algorithms
        for (tag, algorithm), (name, *algorithms) in zip(outline, SIGNED_INFO, strict=True)
    )
    if not usual or info.find(f"{DS}Reference").get("URI") != f"#{signature.getparent().get('ID')}":
        raise Refused(UNTRUSTED, "The signature is of something else, or asks for more than is usual.")
    if [one.tag for one in rest] not in ([f"{DS}SignatureValue"], [f"{DS}SignatureValue", f"{DS}KeyInfo"]):
        raise Refused(UNTRUSTED, "The signature holds something else.")
    if not {one.tag for one in signature.iterfind(f"{DS}KeyInfo/*")} <= KEY_INFO:
        raise Refused(UNTRUSTED, "The signature says where a key is to be fetched.")


def _verified(response: object, place: str, certificates: Iterable[str]) -> Any:
    """Give the element that the signature at `place` covers, and nothing else."""
    for text in certificates:
        certificate = x509.load_der_x509_certificate(base64.b64decode(text))
        usual = SignatureConfiguration(
            location=place,
            signature_methods=METHODS,
            digest_algorithms=DIGESTS,
            ignore_ambiguous_key_info=True,
            verification_time=certificate.not_valid_before_utc,  # metadata give keys: their days are not looked at
        )
        try:
            found: Any = XMLVerifier().verify(response, x509_cert=certificate, id_attribute="ID", expect_config=usual)
        except SignXMLException:
            continue
        return found.signed_xml
    raise Refused(UNTRUSTED, "The answer is signed with no certificate of the provider.")
