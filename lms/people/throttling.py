"""How often signing in may fail: a few times for an account, more often for an address that a whole academy shares."""

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
        mine = Q(username=get_client_username(request, credentials))
        known = request.axes_ip_address != UNKNOWN
        here = Q(ip_address=request.axes_ip_address) if known else Q(pk=None)
        recent = AccessAttempt.objects.filter(mine | here, attempt_time__gte=get_cool_off_threshold(request))
        found = recent.aggregate(account=Sum("failures_since_start", filter=mine), address=Sum("failures_since_start", filter=here))
        of_address = (found["address"] or 0) * settings.AXES_FAILURE_LIMIT // settings.SIGN_IN_FAILURES_OF_AN_ADDRESS
        return max(found["account"] or 0, of_address)

    def reset_user_attempts(self, request: HttpRequest, credentials: Any = None) -> int:
        """Forget the failures of the account that has just signed in; returns how many rows went."""
        return AccessAttempt.objects.filter(username=get_client_username(request, credentials)).delete()[0]
