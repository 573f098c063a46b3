"""Writing of TOML, which the standard library only reads: the same value gives the same text. Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date

_BARE = re.compile(r"[A-Za-z0-9_-]+")
NOTHING = {"nothing": True}
"""Mark in place of null, which TOML does not have."""


def written(value: Mapping[str, object]) -> str:
    """Return `value` as a TOML file: plain keys first, then tables, in the order in which they stand."""
    return "\n".join(_table(value)).strip() + "\n"


def _table(value: Mapping[str, object], *names: str) -> Iterator[str]:
    plain = {name: inner for name, inner in value.items() if not _is_table(inner) and not _are_tables(inner)}
    yield from (f"{_key(name)} = {_inline(inner)}" for name, inner in plain.items())
    for name, inner in value.items():
        heading = ".".join(map(_key, (*names, name)))
        if _is_table(inner):
            yield f"\n[{heading}]"
            yield from _table(inner, *names, name)  # type: ignore[arg-type]
        elif _are_tables(inner):
            for entry in inner:  # type: ignore[attr-defined]
                yield f"\n[[{heading}]]"
                yield from _table(entry, *names, name)


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping) and value != NOTHING


def _are_tables(value: object) -> bool:
    """Return whether `value` is a list of tables that are more than a line of plain texts and numbers."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(map(_is_table, value))
        and any(isinstance(inner, list | Mapping) for entry in value for inner in entry.values())
    )


def _inline(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(name)} = {_inline(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        items = [_inline(entry) for entry in value]
        broken = any(isinstance(entry, Mapping) for entry in value) or sum(map(len, items)) > 100
        return "[\n" + "".join(f"  {item},\n" for item in items) + "]" if broken else f"[{', '.join(items)}]"
    return repr(value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)
