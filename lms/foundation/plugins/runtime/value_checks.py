"""Checks of the values that plugins give: each gives the value back, or raises `TypeError` or `ValueError`. Pure."""

import json
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any


def instance_of(*kinds: type) -> Callable[[Any], Any]:
    """Return a check that raises `TypeError` unless a value is one of `kinds`."""

    def sound(value: object) -> Any:
        if not isinstance(value, kinds):
            raise TypeError(f"{value!r:.200} is not {' or '.join(kind.__name__ for kind in kinds)}")
        return value

    return sound


def all_of(kind: type) -> Callable[[object], object]:
    """Return a check that a value is a number of things of `kind`; they are given as a tuple."""

    def sound(value: Any) -> Any:
        if isinstance(value, str | bytes | Mapping):
            raise TypeError(f"{value!r:.200} is not a list")
        return tuple(instance_of(kind)(one) for one in value)

    return sound


def texts(value: Any) -> list[str]:
    """Return a list of texts, which may be translated when they are read."""
    if isinstance(value, str | bytes | Mapping):
        raise TypeError(f"{value!r:.200} is not a list")
    return [str(one) for one in value]


def as_json(value: object) -> Any:
    """Return `value` if JSON can hold it and both databases can keep it: no NaN, no infinity, no NUL; else raise
    `ValueError`.
    """
    if "\\u0000" in json.dumps(value, allow_nan=False):
        raise ValueError("JSON with the character NUL cannot be kept")
    return value


def json_object(value: object) -> dict[str, object]:
    """Return an object of JSON."""
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r:.200} is not an object of JSON")
    return dict(as_json(dict(value)))


def share(value: object) -> float | None:
    """Return a number from 0 to 1, or None."""
    if value is None:
        return None
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"{value!r:.200} is not a number from 0 to 1")
    return value


def truth(value: object) -> bool | None:
    """Return `value`, which is True, False or None, else raise `TypeError`."""
    if value is not None and not isinstance(value, bool):
        raise TypeError(f"{value!r:.200} is not True, False or None")
    return value


def moment(value: object) -> datetime | None:
    """Return a time with its zone, or None."""
    if value is not None and (not isinstance(value, datetime) or value.tzinfo is None):
        raise TypeError(f"{value!r:.200} is not a time with its zone")
    return value


def pause(value: object) -> timedelta:
    """Return a time span that is not negative."""
    if not isinstance(value, timedelta) or value < timedelta(0):
        raise TypeError(f"{value!r:.200} is not a span of time")
    return value


def number_or_none(value: object) -> int | None:
    """Return a whole number from 0, or None."""
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise TypeError(f"{value!r:.200} is not a whole number")
    return value


def pairs_of_texts(value: Collection[Any]) -> frozenset[tuple[str, str]]:
    """Return pairs of two texts, else raise `TypeError`."""
    return frozenset((instance_of(str)(socket), instance_of(str)(slug)) for socket, slug in value)
