"""The guard before the system checks of plugins, which Django runs before most commands."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.core.checks.registry import registry

from . import activation, faults, guard
from .activation import owner_of


def protect(plugin: str) -> None:
    """Put the guard before the checks of `plugin`."""
    for known, check in _of(plugin):
        known.remove(check)
        known.add(_guarded(check, plugin))


def withdraw(plugin: str) -> None:
    """Take out the checks of `plugin`."""
    for known, check in _of(plugin):
        known.remove(check)


def _of(plugin: str) -> Iterator[tuple[set[Any], Callable[..., object]]]:
    for known in (registry.registered_checks, registry.deployment_checks):
        yield from ((known, check) for check in list(known) if owner_of(check) == plugin)


def _guarded(check: Callable[..., Any], plugin: str) -> Callable[..., object]:
    call = guard.Call(plugin, faults.CHECK, guard.name_of(check))
    sentence = f"The system check {guard.name_of(check)} of the plugin “{plugin}” breaks. Its author has to mend it."

    @wraps(check)
    def guarded(*args: object, **kwargs: object) -> list[CheckMessage]:
        instead = [Warning(sentence, id="plugins.W003")]
        return guard.answer_or(call, lambda: list(check(*args, **kwargs)), instead=lambda: instead)

    return guarded


activation.withdrawals.append(withdraw)
