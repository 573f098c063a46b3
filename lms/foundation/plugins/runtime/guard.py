"""The guard around every call into a plugin: whatever the plugin raises or gives, its caller gets a sound value or
`Faulty`. Pure.

A fault is logged with the plugin's name and told to the breaker, who may put a call aside that never works. What a call
may raise by its contract passes, and so does what is nobody's fault, such as a database that is away.
"""

import inspect
import logging
from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from . import calls, exits, faults
from .calls import Call
from .errors import Faulty, NotInstalled

__all__ = ["Call"]

T = TypeVar("T")
HOUSE = ("lms", "courses", "assessments", "certificates", "home")
"""The packages of Mafunzo itself: what their plugins give is checked by types and tests, and not on every call."""

MOST_SECONDS = 10.0
"""How long a call may take for which somebody waits. Nothing can stop it: it is measured, and put aside in the end."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule:
    """Rule of a function: the errors that are an answer too, and `sound`, which gives its value as the core uses it, or
    raises `TypeError` or `ValueError`.

    Where an answer is not needed, `instead` makes what stands in its place from the thing that was registered.
    `around` makes the function that is called instead, of the house's things too: it gets the thing as it is
    registered, the thing without any guard, and its function.
    """

    sound: Callable[[Any], Any] | None = None
    may_raise: tuple[type[Exception], ...] = ()
    instead: Callable[[Any], Any] | None = None
    around: Callable[[Any, Any, Callable[..., Any]], Callable[..., Any]] | None = None


class Breaker(Protocol):
    """The counter of faults, which says which calls are put aside. `failing` are calls with faults that are counted,
    `on_trial` those that were left out for a while and did not work since.
    """

    failing: Collection[Call]
    on_trial: Collection[Call]

    def is_aside(self, call: Call) -> bool: ...

    def broke(self, call: Call) -> None: ...

    def overran(self, call: Call) -> None: ...

    def leave_out(self, call: Call) -> None: ...

    def worked(self, call: Call) -> None: ...


class _NoBreaker:
    failing: Collection[Call] = ()
    on_trial: Collection[Call] = ()

    def is_aside(self, call: Call) -> bool:
        return False

    def broke(self, call: Call) -> None: ...

    def overran(self, call: Call) -> None: ...

    def leave_out(self, call: Call) -> None: ...

    def worked(self, call: Call) -> None: ...


_breakers: list[Breaker] = [_NoBreaker()]
"""One: who decides now."""
_excuses: list[Callable[[BaseException], bool]] = []
_of_the_house: set[str] = set()


def use_breaker(breaker: Breaker) -> None:
    """Let `breaker` decide from now on. It must be quick where nothing is wrong: it is asked before every call."""
    _breakers[:] = [breaker]


def excuse(is_excuse: Callable[[BaseException], bool]) -> None:
    """Treat errors of which this is true as no fault of the plugin in whose code they were raised."""
    if is_excuse not in _excuses:
        _excuses.append(is_excuse)


def trust(plugin: str) -> None:
    """Treat `plugin` as of the house: a thread that waits for it waits for the database, and it is never left out for
    that.
    """
    _of_the_house.add(plugin)


def is_trusted(plugin: str) -> bool:
    """Return whether `plugin` is of the house."""
    return plugin in _of_the_house


def is_excused(error: BaseException) -> bool:
    """Return whether `error` is not a fault of the plugin. An order to end is none; an exit that the plugin's code asks
    for by itself is.
    """
    return exits.is_exit_order(error) or any(is_excuse(error) for is_excuse in _excuses)


def is_aside(call: Call) -> bool:
    """Return whether this call is suspended."""
    return _breakers[0].is_aside(call)


def is_left_out(call: Call) -> bool:
    """Return whether `call` is not to be made now: suspended, or under way in so many threads that no other may wait
    for it.

    Where it is under way in too many, it is left out for a while in all processes; then one thread at a time tries it.
    """
    if is_aside(call):
        return True
    if not calls.under_way or call.plugin in _of_the_house:
        return False
    breaker = _breakers[0]
    if calls.is_crowded(call):
        log.error("the plugin “%s” is left out for a while, too many wait for: %s", call.plugin, call)
        breaker.leave_out(call)
        return True
    return call in breaker.on_trial and calls.is_elsewhere(call)


def broke(call: Call, error: BaseException) -> None:
    """Log and count that `call` raised `error`, or gave a value as `error` says. Calls of the house are not counted."""
    log.error("the plugin “%s” broke: %s", call.plugin or "Mafunzo itself", call, exc_info=error)
    if call.plugin:
        faults.note(call.plugin, call.socket)
        _breakers[0].broke(call)


def overran(call: Call, error: BaseException | None = None, *, seconds: float = 0) -> None:
    """Log and count that `call` took longer than a person can wait, so many `seconds`, or was stopped by `error`.

    It is logged, and counts for more than a fault: each time somebody waits, or a worker does nothing else.
    """
    log.error(
        "the plugin “%s” took too long: %s (%.0f s)", call.plugin or "Mafunzo itself", call, seconds, exc_info=error
    )
    if call.plugin:
        faults.note(call.plugin, call.socket)
        _breakers[0].overran(call)


def ended(call: Call, *, seconds: float) -> None:
    """Note that `call` gave a sound value after so many `seconds`, which may be more than a person can wait."""
    if seconds > MOST_SECONDS and not call.is_at_leisure:
        overran(call, seconds=seconds)
    else:
        worked(call)


def worked(call: Call) -> None:
    """Note that `call` gave a sound value."""
    breaker = _breakers[0]
    if breaker.failing and call in breaker.failing:
        breaker.worked(call)


def answer(call: Call, ask: Callable[[], T], *, may_raise: tuple[type[Exception], ...] = (), name: Any = "") -> T:
    """Return the result of `ask`. Raises `Faulty` if it breaks or is suspended; `name` is its name for people."""
    if is_left_out(call):
        raise Faulty(_sentence(call), name=name or call.plugin, plugin=call.plugin, is_aside=True)
    before = calls.begin(call)
    try:
        value = ask()
    except NotInstalled:  # what it asks itself is not there or broke: no fault of this one
        raise
    except may_raise:
        worked(call)
        raise
    except BaseException as error:  # whatever somebody else's code raises, SystemExit too
        if is_excused(error):
            raise
        broke(call, error)
        raise Faulty(_sentence(call), name=name or call.plugin, plugin=call.plugin) from error
    finally:
        seconds = calls.end(before)
    ended(call, seconds=seconds)
    return value


def _sentence(call: Call) -> str:
    return f"The plugin “{call.plugin}” has a fault ({call}), so that this cannot be done now. Nothing was saved."


def answer_or(call: Call, ask: Callable[[], T], *, instead: Callable[[], T]) -> T:
    """Return the result of `ask`, or that of `instead` if it breaks, for calls whose answer is not needed."""
    try:
        return answer(call, ask)
    except Faulty:
        return instead()
    except NotInstalled as error:  # it should have looked whether that is there
        broke(call, error)
        return instead()


def name_of(function: Callable[..., Any]) -> str:
    """Return the function's module and name."""
    return f"{function.__module__}.{getattr(function, '__qualname__', type(function).__qualname__)}"


