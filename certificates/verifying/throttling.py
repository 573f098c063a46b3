"""Limit of verifications from one address: high enough for a class that shares it, too low for a machine that
guesses.
"""

from django.http import HttpRequest

from lms.people.identity.protection.throttling import asks_too_often

MOST = 60
SECONDS = 60


def too_many(request: HttpRequest) -> bool:
    """Count this request against its address; True where there were more than `MOST` in the last `SECONDS`.

    Where the address cannot be told nothing is counted. A number is drawn from 2**55.
    """
    return asks_too_often(request, "certificates:verify", most=MOST, seconds=SECONDS)
