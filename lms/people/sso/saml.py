"""Signing in by SAML 2.0: the request goes by HTTP-Redirect, the answer comes by HTTP-POST.

python3-saml checks answers. It is loaded where one comes, with lxml and xmlsec, which take memory in each web process.
"""

import base64
import zlib
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.sax.saxutils import quoteattr

from .begun import Begun
from .models import SignOn
from .numbers import number_in
from .refusals import NOT_ASKED, TOLD_AN_ERROR, UNTRUSTED, Refused

SKEW = 90
"""Seconds by which the provider's clock may differ from ours."""
LONGEST = 400_000
"""Characters of an answer."""
REQUEST = (
    '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"'
    ' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID={name} Version="2.0" IssueInstant={at} Destination={to}'
    '{again} ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" AssertionConsumerServiceURL={back}>'
    "<saml:Issuer>{entity}</saml:Issuer></samlp:AuthnRequest>"
)
DESCRIPTION = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID={entity}>'
    '<md:SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true"'
    ' protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
    '<md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location={entity} index="0"'
    ' isDefault="true"/></md:SPSSODescriptor></md:EntityDescriptor>\n'
)


def description(entity: str) -> str:
    """The metadata of Mafunzo for one institution's provider: `entity` is its name and the address for answers."""
    return DESCRIPTION.format(entity=quoteattr(entity))


def request_name(begun: Begun) -> str:
    """The ID of the request, which the answer has to name."""
    return f"_{begun.nonce}"


def address_of_provider(sign_on: SignOn, *, state: str, begun: Begun, comes_back_to: str) -> str:
    """Where to send the browser; `comes_back_to` is both our name and the address for the answer."""
    request = REQUEST.format(
        name=quoteattr(request_name(begun)),
        at=quoteattr(datetime.fromtimestamp(begun.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
        to=quoteattr(sign_on.address),
        again="" if begun.again is None else ' ForceAuthn="true"',
        back=quoteattr(comes_back_to),
        entity=comes_back_to.replace("&", "&amp;"),
    )
    packed = zlib.compress(request.encode())[2:-4]  # without the frame of zlib (SAML bindings, 3.4.4.1)
    query = urlencode({"SAMLRequest": base64.b64encode(packed).decode(), "RelayState": state})
    return f"{sign_on.address}{'&' if '?' in sign_on.address else '?'}{query}"


def number_from(sign_on: SignOn, *, answer: str, begun: Begun, comes_back_to: str) -> str:
    """The service number that the provider tells in `answer`, as it came. Raises `Refused`."""
    if not answer or len(answer) > LONGEST:
        raise Refused(UNTRUSTED, "The answer is missing, or too long.")
    values = _checked(sign_on, answer, begun, comes_back_to).get(sign_on.number_from, [])
    return number_in(values, name=sign_on.number_from)


def _checked(sign_on: SignOn, answer: str, begun: Begun, comes_back_to: str) -> dict[str, list[Any]]:
    """The attributes of the one assertion that is signed. Whatever the library raises is a refusal: what it reads was
    written by anybody.
    """
    from onelogin.saml2.errors import OneLogin_Saml2_ValidationError
    from onelogin.saml2.response import OneLogin_Saml2_Response
    from onelogin.saml2.settings import OneLogin_Saml2_Settings

    at = urlsplit(comes_back_to)
    asked = {"http_host": at.netloc, "https": "on" if at.scheme == "https" else "off", "script_name": at.path}
    try:
        response = OneLogin_Saml2_Response(OneLogin_Saml2_Settings(_settings(sign_on, comes_back_to)), answer)
        response.is_valid(asked, request_id=request_name(begun), raise_exceptions=True)
        _check(response, begun, comes_back_to)
        _check_asked(response, begun)
        return dict(response.get_attributes())
    except Refused:
        raise
    except OneLogin_Saml2_ValidationError as error:
        told = error.code == OneLogin_Saml2_ValidationError.STATUS_CODE_IS_NOT_SUCCESS
        raise Refused(TOLD_AN_ERROR if told else UNTRUSTED, f"The answer is not accepted ({error.code}).") from error
    except Exception as error:
        raise Refused(UNTRUSTED, f"The answer cannot be read: {type(error).__name__}.") from error


def _check(response: Any, begun: Begun, comes_back_to: str) -> None:
    """What the library lets be absent: for whom the assertion is, and to which request and address it answers."""
    if comes_back_to not in response.get_audiences():
        raise Refused(UNTRUSTED, "The assertion does not say that it is for us.")
    confirmations = response._query_assertion("/saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData")
    if not any(
        one.get("InResponseTo") == request_name(begun)
        and one.get("Recipient") == comes_back_to
        and one.get("NotOnOrAfter")
        for one in confirmations
    ):
        raise Refused(UNTRUSTED, "The assertion answers no request of this sign-in.")


def _check_asked(response: Any, begun: Begun) -> None:
    """Of whoever shows again who they are: the provider says that it asked after that was begun (SAML core, 2.7.2)."""
    from onelogin.saml2.utils import OneLogin_Saml2_Utils

    if begun.again is None:
        return
    told = [one.get("AuthnInstant") or "" for one in response._query_assertion("/saml:AuthnStatement")]
    asked_at = [OneLogin_Saml2_Utils.parse_SAML_to_time(one) for one in told if one]
    if not asked_at or max(asked_at) < begun.at - SKEW:
        raise Refused(NOT_ASKED, "The assertion does not say that the provider asked again.")


def _settings(sign_on: SignOn, comes_back_to: str) -> dict[str, Any]:
    return {
        "strict": True,
        "sp": {"entityId": comes_back_to, "assertionConsumerService": {"url": comes_back_to}},
        "idp": {
            "entityId": sign_on.issuer,
            "singleSignOnService": {"url": sign_on.address},
            "x509certMulti": {"signing": list(sign_on.certificates)},
        },
        "security": {
            "wantNameId": False,
            "rejectDeprecatedAlgorithm": True,
            "requestedAuthnContext": False,
            "allowSingleLabelDomains": True,
        },
    }