def protect(entry: Any, plugin: str, socket: str, rules: Mapping[str, Rule]) -> None:
    """Put the guard before the functions of `entry` that `rules` names, where a `plugin` brings it. Within itself the
    thing is called without any guard.
    """
    bare = copy(entry)
    for name, rule in rules.items():
        function = _function(bare, name)
        if rule.around:
            function = rule.around(entry, bare, function)
        if plugin:
            function = _guarded(entry, Call(plugin, socket, f"{entry.slug}.{name}"), function, rule)
        if plugin or rule.around:
            setattr(entry, name, function)


def _function(bare: Any, name: str) -> Callable[..., Any]:
    """Return the function of the thing's class as it is when it is called."""
    cls = type(bare)
    own = isinstance(inspect.getattr_static(cls, name, None), staticmethod | classmethod)

    def function(*args: Any, **kwargs: Any) -> Any:
        method = getattr(cls, name)
        return method(*args, **kwargs) if own else method(bare, *args, **kwargs)

    return function


def _guarded(entry: Any, call: Call, function: Callable[..., Any], rule: Rule) -> Callable[..., Any]:
    sound = None if type(entry).__module__.partition(".")[0] in HOUSE else rule.sound

    def guarded(*args: Any, **kwargs: Any) -> Any:
        def ask() -> Any:
            value = function(*args, **kwargs)
            return sound(value) if sound else value

        try:
            return answer(call, ask, may_raise=rule.may_raise, name=getattr(entry, "name", entry.slug))
        except Faulty:
            if rule.instead is None:
                raise
            return rule.instead(entry)

    return guarded
