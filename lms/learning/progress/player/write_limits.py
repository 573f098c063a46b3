"""Limit of how fast one person may write into the journal: fast enough for every honest way of working, too slow to
fill a disk.
"""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from ..journal.answer_parsing import LONGEST

MINUTE = 60
SHARE = 1024
"""Bytes of a body that count as much as one answer."""
ATTEMPT = 30
"""So many answers an attempt counts for that is begun: it keeps its whole form, with every key, for ever."""


class TooFast(ValueError):
    """Refusal of a person who sent more in a minute than is taken. `seconds` is how long to wait before it is sent
    again.
    """

    def __init__(self, seconds: int) -> None:
        super().__init__(
            _(
                "You are sending faster than can be saved. Your saved answers are kept. Wait %(seconds)s "
                "seconds, then send this again."
            )
            % {"seconds": seconds}
        )
        self.seconds = seconds


def count_request(request: HttpRequest, *, weight: int = 1) -> None:
    """Count this request against its person, as `weight` answers and by its length.

    The minute is that of the clock. Raises `TooFast`.
    """
    moment = int(time.time())
    key = f"progress.pace:{request.user.pk}:{moment // MINUTE}"
    share = weight + _length(request) // SHARE
    if _counted(key, share) > settings.ANSWERS_PER_MINUTE:
        raise TooFast(MINUTE - moment % MINUTE)


def _counted(key: str, share: int) -> int:
    """Add `share` to the count under `key` and return it. If the cache forgets the count in between, it starts
    again.
    """
    cache.add(key, 0, 2 * MINUTE)
    try:
        return cache.incr(key, share)
    except ValueError:
        return share


def _length(request: HttpRequest) -> int:
    """Return the bytes of the body; a body refused for its length counts no more than the longest that is taken."""
    given = request.META.get("CONTENT_LENGTH") or "0"
    return min(int(given), LONGEST) if given.isdecimal() else 0
