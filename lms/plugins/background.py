"""Queueing background work: rows are the truth, so a broker that is away loses nothing."""

import logging
from typing import Any

from django.db import transaction

log = logging.getLogger(__name__)


def queue(task: Any, *args: Any) -> None:
    """Send `task` when the transaction has committed. Where the broker is away this is logged, and the task's sweep does it later."""

    def send() -> None:
        try:
            task.delay(*args)
        except Exception as error:  # whatever a broker's client raises
            log.warning("not queued, the sweep will do it: %s%r (%s)", task.name, args, error)

    transaction.on_commit(send)
