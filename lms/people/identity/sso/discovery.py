"""Metadata of an OpenID Connect provider: its endpoints and the keys that it signs with, kept for an hour."""

from dataclasses import dataclass

from django.core.cache import cache

from ..providers.models import SignOn
from .http.allowed_hosts import NotAllowed, split
from .http.call_limits import ask
from .http.client import Answer, JsonObject, Unreachable
from .refusals import UNREACHABLE, UNTRUSTED, Refused

KEPT = 3600
"""Seconds."""
PAUSE = 60
"""Seconds in which the keys of a provider are asked for anew once, however many tokens name a key that is not known."""
MOST_KEYS = 50


@dataclass(frozen=True)
class Endpoints:
    """Addresses of a provider: `authorization` for the browser, the others for requests of the server; `userinfo` may
    be empty.
    """

    authorization: str
    token: str
    keys: str
    userinfo: str
    takes_basic: bool
    """Whether the secret goes into the header; else it is sent among the fields."""
    names_itself: bool
    """Whether each answer through the browser says from which issuer it is (RFC 9207)."""


def endpoints_of(sign_on: SignOn, *, anew: bool = False) -> Endpoints:
    """Return the endpoints of the provider of `sign_on` (OpenID Connect Discovery 1.0). Raises `Refused`."""
    key = f"people:sso:endpoints:{sign_on.version}"
    said = None if anew else cache.get(key)
    if said is None:
        said = _json(_fetched(sign_on, f"{sign_on.issuer.rstrip('/')}/.well-known/openid-configuration"))
        if said.get("issuer") != sign_on.issuer:
            raise Refused(UNTRUSTED, f"The provider calls itself {str(said.get('issuer'))[:200]!r}, not as set up.")
        cache.set(key, said, KEPT)
    return _endpoints(said)


def keys_of(sign_on: SignOn, *, anew: bool = False) -> list[JsonObject] | None:
    """Return the public keys of the provider. Asked for `anew` they are None if that was done within a minute: so a
    sender of tokens with invented keys does not make each one ask the provider. Raises `Refused`.
    """
    key = f"people:sso:keys:{sign_on.version}"
    known = None if anew else cache.get(key)
    if known is not None:
        return list(known)
    if anew and not cache.add(f"{key}:asked", 1, PAUSE):
        return None
    said = _json(_fetched(sign_on, endpoints_of(sign_on).keys)).get("keys")
    keys = [one for one in said if isinstance(one, dict)][:MOST_KEYS] if isinstance(said, list) else []
    cache.set(key, keys, KEPT)
    return keys


def _endpoints(said: JsonObject) -> Endpoints:
    told = said.get("token_endpoint_auth_methods_supported")
    methods = told if told and isinstance(told, list) else ["client_secret_basic"]
    return Endpoints(
        authorization=_address(said, "authorization_endpoint"),
        token=_address(said, "token_endpoint"),
        keys=_address(said, "jwks_uri"),
        userinfo=_address(said, "userinfo_endpoint") if said.get("userinfo_endpoint") else "",
        takes_basic="client_secret_basic" in methods,
        names_itself=said.get("authorization_response_iss_parameter_supported") is True,
    )


def _address(said: JsonObject, name: str) -> str:
    address = said.get(name)
    try:
        split(address if isinstance(address, str) else "")
    except NotAllowed as error:
        raise Refused(UNTRUSTED, f"{name}: {error}") from error
    return str(address)


def _fetched(sign_on: SignOn, url: str) -> Answer:
    try:
        answer = ask(sign_on.pk, url)
    except Unreachable as error:
        raise Refused(UNREACHABLE, f"{url}: {error}") from error
    if answer.status != 200:
        raise Refused(UNREACHABLE, f"{url}: answered {answer.status}.")
    return answer


def _json(answer: Answer) -> JsonObject:
    said = answer.json()
    if said is None:
        raise Refused(UNTRUSTED, "An answer of the provider is no JSON object.")
    return said
