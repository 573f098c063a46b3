"""Between a card or a link and the password that is chosen with it: who has shown which, kept in the session.

Nobody is signed in by it. It is void after a quarter of an hour, with another password, with another card or address,
and for whoever may not sign in.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import check_password
from django.contrib.auth.hashers import make_password as hashed
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from ...audit.services import note
from ...directory.models import User
from ..mail import outbox
from ..mail.activation_links import may_activate, state_of
from ..protection import throttling
from .generated_passwords import as_drawn
from .models import ActivationCard
from .reach import helped_by

KEY = "activation"
CARD, LINK = "card", "link"
WITHIN = timedelta(minutes=15)


class CardIsVoid(ValueError):
    """The card or link was used, withdrawn or is over, or another came in its place. Nothing was written."""


def person_with(*, number: str, code: str, now: datetime) -> User | None:
    """Return the person whose card has this service number and code, if it counts and the account is open. One
    statement and one hash, whichever part is wrong.
    """
    person = User.objects.select_related("activation_card").numbered(number).first()
    card = card_of(person)
    if person is None or card is None or not card.is_good(now):
        hashed(as_drawn(code))
        return None
    if not check_password(as_drawn(code), card.code):
        return None
    return person if person.is_active and may_open(card, person) else None


def may_open(card: ActivationCard, person: User) -> bool:
    """Return whether the maker of the card, who may know its code, may still help `person`. False if the person serves
    elsewhere or has more rights since, or the maker has fewer.
    """
    return card.by is not None and helped_by(card.by).filter(pk=person.pk).exists()


def card_of(person: User | None) -> ActivationCard | None:
    """Return the card of `person`, which was loaded with them."""
    return getattr(person, "activation_card", None)


def begin(request: HttpRequest, person: User, *, way: str, now: datetime) -> None:
    """Keep that `person` has shown the code of their card, or their link, under a new session key."""
    request.session.cycle_key()
    state = {"person": person.pk, "way": way, "state": _state(person, way), "at": now.timestamp()}
    request.session[KEY] = state


def waiting(request: HttpRequest, *, now: datetime) -> User | None:
    """Return the person who is choosing a password in this session; None if there is none, or no longer."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    if kept is None or not 0 <= now.timestamp() - kept["at"] <= WITHIN.total_seconds():
        return None
    people = User.objects.select_related("activation_card", "institution")
    person = people.filter(pk=kept["person"], is_active=True).first()
    return person if person is not None and _is_still(person, kept, now) else None


@transaction.atomic
def choose(request: HttpRequest, *, person: User, password: str, now: datetime) -> User:
    """Give `person` the `password` they chose, and use card and link up; two at once use them once. All their sessions
    end, and failures are forgiven. The password has to be checked before. Raises `CardIsVoid`.
    """
    kept = request.session.get(KEY)
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if kept is None or not locked.is_active or not _is_still(locked, kept, now):
        raise CardIsVoid
    locked.set_password(password)
    locked.save(update_fields=["password", "password_given"])
    ActivationCard.objects.unused().filter(person=locked).update(code="", used_at=now)
    throttling.forgive(locked)
    outbox.tell_of_password(person=locked, now=now)
    note("account_activated", by=locked, person=locked, now=now, way=kept["way"])
    request.session.pop(KEY, None)
    return locked


def _is_still(person: User, kept: dict[str, Any], now: datetime) -> bool:
    card = card_of(person)
    if kept["way"] == LINK:
        counts = may_activate(person)
    else:
        counts = card is not None and card.is_good(now) and may_open(card, person)
    return counts and constant_time_compare(_state(person, kept["way"]), kept["state"])


def _state(person: User, way: str) -> str:
    """Return a text that changes with the card, the address or the password."""
    if way == LINK:
        return state_of(person)
    card = card_of(person)
    return salted_hmac(KEY, f"{card.code if card else ''}\n{person.password}", algorithm="sha256").hexdigest()
