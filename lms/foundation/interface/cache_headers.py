"""Headers of how long a response may be kept, and by whom."""

from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control


def privately_cached(response: HttpResponseBase, *, seconds: int, for_ever: bool = False) -> None:
    """Let the reader's browser keep `response` for so many seconds, and no cache on the way.

    With `for_ever` it is not even asked for again when the page is reloaded: what stands at the address never changes.
    """
    patch_cache_control(response, private=True, max_age=seconds, **({"immutable": True} if for_ever else {}))


def never_cached(response: HttpResponseBase) -> None:
    patch_cache_control(response, no_store=True)
