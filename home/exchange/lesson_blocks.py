"""Blocks of a lesson as a file of an exported course has them: in words where these give the same block again."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from home.curriculum.blocks import MAKERS, Block, stored_block
from home.curriculum.schema import CARE


def text_of(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored block, whose provisions are named by key, as a file has it: in words where these give the same
    block again, else with all that is stored.
    """
    kind, key = stored["type"], stored["id"]
    try:
        text = {"type": kind, "key": key, **_READERS[kind](stored["value"])}
        again = MAKERS[kind](text, ("check", key), _Same())
    except (KeyError, IndexError, TypeError):
        again = None
    return text if again == stored["value"] else {"type": kind, "key": key, "value": stored["value"]}


def stored_blocks(blocks: Sequence[Any]) -> list[Block]:
    """Return what `text_of` gave as it was stored; provisions are named by key."""
    return [
        stored_block(
            block["type"],
            block["value"] if "value" in block else MAKERS[block["type"]](block, ("check", block["key"]), _Same()),
            *("check", block["key"]),
        )
        for block in blocks
    ]


class _Same(dict[str, Any]):
    """Names that stand for themselves."""

    def __missing__(self, key: str) -> str:
        return key


def _case_text(value: Mapping[str, object]) -> dict[str, object]:
    care = {name: value[name] for name in CARE if value.get(name)}
    return {"title": value["title"], "distressing": len(care) == len(CARE), **care, "html": value["text"]}


def _country_text(value: Mapping[str, Any]) -> dict[str, object]:
    return {"country": value["countries"][0], "html": value["text"], "provisions": _values(value["provisions"])}


def _check_text(value: Mapping[str, object]) -> dict[str, object]:
    order = {"in_order": True} if value.get("in_order") else {}
    return {"stem": value["stem"], **order, "options": _values(value["options"])}


def _table_text(value: Mapping[str, object]) -> dict[str, object]:
    rows = [_values(row) for row in _values(value["rows"])]
    return {"caption": value["caption"], "header": _values(value["header"]), "rows": rows}


def _values(items: object) -> list[object]:
    return [item["value"] for item in cast(list, items)]


_READERS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "heading": lambda value: {"text": value},
    "text": lambda value: {"html": value},
    "callout": lambda value: {"tone": value["tone"], "title": value["title"], "html": value["text"]},
    "case": _case_text,
    "table": _table_text,
    "check": _check_text,
    "country": _country_text,
    "citation": lambda value: {"provisions": _values(value["provisions"])},
}
