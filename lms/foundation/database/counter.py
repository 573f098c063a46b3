"""A counter in the shared cache."""

from django.core.cache import cache


def counted(key: str, seconds: int) -> int:
    """Count one more under `key`; how many that were since the first, which is forgotten after so many `seconds`."""
    if cache.add(key, 1, seconds):
        return 1
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out between the two calls
        return 1
    if count == 1:  # Redis began anew, for ever, because it ran out within the call
        cache.touch(key, seconds)
    return count
