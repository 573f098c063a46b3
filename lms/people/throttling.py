"""How often signing in may fail: a few times for an account, more often for an address that a whole academy shares."""

from datetime import datetime, timedelta
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.conf import settings
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.db.models import Q, Sum
from django.http import HttpRequest

from .addresses import client_address

LONGEST = 255
UNKNOWN = "0.0.0.0"  # noqa: S104 (nothing is bound to it)
"""Kept where the address cannot be told, and never counted: of rows without one the database would not see that they are the same."""


def address(request: HttpRequest) -> str:
    """The address that failures are counted for, as axes keeps it."""
    return client_address(request) or UNKNOWN


def account(request: HttpRequest, credentials: Any = None) -> str:
    """The account that failures are counted for: however its letters are written, since signing in ignores their case."""
    given = (credentials or {}).get("username") or request.POST.get(settings.AXES_USERNAME_FORM_FIELD) or ""
    return str(given).strip().casefold()[:LONGEST].replace("\0", "")


class Throttle(AxesDatabaseHandler):
    """Counts failures by account and by address in one statement, and forgives only the account that got in.

    Forgiving the address too would let the holder of one account try all the others for ever.
    """

    def get_failures(self, request: HttpRequest, credentials: Any = None) -> int:
        """The failures that count against AXES_FAILURE_LIMIT; those of an address weigh less, by the ratio of the two limits."""
        mine, here = self._mine_and_here(request, credentials)
        recent = AccessAttempt.objects.filter(mine | here, attempt_time__gte=get_cool_off_threshold(request))
        found = recent.aggregate(account=Sum("failures_since_start", filter=mine), address=Sum("failures_since_start", filter=here))
        of_address = (found["address"] or 0) * settings.AXES_FAILURE_LIMIT // settings.SIGN_IN_FAILURES_OF_AN_ADDRESS
        return max(found["account"] or 0, of_address)

    def clean_expired_user_attempts(self, request: HttpRequest | None = None, credentials: Any = None) -> int:
        """Forget what is too old to count for this account or address; all others' is forgotten by `forget`, not while somebody waits."""
        if request is None:
            return 0
        mine, here = self._mine_and_here(request, credentials)
        return AccessAttempt.objects.filter(mine | here, attempt_time__lte=get_cool_off_threshold(request)).delete()[0]

    def _mine_and_here(self, request: HttpRequest, credentials: Any) -> tuple[Q, Q]:
        """The failures of this account, and those from this address where it is known."""
        known = request.axes_ip_address != UNKNOWN
        return Q(username=get_client_username(request, credentials)), Q(ip_address=request.axes_ip_address) if known else Q(pk=None)

    def reset_user_attempts(self, request: HttpRequest, credentials: Any = None) -> int:
        """Forget the failures of the account that has just signed in; returns how many rows went."""
        return AccessAttempt.objects.filter(username=get_client_username(request, credentials)).delete()[0]


def forget(now: datetime) -> int:
    """Delete the failures that no longer count; returns how many. They name accounts and addresses, which nobody needs to keep."""
    return AccessAttempt.objects.filter(attempt_time__lte=now - timedelta(hours=settings.AXES_COOLOFF_TIME)).delete()[0]
