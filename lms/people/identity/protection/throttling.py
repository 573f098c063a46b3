"""Limits of failed sign-ins and of requests for a forgotten password: a few for an account, more for an address.

A whole academy may share an address of the network.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.conf import settings
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.contrib.auth import authenticate
from django.db.models import BooleanField, CharField, ExpressionWrapper, GenericIPAddressField, Q
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest

from lms.foundation.database.counter import counted
from lms.foundation.database.statements import Parameter, Statement

from ...audit.client_address import client_address
from ...directory.models import User
from ...directory.requests import SignedInRequest
from ..sessions.backends import numbered
from ..sessions.factor_holders import has_factor

LONGEST = 255
MOST_FORGOTTEN = 5
"""How often a link may be asked for one mailbox while failed sign-ins count."""
UNKNOWN = "0.0.0.0"  # noqa: S104 (nothing is bound to it)
"""Kept where the address cannot be told, and never counted:
of rows without one the database would not see that they are the same.
"""


def address(request: HttpRequest) -> str:
    """Return the address that failures are counted for, as axes keeps it."""
    return client_address(request) or UNKNOWN


def submitted_number(request: HttpRequest | None, credentials: Any = None) -> str:
    """Return the service number that was given."""
    given = (
        (credentials or {}).get("username")
        or (request.POST.get(settings.AXES_USERNAME_FORM_FIELD) if request else "")
        or ""
    )
    return str(given).replace("\0", "").strip()


def account(request: HttpRequest | None, credentials: object = None) -> str:
    """Return the account that failures are counted for: the one that is found, since databases and Python differ in
    which letters are the same; else the typed text, which no account has.
    """
    given = submitted_number(request, credentials)
    person = numbered(request, given)
    return f"typed {given.casefold()}"[:LONGEST] if person is None else account_of(person)


def account_of(person: User) -> str:
    """Give the key under which failures of `person` are counted."""
    return f"account {person.pk}"


_ACCOUNT = Q(username=Parameter("account", CharField()))
_ADDRESS = Q(ip_address=Parameter("address", GenericIPAddressField()))
_KEPT: Statement[Any] = Statement(
    lambda: (
        AccessAttempt.objects.filter(_ACCOUNT | _ADDRESS)
        .annotate(
            of_account=ExpressionWrapper(_ACCOUNT, BooleanField()),
            of_address=ExpressionWrapper(_ADDRESS, BooleanField()),
        )
        .only("failures_since_start", "attempt_time")
        .order_by()
    ),
    prepared=True,
)
"""The failures that are kept of an account and of an address, also those that are too old to count. Few: nothing more
is kept once they are too many, and what is old goes every few minutes.
"""


class Throttle(AxesDatabaseHandler):
    """Throttle that counts failures by account and by address in one statement."""

    def get_failures(self, request: HttpRequest, credentials: object = None) -> int:
        """Return the failures that count against AXES_FAILURE_LIMIT; those of an address weigh less, by the ratio of
        the two limits.
        """
        account = get_client_username(request, credentials)
        kept = _KEPT.rows(account=account, address=self._here(request))
        request.has_failed = {account: any(one.of_account for one in kept)}  # type: ignore[attr-defined]
        recent = [one for one in kept if one.attempt_time >= get_cool_off_threshold(request)]
        of_account = sum(one.failures_since_start for one in recent if one.of_account)
        of_address = sum(one.failures_since_start for one in recent if one.of_address)
        return max(of_account, of_address * settings.AXES_FAILURE_LIMIT // settings.SIGN_IN_FAILURES_OF_AN_ADDRESS)

    def user_logged_in(self, sender: object, request: HttpRequest, user: object, **kwargs: object) -> None:
        """Forgive nobody yet: `receivers.signed_in` does, once it has seen that all factors were shown."""

    def user_logged_out(self, sender: object, request: HttpRequest, user: object, **kwargs: object) -> None:
        """Count and forget nothing."""

    def clean_expired_user_attempts(self, request: HttpRequest | None = None, credentials: object = None) -> int:
        """Delete failures of this account or address that are too old to count.

        `delete_old_failures` deletes those of all others, not while somebody waits.
        """
        if request is None:
            return 0
        mine, here = Q(username=get_client_username(request, credentials)), Q(ip_address=self._here(request))
        return AccessAttempt.objects.filter(mine | here, attempt_time__lte=get_cool_off_threshold(request)).delete()[0]

    def _here(self, request: HttpRequest) -> str | None:
        """Return the address that failures are counted for; None, which no row has, if it is not known."""
        here: str = request.axes_ip_address  # type: ignore[attr-defined]  # axes puts it there
        return None if here == UNKNOWN else here


@receiver(pre_save, sender=AccessAttempt)
def keep_nothing_that_was_typed(instance: AccessAttempt, **_kwargs: object) -> None:
    """Delete the sent data: axes would keep it with a failure, and knows of one field only that it is a password."""
    instance.get_data = instance.post_data = ""


def is_present_password(request: SignedInRequest, password: str) -> bool:
    """Return whether this is the password of the signed-in person.

    A failure counts as one of signing in, and too many are answered as there.
    """
    person = request.user
    right = authenticate(request, username=person.service_number, password=password) == person
    if right:
        forgive(person, factor_shown=True)  # at signing in
    return right


def forgive_at_sign_in(request: HttpRequest, person: User) -> None:
    """Forgive the account of `person`, who has shown all factors, unless it was seen to have no failures when it was
    let in, as nearly every account is: to delete nothing costs as much as to delete. A failure that came since stays,
    and counts.
    """
    if getattr(request, "has_failed", {}).get(account_of(person), True):
        forgive(person, factor_shown=True)


def forgive(person: User, *, factor_shown: bool = False) -> None:
    """Forget the failures of the account of somebody who has shown all that it asks: a second factor too, where it has
    one. Else whoever reads the mailbox or knows the password could guess codes for ever.

    The address is not forgiven: the holder of one account could try all the others.
    """
    if factor_shown or not has_factor(person):
        AccessAttempt.objects.filter(username=account_of(person)).delete()


def forgot_too_often(request: HttpRequest, mailbox: str) -> bool:
    """Count that a link for `mailbox` is asked for; True where that was too often, for the mailbox or from the client's
    address. What comes from an address that asked too often counts for no mailbox: one sender could close them all.

    Whether anybody has the mailbox makes no difference. Where the address cannot be told, the mailbox alone is counted.
    """
    seconds = round(settings.AXES_COOLOFF_TIME * 3600)
    client = client_address(request)
    here = 0 if client is None else counted(f"people:forgotten:from:{client}", seconds)
    if here > settings.SIGN_IN_FAILURES_OF_AN_ADDRESS:
        return True
    mark = sha256(mailbox.casefold().encode()).hexdigest()
    return counted(f"people:forgotten:to:{mark}", seconds) > MOST_FORGOTTEN


def asks_too_often(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count that the client asks for `what`; True where its address did so more than `most` times in so many `seconds`.

    Where the address cannot be told nothing is counted: everybody would be counted as one.
    """
    address = client_address(request)
    return address is not None and counted(f"{what}:{address}", seconds) > most


def delete_old_failures(now: datetime) -> int:
    """Delete the failures that no longer count; returns how many.

    They name accounts and addresses, which nobody needs to keep.
    """
    return AccessAttempt.objects.filter(attempt_time__lte=now - timedelta(hours=settings.AXES_COOLOFF_TIME)).delete()[0]
