"""The attributes that a SAML provider tells: in the one assertion that it signed, for us, now, and in answer to what
was asked (SAML 2.0 Profiles, 4.1.4.3).
"""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

from signxml import XMLVerifier

from .pending_sign_ins import ProviderRequest
from .refusals import NOT_ASKED, TOLD_AN_ERROR, UNTRUSTED, Refused
from .signatures import RESPONSE, signed_assertion

NAMES = {"samlp": "urn:oasis:names:tc:SAML:2.0:protocol", "saml": "urn:oasis:names:tc:SAML:2.0:assertion"}
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
SKEW = timedelta(seconds=90)
"""By which the provider's clock may differ from ours."""


def attribute_values(answer: str, asked: ProviderRequest, *, name: str, now: datetime) -> list[str | None]:
    """Return the values of the attribute `name` in `answer`, which is base64. Raises `Refused`."""
    response = XMLVerifier().get_root(base64.b64decode(answer))  # without document types and entities
    _check_response(response, asked)
    assertion = signed_assertion(response, certificates=asked.certificates)
    _check_whose(assertion, asked)
    _check_when(assertion, asked, now)
    _check_asked_again(assertion, asked)
    path = "saml:AttributeStatement/saml:Attribute"
    attributes = [one for one in assertion.iterfind(path, NAMES) if one.get("Name") == name]
    return [value.text for one in attributes for value in one.iterfind("saml:AttributeValue", NAMES)]


def _check_response(response: Any, asked: ProviderRequest) -> None:
    """Refuse by the unsigned part around the assertion, which is trusted for nothing else."""
    code = response.find("samlp:Status/samlp:StatusCode", NAMES)
    if response.tag != RESPONSE or code is None:
        raise Refused(UNTRUSTED, "This is no answer of SAML 2.0.")
    if code.get("Value") != SUCCESS:
        raise Refused(TOLD_AN_ERROR, f"The provider said {str(code.get('Value'))[:100]!r}.")
    fits = response.get("InResponseTo", asked.request) == asked.request
    if not fits or response.get("Destination", asked.entity) != asked.entity:
        raise Refused(UNTRUSTED, "The answer is to another request, or for another address.")


def _check_whose(assertion: Any, asked: ProviderRequest) -> None:
    """Check that the assertion is by the provider, for us, and in answer to the request that was made."""
    if assertion.get("Version") != "2.0" or _text(assertion.find("saml:Issuer", NAMES)) != asked.issuer:
        raise Refused(UNTRUSTED, "The assertion is another provider's, or of another version.")
    restrictions = assertion.findall("saml:Conditions/saml:AudienceRestriction", NAMES)
    if not restrictions or not all(asked.entity in map(_text, one) for one in restrictions):
        raise Refused(UNTRUSTED, "The assertion does not say that it is for us.")


def _check_when(assertion: Any, asked: ProviderRequest, now: datetime) -> None:
    """Check that the assertion and the session at the provider count now, and that it answers the request of this
    sign-in. Raises `Refused`.
    """
    ends = [_moment(one.get("SessionNotOnOrAfter")) for one in assertion.iterfind("saml:AuthnStatement", NAMES)]
    if not ends or any(end is not None and end <= now for end in ends):
        raise Refused(UNTRUSTED, "The assertion does not say that somebody is signed in at the provider.")
    if not all(_is_in_time(one, now) for one in assertion.iterfind("saml:Conditions", NAMES)):
        raise Refused(UNTRUSTED, "The assertion is not of now.")
    if not any(
        _confirms(one, asked, now) for one in assertion.iterfind("saml:Subject/saml:SubjectConfirmation", NAMES)
    ):
        raise Refused(UNTRUSTED, "The assertion answers no request of this sign-in, or no longer does.")


def _confirms(confirmation: Any, asked: ProviderRequest, now: datetime) -> bool:
    data = confirmation.find("saml:SubjectConfirmationData", NAMES)
    return (
        confirmation.get("Method") == BEARER
        and data is not None
        and data.get("InResponseTo") == asked.request
        and data.get("Recipient") == asked.entity
        and data.get("NotOnOrAfter") is not None
        and _is_in_time(data, now)
    )


def _check_asked_again(assertion: Any, asked: ProviderRequest) -> None:
    """Check, when a person confirms their identity again, that the provider asked after that was begun (SAML core,
    2.7.2). Raises `Refused`.
    """
    if asked.again is None:
        return
    moments = [_moment(one.get("AuthnInstant")) for one in assertion.iterfind("saml:AuthnStatement", NAMES)]
    if not any(moment is not None and moment >= asked.again - SKEW for moment in moments):
        raise Refused(NOT_ASKED, "The assertion does not say that the provider asked again.")


def _is_in_time(element: Any, now: datetime) -> bool:
    since, until = _moment(element.get("NotBefore")), _moment(element.get("NotOnOrAfter"))
    return (since is None or since - SKEW <= now) and (until is None or now < until + SKEW)


def _moment(text: str | None) -> datetime | None:
    """Return an `xs:dateTime` as a moment, in UTC if it names no zone (SAML core, 1.3.3)."""
    moment = datetime.fromisoformat(text) if text else None
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _text(element: Any) -> str:
    return "" if element is None else (element.text or "").strip()
