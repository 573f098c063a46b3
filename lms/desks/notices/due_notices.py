"""Asking the kinds of notices what is to be told now."""

import logging
from datetime import datetime

from lms.foundation.plugins.notice import Occasion, kinds

from . import outbox
from .models import Scan

log = logging.getLogger(__name__)


def gather(*, now: datetime) -> int:
    """Write down what the kinds that are due have to tell. Returns how many notices are new.

    A kind of the house that breaks is logged, and the others go on.
    """
    told = 0
    for kind in kinds:
        if not Scan.objects.claim(kind.slug, every=kind.every, now=now):
            continue
        try:
            told += outbox.tell(kind.slug, list(kind.occasions(now=now)), now)
        except Exception:
            log.exception("notices of the kind “%s” were not gathered", kind.slug)
    return told


def not_yet_told(*, now: datetime) -> list[tuple[str, Occasion]]:
    """Return the new occasions that would be told at `now`, with their kinds; writes nothing."""
    return [
        (kind.slug, one) for kind in kinds for one in outbox.new_among(kind.slug, list(kind.occasions(now=now)), now)
    ]
