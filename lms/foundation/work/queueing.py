"""Queueing background work: rows are the truth, so a broker that is away loses nothing."""

import logging
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


def queue(name: str, *args: Any, soon: bool = False) -> None:
    """Send the task called `name`, such as “courses.sweep”, when the transaction has committed.

    The name is the label of an app and a function in its module `tasks`. A name and no function: the module of tasks
    imports the services that queue them. Where the broker is away this is
    logged, and the task's sweep does it later.

    What has to be done `soon`, and ends within seconds, does not wait behind long work.
    """

    def send() -> None:
        try:
            task_called(name).apply_async(args, **({"queue": settings.SWEEPS} if soon else {}))
        except Exception as error:  # whatever a broker's client raises
            log.warning("not queued, the sweep will do it: %s%r (%s)", name, args, error)

    transaction.on_commit(send)


def task_called(name: str) -> Any:
    """Give the task with this name, that `lms.foundation.work.task` gave it."""
    label, _, function = name.rpartition(".")
    return import_string(f"{apps.get_app_config(label).name}.tasks.{function}")
