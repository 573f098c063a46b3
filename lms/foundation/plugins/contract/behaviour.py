"""Common parts of the laws on behaviour: any JSON, and the meaning of pure."""

import json
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .breach import Breach, expect

HERE = ("127.0.0.1", "::1", "localhost", None)
"""The hosts that are this machine: a database and a cache may be there."""
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20)
)
ANY_JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
AS_A_FORM_SENDS = st.lists(st.text(max_size=20), max_size=4)
SEEDS = st.integers(0, 2**31 - 1)


def fields(samples: Iterable[Mapping[str, object]]) -> st.SearchStrategy[dict[str, Any]]:
    """Return mappings that look like `samples` and hold anything: known names and unknown ones, known values and any
    JSON.
    """
    samples = list(samples)
    names = sorted({name for sample in samples for name in sample})
    known = [value for sample in samples for value in sample.values()]
    name = st.sampled_from(names) | st.text(max_size=12) if names else st.text(max_size=12)
    value = st.sampled_from(known) | AS_A_FORM_SENDS | ANY_JSON if known else AS_A_FORM_SENDS | ANY_JSON
    anything = st.dictionaries(name, value, max_size=4)
    return st.sampled_from(samples).map(dict) | anything if samples else anything


def always(law: Callable[..., None], *strategies: st.SearchStrategy[object], examples: int = 100) -> None:
    """Raise `Breach` if `law` is broken for anything that `strategies` give: the smallest case that was found."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.differing_executors]
    limited = settings(
        max_examples=examples,
        deadline=None,
        report_multiple_bugs=False,
        database=None,
        derandomize=True,
        suppress_health_check=checks,
    )
    limited(given(*strategies)(law))()


def pure(what: str, function: Callable[..., object], *args: object, **named: object) -> Any:
    """Return the result of `function`. Raises `Breach` if the second result differs, or if it changes its arguments."""
    before = deepcopy((args, named))
    first = function(*args, **named)
    expect((args, named) == before, f"{what} changes what it is given. It has to give something new instead.")
    again = function(*deepcopy(before[0]), **deepcopy(before[1]))
    expect(
        first == again, f"{what} gives {first!r} and then {again!r} for the same: it may depend on its arguments alone."
    )
    return first


def is_json(what: str, value: object) -> None:
    """Raise `Breach` if `value` would come back from the database as something else."""
    try:
        back = json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise Breach(f"{what} is no JSON ({error}): {value!r}") from None
    expect(
        back == value,
        f"{what} comes back from the database as {back!r}, which is not {value!r}. Use lists, and texts for keys.",
    )


def otherwise(value: object) -> Any:
    """Return the same shape with other content under each name “key”, under which the data for marking are kept."""
    if isinstance(value, Mapping):
        return {name: _changed(inner) if name == "key" else otherwise(inner) for name, inner in value.items()}
    return [otherwise(inner) for inner in value] if isinstance(value, list) else value


def _changed(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _changed(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_changed(inner) for inner in value]
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, (int, float)) else f"{value}·"


def texts_in(value: object) -> Iterable[str]:
    """Yield every text inside `value`, except names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts_in(inner)


@contextmanager
def sending_nowhere() -> Iterator[None]:
    """Refuse every connection to another machine, and every question for its address, as a network that is away."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connect_here(own: socket.socket, address: Any) -> None:
        if own.family != socket.AF_UNIX and address[0] not in HERE:
            raise ConnectionRefusedError("Tests of the contract send nothing to other machines.")
        connect(own, address)

    def look_up_here(host: Any, *args: Any, **named: Any) -> Any:
        if host not in HERE:
            raise socket.gaierror("Tests of the contract ask for no address of another machine.")
        return look_up(host, *args, **named)

    with patch.object(socket.socket, "connect", connect_here), patch.object(socket, "getaddrinfo", look_up_here):
        yield


def draw(template: str, context: Mapping[str, object], *, offline: bool = False) -> str:
    """Render `template` with `context`, for a phone without a request. Raises `Breach` if it breaks."""
    from django.template.loader import render_to_string
    from django.test import RequestFactory

    try:
        request = None if offline else RequestFactory().get("/learn/course/activity/")
        return render_to_string(template, dict(context), request=request)
    except Exception as error:  # whatever a template raises
        raise Breach(f"The template “{template}” cannot be rendered ({type(error).__name__}: {error}).") from error


def fits(kind: str, value: Any) -> bool:
    """Return whether `value` is one of a column of this kind."""
    if value is None:
        return True
    if kind in ("number", "percent"):
        sound = isinstance(value, (int, float)) and not isinstance(value, bool)
        return sound and (kind == "number" or 0 <= value <= 1)
    kinds: dict[str, Any] = {"yes": bool, "date": date}
    return (
        isinstance(value, kinds[kind]) if kind in kinds else bool(isinstance(value, str) or hasattr(value, "__str__"))
    )
