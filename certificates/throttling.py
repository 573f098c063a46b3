"""How often one address may verify: often enough for a class that shares it, too seldom for a machine that guesses."""

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest

MOST = 60
SECONDS = 60


def too_many(request: HttpRequest) -> bool:
    """Count this request against its address; True where there were more than `MOST` in the last `SECONDS`."""
    key = f"certificates:verify:{get_client_ip_address(request)}"
    if cache.add(key, 1, SECONDS):
        return False
    try:
        return cache.incr(key) > MOST
    except ValueError:  # it ran out between the two calls
        return False
