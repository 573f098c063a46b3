"""Between the code of a card and the password that is chosen with it: who has shown the code, kept in the session.

Nobody is signed in by it. It is void after a quarter of an hour, with another password, with another card, and for
whoever may not sign in.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import check_password
from django.contrib.auth.hashers import make_password as hashed
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from .. import outbox, throttling
from ..audit.services import note
from ..models import User
from .drawing import as_drawn
from .models import ActivationCard

KEY = "activation"
WITHIN = timedelta(minutes=15)


class CardIsVoid(ValueError):
    """The card was used, withdrawn or is over, or another came in its place. Nothing was written."""


def person_with(*, number: str, code: str, now: datetime) -> User | None:
    """Whose card has this service number and code, where it counts and the account is open. One statement and one
    hash, whatever of it is wrong.
    """
    person = User.objects.select_related("activation_card").numbered(number).first()
    card = card_of(person)
    if person is None or card is None or not card.is_good(now):
        hashed(as_drawn(code))
        return None
    return person if check_password(as_drawn(code), card.code) and person.is_active else None


def card_of(person: User | None) -> ActivationCard | None:
    """The card of `person`, which was loaded with them."""
    return getattr(person, "activation_card", None)


def begin(request: HttpRequest, person: User, *, now: datetime) -> None:
    """Keep that `person` has shown the code of their card, under a new session key."""
    request.session.cycle_key()
    request.session[KEY] = {"person": person.pk, "state": _state(person), "at": now.timestamp()}


def waiting(request: HttpRequest, *, now: datetime) -> User | None:
    """Who is choosing a password; None where nobody is, or no longer."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    if kept is None or not 0 <= now.timestamp() - kept["at"] <= WITHIN.total_seconds():
        return None
    people = User.objects.select_related("activation_card", "institution")
    person = people.filter(pk=kept["person"], is_active=True).first()
    return person if person is not None and _is_still(person, kept["state"], now) else None


@transaction.atomic
def choose(request: HttpRequest, *, person: User, password: str, now: datetime) -> User:
    """Give `person` the `password` they chose, and use their card up; two at once use it once. All their sessions end,
    and failures are forgiven. The password has to be checked before. Raises `CardIsVoid`.
    """
    state = request.session.get(KEY, {}).get("state", "")
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    card = ActivationCard.objects.filter(person=locked).first()
    if card is None or not locked.is_active or not _is_still(locked, state, now):
        raise CardIsVoid
    locked.set_password(password)
    locked.save(update_fields=["password", "password_given"])
    card.code, card.used_at = "", now
    card.save(update_fields=["code", "used_at"])
    throttling.forgive(locked)
    outbox.tell_of_password(person=locked, now=now)
    note("account_activated", by=locked, person=locked, now=now)
    request.session.pop(KEY, None)
    return locked


def _is_still(person: User, state: str, now: datetime) -> bool:
    card = card_of(person)
    return card is not None and card.is_good(now) and constant_time_compare(_state(person), state)


def _state(person: User) -> str:
    """Another text once the card or the password is another one."""
    card = card_of(person)
    return salted_hmac(KEY, f"{card.code if card else ''}\n{person.password}", algorithm="sha256").hexdigest()
