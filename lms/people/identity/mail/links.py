"""Links that are sent by mail: signed, for one person, once, and for an hour (`PASSWORD_RESET_TIMEOUT`)."""

from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator, default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from ...directory.models import User
from .mails import NewAddress

WRITTEN = 20
"""Characters of the person's number in a link, at most."""


class _OfAddresses(PasswordResetTokenGenerator):
    """Generator of tokens that are void as soon as the password, the address or the requested address changes.

    Its tokens are made of and checked against a `NewAddress`.
    """

    key_salt = "people.address_link"

    def make_token(self, user: Any) -> str:
        return super().make_token(user)

    def check_token(self, user: Any, token: str | None) -> bool:
        return super().check_token(user, token)

    def _make_hash_value(self, new: Any, timestamp: int) -> str:
        parts = (new.person_id, new.person.password, new.person.email, new.address, new.asked_at.isoformat(), timestamp)
        return "\n".join(map(str, parts))


of_passwords = default_token_generator
"""Is void as soon as the password or the address is another one, or the person signed in."""
of_addresses = _OfAddresses()


def to_new_password(person: User) -> str:
    """Return the address at which `person` chooses a new password."""
    number = urlsafe_base64_encode(force_bytes(person.pk))
    return _absolute(reverse("password-new", args=[number, of_passwords.make_token(person)]))


def who_chooses(number: str, token: str) -> User | None:
    """Return the person whose link to a new password has `number` and `token`, if it still counts, else None."""
    try:
        pk = int(urlsafe_base64_decode(number[:WRITTEN]).decode())
    except ValueError:
        return None
    person = User.objects.filter(pk=pk).select_related("institution").first()
    return person if person is not None and of_passwords.check_token(person, token) else None


def to_confirm(new: NewAddress) -> str:
    """Return the address at which the person confirms that `new` is theirs."""
    return _absolute(reverse("e-mail-confirm", args=[of_addresses.make_token(new)]))


def _absolute(path: str) -> str:
    """Return the whole address, never from the Host header of a request: the sender of one would choose where the link
    leads.
    """
    return settings.BASE_URL.rstrip("/") + path
