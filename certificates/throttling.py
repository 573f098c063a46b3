"""How often one address may verify: often enough for a class that shares it, too seldom for a machine that guesses."""

from django.core.cache import cache
from django.http import HttpRequest

from lms.people.addresses import client_address

MOST = 60
SECONDS = 60


def too_many(request: HttpRequest) -> bool:
    """Count this request against its address; True where there were more than `MOST` in the last `SECONDS`.

    Where the address cannot be told nothing is counted: everybody would be counted as one. A number is drawn from 2**55.
    """
    address = client_address(request)
    if address is None:
        return False
    key = f"certificates:verify:{address}"
    if cache.add(key, 1, SECONDS):
        return False
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out between the two calls
        return False
    if count == 1:  # Redis began anew, for ever, because it ran out within the call
        cache.touch(key, SECONDS)
    return count > MOST
