"""The cookie by which a browser is a shared device: a secret drawn by chance, signed; its row has the hash."""

import secrets
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from .models import SharedDevice

SALT = "people.shared_device"


def new_secret() -> tuple[str, str]:
    """Return a secret, and the hash by which its device is found."""
    secret = secrets.token_urlsafe(32)
    return secret, _key(secret)


def keep(response: HttpResponse, secret: str, device: SharedDevice) -> None:
    """Let the browser that gets `response` be `device`."""
    response.set_cookie(
        settings.SHARED_DEVICE_COOKIE_NAME,
        signing.dumps(secret, salt=SALT),
        expires=device.expires_at,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def device_of(request: HttpRequest, *, now: datetime) -> SharedDevice | None:
    """Return the shared device that `request` comes from; None for any other. Costs no query without the cookie."""
    brought = request.COOKIES.get(settings.SHARED_DEVICE_COOKIE_NAME)
    if not brought:
        return None
    try:
        secret = str(signing.loads(brought, salt=SALT))
    except signing.BadSignature:
        return None
    return SharedDevice.objects.good(now).select_related("institution").filter(key=_key(secret)).first()


def _key(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
