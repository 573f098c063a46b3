"""Sign-ins that were begun and did not come back yet, kept in the session: several at once, one for each tab."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.crypto import get_random_string

KEY = "sign_on_begun"
WITHIN = 600
"""Seconds in which somebody has to come back."""
MOST = 5
"""Pending sign-ins per session; the oldest is dropped."""


@dataclass(frozen=True)
class PendingSignIn:
    """A sign-in at the provider of the institution with the id `institution`. `nonce` ties its answer to it, `verifier`
    its code (PKCE); `wanted` is the page to go on to. `tried_by` is the id of the administrator who only tries the
    provider out, and `again` that of whoever is signed in and shows again who they are.
    """

    institution: int
    nonce: str
    verifier: str
    wanted: str
    at: float
    tried_by: int | None = None
    again: int | None = None


@dataclass(frozen=True)
class ProviderRequest:
    """A request to a SAML provider, as the answer has to name it: `request` is the ID of the request and `entity`
    both our name and the address for answers. Whoever shows again who they are has been asked since `again`.
    """

    issuer: str
    certificates: list[str]
    request: str
    entity: str
    again: datetime | None


def begin(
    request: HttpRequest, *, institution: int, wanted: str, now: datetime, **who: int | None
) -> tuple[str, PendingSignIn]:
    """Keep that one is begun, by `who` (`tried_by` or `again`) where nobody is signed in by it; its name, which comes
    back with the answer, and what is kept.
    """
    name, nonce, verifier = get_random_string(32), get_random_string(32), get_random_string(64)
    begun = PendingSignIn(institution, nonce, verifier, wanted, now.timestamp(), **who)
    others = list(request.session.get(KEY, {}).items())[-(MOST - 1) :]
    request.session[KEY] = {**dict(others), name: asdict(begun)}
    return name, begun


def take(request: HttpRequest, name: str, *, institution: int, now: datetime) -> PendingSignIn | None:
    """Take the pending sign-in called `name` out of the session; None if there is none at this institution, or no
    longer is.
    """
    kept = dict(request.session.get(KEY, {}))
    found = kept.pop(name, None)
    if found is None:
        return None
    request.session[KEY] = kept
    begun = PendingSignIn(**found)
    in_time = 0 <= now.timestamp() - begun.at <= WITHIN
    return begun if in_time and begun.institution == institution else None
