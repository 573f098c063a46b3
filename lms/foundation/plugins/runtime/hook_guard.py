"""The guard before what plugins hook into Wagtail: a hook that breaks takes no page of the admin with it, where Wagtail
can go on without.
"""

from collections.abc import Callable
from functools import wraps
from inspect import isclass, isgenerator

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404
from wagtail import hooks

from . import faults, guard
from .activation import owner_of

ANSWERS = (Http404, PermissionDenied, SuspiciousOperation, BadRequest)
"""What a hook may raise: Django answers."""
MENUS = tuple(f"register_{menu}_menu_item" for menu in ("admin", "settings", "reports", "help"))


def protect(plugin: str) -> None:
    """Put the guard before the hooks of `plugin` that are functions; of classes Wagtail makes objects."""
    for name, known in hooks._hooks.items():
        hooks._hooks[name] = [
            (_guarded(name, hook, plugin) if owner_of(hook) == plugin and not isclass(hook) else hook, order)
            for hook, order in known
        ]


def _guarded(name: str, hook: Callable[..., object], plugin: str) -> Callable[..., object]:
    call = guard.Call(plugin, faults.HOOK, f"{name} {guard.name_of(hook)}")

    @wraps(hook)
    def guarded(*args: object, **kwargs: object) -> object:
        def ask() -> object:
            value = hook(*args, **kwargs)
            return list(value) if isgenerator(value) else value

        if _is_needed(name):
            return guard.answer(call, ask, may_raise=ANSWERS)
        return guard.answer_or(call, ask, instead=lambda: _without(name))

    return guarded


def _is_needed(name: str) -> bool:
    """Return whether the page cannot continue without the hook. A hook before an action may forbid it, and one that
    narrows rows may hide them: broken, it has not agreed.
    """
    return name.endswith(("_queryset", "_cascade_actions")) or not (
        name.startswith(("construct_", "insert_", "after_")) or name.endswith("_buttons") or name in MENUS
    )


def _without(name: str) -> object:
    """Return the result for Wagtail if the hook breaks: without its additions."""
    if name in MENUS:
        return _nothing()
    if name.startswith("insert_"):
        return ""
    return [] if name.endswith("_buttons") else None


def _nothing() -> object:
    """Return an item of a menu that is never shown."""
    from wagtail.admin.menu import MenuItem  # which wants the apps to be loaded

    class Nothing(MenuItem):
        def is_shown(self, request: object) -> bool:
            return False

    return Nothing("", "")
