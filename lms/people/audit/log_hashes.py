"""Marks that stand in logs for what was typed and for addresses of the network: the same again has the same mark,
and nobody without the site's key finds what it stands for.
"""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .client_address import client_address


def log_hash(text: str) -> str:
    """Return a keyed hash of `text` for the logs, 16 hexadecimal digits."""
    return salted_hmac("people.security_log", text, algorithm="sha256").hexdigest()[:16]


def request_origin(request: HttpRequest | None) -> dict[str, str]:
    """Return the `client` address as a hash, and the name of the `page`; empty without a request."""
    if request is None:
        return {}
    client, page = client_address(request), getattr(request, "resolver_match", None)
    return {"client": log_hash(client) if client else "", "page": page.view_name or page.route if page else ""}
