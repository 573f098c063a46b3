"""The guard around every call into a plugin: whatever the plugin raises or gives, its caller gets a sound value or
`Faulty`. Pure.

A fault is logged with the plugin's name and told to the breaker, who may put a call aside that never works. What a call
may raise by its contract passes, and so does what is nobody's fault, such as a database that is away.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import dataclass
from threading import get_ident
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar

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
    registered, the thing without any guard, and the name of its function.
    """

    sound: Callable[[Any], Any] | None = None
    may_raise: tuple[type[Exception], ...] = ()
    instead: Callable[[Any], Any] | None = None
    around: Callable[[Any, Any, str], Callable[..., Any]] | None = None


class Breaker(Protocol):
    """The counter of faults, which says which calls are put aside. `failing` are calls with faults that are counted,
    `on_trial` those that were left out for a while and did not work since, `suspects` those that `is_aside` may be true
    of. Of all others it is asked again from `fresh_until` on, in seconds of `time.monotonic`.
    """

    failing: Collection[Call]
    on_trial: Collection[Call]
    suspects: Collection[Call]
    fresh_until: float

    def is_aside(self, call: Call) -> bool: ...

    def broke(self, call: Call) -> None: ...

    def overran(self, call: Call) -> None: ...

    def leave_out(self, call: Call) -> None: ...

    def worked(self, call: Call) -> None: ...


class _NoBreaker:
    failing: Collection[Call] = ()
    on_trial: Collection[Call] = ()
    suspects: Collection[Call] = ()
    fresh_until = float("inf")

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
    """Let `breaker` decide from now on. It is asked before a call that it suspects, and where it has to look again."""
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


@dataclass(slots=True, eq=False, weakref_slot=True)
class Guarded(Generic[T]):
    """One function of a plugin behind the guard. Called, it gives the sound value of `ask`, or of the function called
    `method` of `bare`; raises `Faulty` where that breaks or is suspended and nothing stands `instead`.

    The way of a call that works is in `__call__`, whole: every answer takes it. `thing` is what was registered, whose
    name people know; `name` is that name where nothing was.
    """

    call: Call
    ask: Callable[..., T] | None = None
    bare: Any = None
    method: str = ""
    may_raise: tuple[type[Exception], ...] = ()
    sound: Callable[[Any], T] | None = None
    instead: Callable[[Any], T] | None = None
    thing: Any = None
    name: Any = ""

    def __call__(self, *args: object, **kwargs: object) -> T:
        call, breaker, thread = self.call, _breakers[0], get_ident()
        # Leave it out where it is suspended, or where too many threads wait for it. As a rule nobody has to be asked.
        is_stale = monotonic() >= breaker.fresh_until
        may_hang = calls.under_way and call.plugin not in _of_the_house
        if (is_stale or may_hang or call in breaker.suspects) and is_left_out(call):
            return self._without(self._fault(is_aside=True))
        # Call the plugin, and note meanwhile where this thread is, as `calls.begin` and `calls.end` do.
        before, began = calls.under_way.get(thread), monotonic()
        calls.under_way[thread] = call, began
        try:
            value = (self.ask or getattr(self.bare, self.method))(*args, **kwargs)
            if self.sound is not None:
                value = self.sound(value)
        except BaseException as error:  # whatever somebody else's code raises, SystemExit too
            return self._refused(error)
        finally:
            if before is None:
                del calls.under_way[thread]
            else:
                calls.under_way[thread] = before
        # Count that it took too long, or tell the breaker that it works again.
        seconds = monotonic() - began
        if seconds > MOST_SECONDS or call in breaker.failing:
            ended(call, seconds=seconds)
        return value

    def _refused(self, error: BaseException) -> T:
        """Return what stands in the place of a call that raised `error`. Raises it where it is no fault, else
        `Faulty`.
        """
        if isinstance(error, NotInstalled):  # what it asks itself is not there or broke: no fault of this one
            return self._without(error)
        if isinstance(error, self.may_raise):
            worked(self.call)
            raise error
        if is_excused(error):
            raise error
        broke(self.call, error)
        fault = self._fault()
        fault.__cause__ = error
        return self._without(fault)

    def _fault(self, *, is_aside: bool = False) -> Faulty:
        call, thing = self.call, self.thing
        sentence = f"The plugin “{call.plugin}” has a fault ({call}), so that this cannot be done now."
        name = self.name or call.plugin if thing is None else getattr(thing, "name", thing.slug)
        return Faulty(f"{sentence} Nothing was saved.", name=name, plugin=call.plugin, is_aside=is_aside)

    def _without(self, error: NotInstalled) -> T:
        """Return what stands in the place of the answer. Raises `error` where nothing does."""
        if self.instead is None or not isinstance(error, Faulty):
            raise error
        return self.instead(self.thing)


def answer(call: Call, ask: Callable[[], T], *, may_raise: tuple[type[Exception], ...] = (), name: Any = "") -> T:
    """Return the result of `ask`. Raises `Faulty` if it breaks or is suspended; `name` is its name for people."""
    return Guarded(call, ask, may_raise=may_raise, name=name)()


def answer_or(call: Call, ask: Callable[[], T], *, instead: Callable[[], T]) -> T:
    """Return the result of `ask`, or that of `instead` if it breaks, for calls whose answer is not needed."""
    try:
        return answer(call, ask)
    except Faulty:
        return instead()
    except NotInstalled as error:  # it should have looked whether that is there
        broke(call, error)
        return instead()


def name_of(function: Callable[..., object]) -> str:
    """Return the function's module and name."""
    return f"{function.__module__}.{getattr(function, '__qualname__', type(function).__qualname__)}"


def protect(entry: Any, plugin: str, socket: str, rules: Mapping[str, Rule]) -> None:
    """Put the guard before the functions of `entry` that `rules` names, where a `plugin` brings it. Within itself the
    thing is called without any guard.
    """
    bare = copy(entry)
    of_the_house = type(entry).__module__.partition(".")[0] in HOUSE
    for name, rule in rules.items():
        around = rule.around(entry, bare, name) if rule.around else None
        if plugin:
            call, sound = Call(plugin, socket, f"{entry.slug}.{name}"), None if of_the_house else rule.sound
            setattr(entry, name, Guarded(call, around, bare, name, rule.may_raise, sound, rule.instead, entry))
        elif around:
            setattr(entry, name, around)
