"""Links by which somebody who has no password yet chooses one: signed, once, for a week.

They go to the e-mail address of a person, or by text message to whoever has a phone number alone, so they are short.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from ...directory.models import User

WITHIN = timedelta(days=7)
_signer = signing.TimestampSigner(salt="people.activation_link")
STATE = 32
"""Hexadecimal digits of the state in a link: 128 bits."""


def state_of(person: User) -> str:
    """Return a text that changes with the password, or the address or number to which links go."""
    reached = person.email or f"\n{person.phone}"
    return salted_hmac("people.activation_link", f"{reached}\n{person.password}", algorithm="sha256").hexdigest()


def may_activate(person: User) -> bool:
    """Return whether `person` may activate their account by a link. People with a password use the page for forgotten
    ones instead.
    """
    return bool(person.is_active and (person.email or person.phone) and not person.has_usable_password())


def may_be_mailed(person: User) -> bool:
    """Return whether a link goes to the e-mail address of `person`."""
    return may_activate(person) and bool(person.email)


def may_be_texted(person: User) -> bool:
    """Return whether a link goes to the phone of `person`, because they have no e-mail address."""
    return may_activate(person) and not person.email


def to_activate(person: User) -> str:
    """Return the address at which `person` chooses a password. Never taken from the Host header of a request."""
    token = _signer.sign(f"{person.pk}-{state_of(person)[:STATE]}")
    return settings.BASE_URL.rstrip("/") + reverse("activate-link", args=[token])


def person_of(token: str) -> User | None:
    """Return the person of the link, if it still counts, else None."""
    try:
        number, _line, state = _signer.unsign(token, max_age=WITHIN).partition("-")
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=number).first()
    counts = person is not None and may_activate(person) and constant_time_compare(state_of(person)[:STATE], state)
    return person if counts else None
