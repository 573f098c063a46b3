"""Check of an ID token: it is the provider's, for us, of now, and of the sign-in that was begun (OpenID Connect Core
1.0, section 3.1.3.7).
"""

import base64
from collections.abc import Iterable
from hashlib import sha256, sha384, sha512

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.utils.crypto import constant_time_compare

from .http.client import JsonObject
from .refusals import NOT_ASKED, UNTRUSTED, Refused

FAMILIES = {
    "RSA": ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    "EC": ("ES256", "ES384", "ES512"),
    "OKP": ("EdDSA",),
}
"""The algorithms of each kind of key. None is symmetric: with such a one, whoever knows the public key, or the secret
of the client, would sign tokens.
"""
HASHES = {"256": sha256, "384": sha384, "512": sha512, "DSA": sha512}
"""The hash of an algorithm, by the end of its name; that of EdDSA is the one of Ed25519, the curve in use."""
SKEW = 90
"""Seconds by which the provider's clock may differ from ours."""
LONGEST = 50_000
LEAST_BITS = 2048
NEEDED = ["iss", "sub", "aud", "exp", "iat"]


class UnknownKey(Exception):
    """Error: none of the keys is the one that the token names."""


def claims_of(
    token: str, *, keys: Iterable[JsonObject], issuer: str, client: str, nonce: str, access_token: str = ""
) -> JsonObject:
    """Return the provider's claims in `token`, which came with `access_token`. Raises `UnknownKey` if it is signed by
    none of `keys`, and `Refused` for any other fault.
    """
    algorithm, name = _header(token)
    kind = next((kind for kind, algorithms in FAMILIES.items() if algorithm in algorithms), None)
    if kind is None:
        raise Refused(UNTRUSTED, "The token is signed by an algorithm that is not taken.")
    fitting = [key for key in keys if _fits(key, kind, algorithm, name)]
    claims = _first(token, fitting, algorithm, issuer, client)
    _check(claims, client, nonce)
    _check_access_token(claims, access_token, algorithm)
    return claims


def _header(token: str) -> tuple[str, str | None]:
    if len(token) > LONGEST:
        raise Refused(UNTRUSTED, "The token is too long.")
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise Refused(UNTRUSTED, "The token cannot be read.") from error
    name = header.get("kid")
    return str(header.get("alg")), name if isinstance(name, str) else None


def _fits(key: JsonObject, kind: str, algorithm: str, name: str | None) -> bool:
    """Return whether to try the key: not one for encrypting, or of another kind or name."""
    return (
        key.get("kty") == kind
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and (name is None or key.get("kid") == name)
    )


def _first(token: str, keys: list[JsonObject], algorithm: str, issuer: str, client: str) -> JsonObject:
    for key in keys:
        try:
            public = jwt.PyJWK(key, algorithm)
            if isinstance(public.key, RSAPublicKey) and public.key.key_size < LEAST_BITS:
                continue
            return jwt.decode(
                token,
                public,
                algorithms=[algorithm],
                issuer=issuer,
                audience=client,
                leeway=SKEW,
                options={"require": NEEDED},
            )
        except (jwt.InvalidSignatureError, jwt.InvalidKeyError, jwt.PyJWKError):
            continue
        except jwt.PyJWTError as error:
            raise Refused(UNTRUSTED, f"The token is not accepted: {type(error).__name__}.") from error
    raise UnknownKey


def _check(claims: JsonObject, client: str, nonce: str) -> None:
    """Check the claims that the library does not check: the other audiences of the token, and its sign-in. Raises
    `Refused`.
    """
    audience, party = claims["aud"], claims.get("azp")
    if isinstance(audience, list) and len(audience) > 1 and party is None:
        raise Refused(UNTRUSTED, "The token is for several clients and does not say which.")
    if party is not None and party != client:
        raise Refused(UNTRUSTED, "The token was given to another client.")
    given = claims.get("nonce")
    if not isinstance(given, str) or not given.isascii() or not constant_time_compare(given, nonce):
        raise Refused(UNTRUSTED, "The token is not of this sign-in.")


def _check_access_token(claims: JsonObject, access_token: str, algorithm: str) -> None:
    """Check that the ID token was given with this access token, where it says so (3.1.3.8, `at_hash`). Raises
    `Refused`.
    """
    told = claims.get("at_hash")
    if told is None or not access_token:
        return
    digest = HASHES[algorithm[-3:]](access_token.encode(errors="replace")).digest()
    if told != base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode():
        raise Refused(UNTRUSTED, "The access token is not the one of the token.")


def check_asked_since(claims: JsonObject, moment: float) -> None:
    """Check that the provider asked for the identity after `moment` (OpenID Connect Core 1.0, section 2,
    `auth_time`).
    """
    asked_at = claims.get("auth_time")
    if not isinstance(asked_at, int | float) or not asked_at >= moment - SKEW:
        raise Refused(NOT_ASKED, "The token does not say that the provider asked again.")
