"""The only writers of second factors: an app on a phone, recovery codes, and taking all away for a lost phone."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from lms.foundation.text.folding import ascii_digits

from ...audit.security_log import tell_when_committed
from ...directory.models import User
from ...directory.rules import refuse_own_case
from ..mail import outbox
from ..protection.encryption import CannotBeRead, decrypt
from ..sessions.factor_holders import RECOVERY_CODES
from ..sessions.models import Session
from .adapter import PLACE
from .totp import step_of

LAST_STEP = "last_step"
"""In the row of an app: the number of the half minute whose code was taken last."""


class WrongCode(ValueError):
    """The code is not the one that the app shows now, or was taken before. Nothing was written."""


class AlreadySetUp(ValueError):
    """Refusal: there is an app already. Nothing was written."""


@transaction.atomic
def add_app(*, person: User, secret: str, code: str, now: datetime) -> list[str]:
    """Make the app that has `secret`, and shows `code`, a second factor of `person`, and tell them by mail.

    Returns new recovery codes; none where they have some. Raises `WrongCode` and `AlreadySetUp`.
    """
    locked = locked_person(person)
    step = step_of(code, secret=secret, now=now)
    if step is None:
        raise WrongCode
    if Authenticator.objects.filter(user=locked, type=Authenticator.Type.TOTP).exists():
        raise AlreadySetUp
    row = TOTP.activate(locked, secret).instance
    row.data[LAST_STEP], row.last_used_at = step, now
    row.save(update_fields=["data", "last_used_at"])
    return record_added_factor(locked, "app", now=now)


def record_added_factor(person: User, kind: str, *, now: datetime) -> list[str]:
    """Note that `person` has one more factor, of that `kind`, and tell them. Returns codes where they had none."""
    tell_when_committed("factor_added", by=person, person=person, factor=kind)
    outbox.tell_of_factors(person=person, now=now)
    had_codes = Authenticator.objects.filter(user=person, type=RECOVERY_CODES).exists()
    return [] if had_codes else RecoveryCodes.activate(person).generate_codes()


@transaction.atomic
def new_recovery_codes(*, person: User, now: datetime) -> list[str]:
    """Make ten codes for `person`, each of which works once in place of the factor; the earlier ones no longer do."""
    locked = locked_person(person)
    Authenticator.objects.filter(user=locked, type=RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(locked).generate_codes()
    tell_when_committed("recovery_codes_made", by=locked, person=locked)
    outbox.tell_of_factors(person=locked, now=now)
    return codes


@transaction.atomic
def remove(*, person: User, pk: int, now: datetime) -> bool:
    """Take the factor `pk` of `person` away, and with the last one the recovery codes. False where it is none."""
    locked = locked_person(person)
    mine = Authenticator.objects.filter(user=locked)
    row = mine.exclude(type=RECOVERY_CODES).filter(pk=pk).first()
    if row is None:
        return False
    row.delete()
    if not mine.exclude(type=RECOVERY_CODES).exists():
        mine.delete()
    tell_when_committed("factor_removed", by=locked, person=locked, factor=str(row.type))
    outbox.tell_of_factors(person=locked, now=now)
    return True


@transaction.atomic
def take_code(*, person: User, code: str, now: datetime) -> bool:
    """Use up `code` and return whether it was right: the code in the app of `person`, or one of their recovery codes.
    Each is accepted once.
    """
    if not person.is_active:
        return False
    rows = Authenticator.objects.select_for_update(no_key=True).filter(user=person)
    taken = {Authenticator.Type.TOTP: _takes_of_app, Authenticator.Type.RECOVERY_CODES: _takes_of_recovery}
    for row in rows.filter(type__in=list(taken)).order_by("-type"):
        if taken[Authenticator.Type(row.type)](row, code, now):
            row.last_used_at = now
            row.save(update_fields=["data", "last_used_at"])
            return True
    return False


def _takes_of_app(row: Authenticator, code: str, now: datetime) -> bool:
    """Return whether the app's code is right: a code that was taken, or an earlier one, is worth nothing (RFC 6238,
    5.2).
    """
    try:
        step = step_of(code, secret=decrypt(row.data["secret"], place=PLACE), now=now)
    except CannotBeRead:
        return False
    if step is None or step <= row.data.get(LAST_STEP, 0):
        return False
    row.data[LAST_STEP] = step
    return True


def _takes_of_recovery(row: Authenticator, code: str, now: datetime) -> bool:
    codes = RecoveryCodes(row)
    try:
        taken: bool = codes.validate_code(ascii_digits(code))
    except CannotBeRead:
        return False
    row.data = codes.instance.data
    if taken:
        tell_when_committed("recovery_code_used", by=row.user, person=row.user)
    return taken


def locked_person(person: User) -> User:
    """Return the person, locked: one transaction at a time changes the factors of a person."""
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


@transaction.atomic
def reset(*, person: User, by: User, now: datetime) -> bool:
    """Take all second factors and recovery codes of `person` away, end their sessions, and tell them by mail.

    False where they have none: then nothing is changed. That `by` may do so is for the caller to ask
    (`User.objects.managed_by`). Raises `OwnCase` where `by` is `person`.
    """
    refuse_own_case(by, [person.pk])
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not Authenticator.objects.filter(user=locked).delete()[0]:
        return False
    Session.objects.filter(user=locked).delete()
    tell_when_committed("factor_reset", by=by, person=locked)
    outbox.tell_of_factors(person=locked, now=now)
    return True
