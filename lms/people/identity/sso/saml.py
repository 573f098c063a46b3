"""Signing in by SAML 2.0: the request goes by HTTP-Redirect, the answer comes by HTTP-POST.

Anybody can write an answer, so it is read in a process of its own, which ends when it takes too much.
"""

import base64
import zlib
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from typing import TypedDict
from urllib.parse import urlencode
from xml.sax.saxutils import quoteattr

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.foundation.work.sandbox import MEGABYTE, Limits
from lms.foundation.work.uploads import Busy, UnreadableUpload, read_in_sandbox

from ..providers.models import SignOn
from .http.call_limits import one_of_few
from .http.client import Unreachable
from .pending_sign_ins import PendingSignIn, ProviderRequest
from .refusals import UNREACHABLE, UNTRUSTED, Refused
from .service_numbers import number_in

NOT_INSTALLED = _(
    "SAML is not installed here, so nobody can sign in with it. Set up OpenID Connect, or ask the person who runs "
    "Mafunzo to install its part “saml”."
)
LIMITS = Limits(computing=5, waiting=20, memory=256 * MEGABYTE)
LINE = "sign-on"
"""In which answers are read: strangers fill it, so it is not that of uploads."""
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


def is_installed() -> bool:
    """Return whether the extra “saml”, which reads answers, is installed."""
    return find_spec("signxml") is not None


def description(entity: str) -> str:
    """Return the metadata of Mafunzo for one institution's provider: `entity` is its name and the address for
    answers.
    """
    return DESCRIPTION.format(entity=quoteattr(entity))


def request_name(begun: PendingSignIn) -> str:
    """Return the ID of the request, which the answer has to name."""
    return f"_{begun.nonce}"


def address_of_provider(sign_on: SignOn, *, state: str, begun: PendingSignIn, comes_back_to: str) -> str:
    """Return the address to which the browser is sent; `comes_back_to` is both our name and the address for the answer.

    Raises `Refused`.
    """
    if not is_installed():
        raise Refused(UNREACHABLE, "SAML is not installed here: add the extra “saml”.")
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


def number_from(sign_on: SignOn, *, answer: str, begun: PendingSignIn, comes_back_to: str) -> str:
    """Return the service number that the provider tells in `answer`, as it came. Raises `Refused`."""
    if not answer or len(answer) > LONGEST:
        raise Refused(UNTRUSTED, "The answer is missing, or too long.")
    asked = ProviderRequest(
        issuer=sign_on.issuer,
        certificates=sign_on.certificates,
        request=request_name(begun),
        entity=comes_back_to,
        again=None if begun.again is None else datetime.fromtimestamp(begun.at, UTC),
    )
    try:
        with one_of_few(sign_on.pk):
            found = read_in_sandbox(partial(_told, answer, sign_on.number_from, asked), limits=LIMITS, line=LINE)
    except (Unreachable, Busy) as error:
        raise Refused(UNREACHABLE, str(error)) from error
    except UnreadableUpload as error:
        raise Refused(UNTRUSTED, f"The answer cannot be read: {type(error.__cause__).__name__}.") from error
    if "refused" in found:
        raise Refused(*found["refused"])
    return number_in(found["values"], name=sign_on.number_from)


class Reading(TypedDict, total=False):
    """Result of reading an answer: the values of the attribute, or reason and detail of the refusal."""

    values: list[str | None]
    refused: tuple[str, str]


def _told(answer: str, name: str, asked: ProviderRequest) -> Reading:
    """Read an answer as `assertions.attribute_values` does. Any other exception is a refusal too: anybody can write an
    answer.
    """
    from .assertions import attribute_values

    try:
        return {"values": attribute_values(answer, asked, name=name, now=timezone.now())}
    except Refused as error:
        return {"refused": (error.reason, error.detail)}
    except Exception as error:
        return {"refused": (UNTRUSTED, f"The answer cannot be read: {type(error).__name__}.")}
