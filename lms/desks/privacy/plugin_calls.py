"""Guarded calls into the personal data of outside plugins: a part that breaks stops no other."""

from collections.abc import Callable
from typing import TypeVar

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from lms.foundation.plugins.personal_data import DeclaredPersonalData
from lms.foundation.plugins.runtime import faults, guard
from lms.foundation.work.limits import time_limit

T = TypeVar("T")
LONGEST = 60
"""Seconds that the part of one plugin may take where it is asked in the background."""


def call_plugin(one: DeclaredPersonalData, what: str, ask: Callable[[], T], *, instead: Callable[[], T]) -> T:
    """Call `ask` for the record `one`; where its plugin breaks, write nothing and give the result of `instead`.
    A room of the house is asked as it is.
    """
    return call_plugin_records(one.plugin, f"{one.record.model}.{what}", ask, instead=instead) if one.plugin else ask()


def call_plugin_records(plugin: str, what: str, ask: Callable[[], T], *, instead: Callable[[], T]) -> T:
    """Return the same of all that `plugin` keeps."""
    call = guard.Call(plugin, faults.PERSONAL, what)

    def within() -> T:
        with time_limit(LONGEST), transaction.atomic():
            return ask()

    try:
        return guard.answer_or(call, within, instead=instead)
    except SoftTimeLimitExceeded as error:
        guard.overran(call, error, seconds=LONGEST)
        return instead()
