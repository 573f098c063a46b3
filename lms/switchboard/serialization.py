"""Events as JSON and back, by the types of their fields. Pure."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, get_origin, get_type_hints
from uuid import UUID

from lms.foundation.plugins.events import EVENTS, Event


def event_to_json(event: Event) -> dict[str, Any]:
    """Return the facts of `event`, as JSON."""
    return {name: _plain(value) for name, value in asdict(event).items()}


def event_from_json(name: str, data: Mapping[str, Any]) -> Event:
    """Return the event from its JSON.

    What it does not know is left out; raises `KeyError` or `TypeError` where something is missing.
    """
    kind = EVENTS[name]
    hints = get_type_hints(kind)
    return kind(**{field: _typed(hints[field], data[field]) for field in kind.__dataclass_fields__ if field in data})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _typed(hint: Any, value: Any) -> Any:
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is UUID:
        return UUID(value)
    return tuple(value) if get_origin(hint) is tuple else value
