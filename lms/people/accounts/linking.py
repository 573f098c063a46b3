"""Links by which somebody who has an e-mail address and no password yet chooses one: signed, once, for a week."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from ..models import User

WITHIN = timedelta(days=7)
_signer = signing.TimestampSigner(salt="lms.people.accounts.linking")


def state_of(person: User) -> str:
    """Another text once the password or the address is another one."""
    return salted_hmac("lms.people.accounts.linking", f"{person.email}\n{person.password}").hexdigest()


def may_activate(person: User) -> bool:
    """Whoever has a password asks for a new one by the page for forgotten ones."""
    return bool(person.is_active and person.email and not person.has_usable_password())


def to_activate(person: User) -> str:
    """Where `person` chooses a password. Never from the Host header of a request."""
    token = _signer.sign_object({"person": person.pk, "state": state_of(person)})
    return settings.BASE_URL.rstrip("/") + reverse("activate-link", args=[token])


def person_of(token: str) -> User | None:
    """Whose link it is, where it still counts."""
    try:
        told: Any = _signer.unsign_object(token, max_age=WITHIN)
    except (signing.BadSignature, ValueError):
        return None
    person = User.objects.filter(pk=told["person"]).first()
    counts = person is not None and may_activate(person) and constant_time_compare(state_of(person), told["state"])
    return person if counts else None
