"""Versions of frozen values: each carries the number of the version that wrote it, and is brought up to the present
version when it is read. Pure.

Activity types freeze definitions, forms and states, as objects of JSON with the number under `NUMBER`; a value without
a number is of version 1. Question types freeze parts of questions and of attempts, and the quiz keeps their number.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from .answers import JSON, Compiled, Response, Step
from .runtime.errors import TooNew
from .runtime.guard import Rule

NUMBER = "$version"
"""Under this name the number stands in a definition, a form or a state. No plugin meets it there."""
DEFINITION, FORM, STATE = "definition", "form", "state"
SHOWN, KEY, REVEAL, ORDER, RESPONSE = "shown", "key", "reveal", "order", "response"
_PARAMETERS = {
    "definition": DEFINITION,
    "content": DEFINITION,
    "form": FORM,
    "state": STATE,
    "before": STATE,
    "after": STATE,
}
"""What stands in the parameters of an activity type's functions, by their names."""


class Versioned(Protocol):
    """A type that freezes values: see `lms.foundation.plugins.activity.ActivityType.upgrade`."""

    slug: str
    version: int

    def upgrade(self, what: str, value: Any, version: int) -> object: ...


def upgraded(kind: Versioned, what: str, value: object, version: int) -> Any:
    """Return `value`, which `version` of `kind` froze, as its present version has it.

    Raises `TooNew`, and `Faulty` where the plugin breaks.
    """
    if version > kind.version:
        raise TooNew(
            f"Version {version} of “{kind.slug}” wrote a {what} that is stored here, and version {kind.version} is "
            "installed. Install the newer one again.",
            name=getattr(kind, "name", kind.slug),
        )
    for step in range(version, kind.version):
        value = kind.upgrade(what, value, step)
    return value


def opened(kind: Versioned, what: str, stored: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a definition, form or state as it is `stored`, as the present version of `kind` has it and without its
    number.

    Raises `TooNew`, and `Faulty` where the plugin breaks.
    """
    if NUMBER not in stored:
        return upgraded(kind, what, stored, 1) if kind.version > 1 else stored
    value = {name: one for name, one in stored.items() if name != NUMBER}
    return upgraded(kind, what, value, stored[NUMBER])


def number_for(kind: Versioned, values: Mapping[str, object]) -> int:
    """Return the number with which `values` of the present version, by their kinds, have to be stored.

    It is 1, which is not written, where they would be read as they are without one: contents are named by what is in
    them, and no course has to be released again for a number.
    """
    try:
        return 1 if all(_first(kind, what, value) == value for what, value in values.items()) else kind.version
    except Exception:  # they are no values of version 1
        return kind.version


def _first(kind: Versioned, what: str, value: object) -> object:
    """Return `value` as if it were of version 1. Without the guard: it may break, which is no fault."""
    for step in range(1, kind.version):
        value = type(kind).upgrade(kind, what, value, step)
    return value


def with_versions(rules: Mapping[str, Rule], base: type) -> dict[str, Rule]:
    """Return the rules of a socket, with functions that open their arguments, as stored, and number their results."""
    return {name: replace(rule, around=_door(getattr(base, name))) for name, rule in rules.items()}


def _door(function: Callable[..., object]) -> Callable[[object, object, str], Callable[..., object]]:
    names = list(inspect.signature(function).parameters)[1:]

    def around(entry: Any, bare: object, called: str) -> Callable[..., object]:
        def opening(*args: object, **kwargs: object) -> object:
            given, is_first = list(args), entry.version == 1
            # Read what was stored. As a rule it is of the only version that there is, and is passed on as it is.
            for place, (name, value) in enumerate(zip(names, args, strict=False)):
                if name in _PARAMETERS and not (is_first and type(value) is dict and NUMBER not in value):
                    given[place] = _read(entry, name, value)
            for name in _PARAMETERS.keys() & kwargs:
                kwargs[name] = _read(entry, name, kwargs[name])
            value = getattr(bare, called)(*given, **kwargs)
            return value if is_first else _numbered(bare, called, value)

        return opening

    return around


def _read(entry: Any, name: str, value: Any) -> Any:
    what = _PARAMETERS[name]
    if isinstance(value, Mapping):
        return opened(entry, what, value)
    if isinstance(value, Compiled):
        return replace(value, definition=dict(opened(entry, what, value.definition)))
    return (lambda: opened(entry, what, value())) if callable(value) else value


def _numbered(bare: Any, called: str, value: Any) -> Any:
    if called == "begin":
        form, state = value
        return _with(form, bare.version), _with(state, bare.version)
    if isinstance(value, Step):
        return replace(value, state=_with(value.state, bare.version))
    if isinstance(value, Response):
        return replace(value, step=_numbered(bare, called, value.step))
    if isinstance(value, Compiled):
        return replace(value, definition=_with(value.definition, number_for(bare, {DEFINITION: value.definition})))
    return value


def _with(value: Mapping[str, object], version: int) -> JSON:
    return {**value, NUMBER: version} if version > 1 else dict(value)
