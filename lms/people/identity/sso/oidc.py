"""Signing in by OpenID Connect: the code flow with PKCE, state and nonce."""

import base64
from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from urllib.parse import quote_plus, urlencode

from ..protection.encryption import CannotBeRead
from ..providers.models import SignOn
from . import discovery, tokens
from .discovery import Endpoints
from .http.call_limits import ask
from .http.client import JsonObject, Unreachable
from .pending_sign_ins import PendingSignIn
from .refusals import CANCELLED, STALE, TOLD_AN_ERROR, UNREACHABLE, UNTRUSTED, Refused
from .service_numbers import number_in

SCOPES = "openid profile email"
DENIED = ("access_denied", "login_required", "interaction_required")


def address_of_provider(sign_on: SignOn, *, state: str, begun: PendingSignIn, comes_back_to: str) -> str:
    """Return the address to which the browser is sent. Raises `Refused`."""
    challenge = base64.urlsafe_b64encode(sha256(begun.verifier.encode()).digest()).rstrip(b"=").decode()
    asks = {
        "response_type": "code",
        "client_id": sign_on.client,
        "redirect_uri": comes_back_to,
        "scope": SCOPES,
        "state": state,
        "nonce": begun.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    if begun.again is not None:
        asks |= {"prompt": "login", "max_age": "0"}
    endpoint = discovery.endpoints_of(sign_on).authorization
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asks)}"


def number_from(sign_on: SignOn, *, answer: Mapping[str, str], begun: PendingSignIn, comes_back_to: str) -> str:
    """Return the service number that the provider tells, from the `answer` that the browser brought. Raises
    `Refused`.
    """
    endpoints = discovery.endpoints_of(sign_on)
    issuer = answer.get("iss")
    if issuer != sign_on.issuer and (issuer is not None or endpoints.names_itself):
        raise Refused(UNTRUSTED, "The answer is another issuer's.")
    if error := answer.get("error"):
        raise Refused(CANCELLED if error in DENIED else TOLD_AN_ERROR, f"The provider said {error[:60]!r}.")
    if not (code := answer.get("code")):
        raise Refused(STALE, "The answer has no code.")
    given = _exchanged(sign_on, endpoints, code, begun, comes_back_to)
    access_token = str(given.get("access_token") or "")
    claims = _claims(sign_on, str(given.get("id_token", "")), access_token, begun)
    if begun.again is not None:
        tokens.check_asked_since(claims, begun.at)
    if sign_on.number_from not in claims and endpoints.userinfo and access_token:
        claims = _more_claims(sign_on, endpoints, access_token, claims)
    return number_in(claims.get(sign_on.number_from), name=sign_on.number_from)


def _claims(sign_on: SignOn, token: str, access_token: str, begun: PendingSignIn) -> JsonObject:
    """Return the claims of the ID token; if its key is not known, the provider's keys are fetched once again. Raises
    `Refused`.
    """
    read = partial(
        tokens.claims_of,
        token,
        issuer=sign_on.issuer,
        client=sign_on.client,
        nonce=begun.nonce,
        access_token=access_token,
    )
    try:
        return read(keys=discovery.keys_of(sign_on) or [])
    except tokens.UnknownKey:
        keys = discovery.keys_of(sign_on, anew=True)
    try:
        return read(keys=keys or [])
    except tokens.UnknownKey:
        raise Refused(UNTRUSTED, "The token is signed by none of the provider's keys.") from None


def _exchanged(
    sign_on: SignOn, endpoints: Endpoints, code: str, begun: PendingSignIn, comes_back_to: str
) -> JsonObject:
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": comes_back_to,
        "code_verifier": begun.verifier,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        secret = sign_on.reveal_secret()
    except CannotBeRead:
        raise Refused(UNREACHABLE, "The client secret cannot be read: its key is gone. Set it again.") from None
    if secret and endpoints.takes_basic:
        pair = f"{quote_plus(sign_on.client)}:{quote_plus(secret)}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        fields |= {"client_id": sign_on.client} | ({"client_secret": secret} if secret else {})
    return _asked(sign_on, endpoints.token, body=urlencode(fields).encode(), headers=headers)


def _more_claims(sign_on: SignOn, endpoints: Endpoints, access_token: str, claims: JsonObject) -> JsonObject:
    """Return the claims, with those of the userinfo endpoint added, which must be about the same person (OpenID Connect
    Core 1.0, 5.3.2). Raises `Refused`.
    """
    if not access_token.isascii() or not access_token.isprintable():
        raise Refused(UNTRUSTED, "The access token cannot be sent.")
    more = _asked(sign_on, endpoints.userinfo, headers={"Authorization": f"Bearer {access_token}"})
    if more.get("sub") != claims["sub"]:
        raise Refused(UNTRUSTED, "The userinfo endpoint speaks of somebody else.")
    return {**more, **claims}


def _asked(sign_on: SignOn, url: str, *, headers: Mapping[str, str], body: bytes | None = None) -> JsonObject:
    try:
        answer = ask(sign_on.pk, url, headers=headers, body=body)
    except Unreachable as error:
        raise Refused(UNREACHABLE, f"{url}: {error}") from error
    said = answer.json()
    if answer.status != 200 or said is None:
        told = said.get("error") if said is not None else None
        raise Refused(TOLD_AN_ERROR, f"{url}: answered {answer.status} {str(told or '')[:60]!r}.")
    return said
