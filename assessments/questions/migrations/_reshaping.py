"""How the texts and options of questions become rich text and bodies; for the migration of that name only. Pure."""

import json
import uuid
from collections.abc import Mapping
from html import escape
from typing import Any

FRAME = '<p><text position="0"></text></p>'
FRAME_ID = uuid.uuid5(uuid.uuid5(uuid.UUID("4599eabc-3f8e-41a9-be61-95417d26a8cd"), "html"), FRAME)
"""As `wagtail_localize.models.Template.from_value` gives it."""
VERDICTS = ("true", "false")
FALSE = {"false", "faux", "خطأ", "خاطئ", "ሐሰት", "ሀሰት", "ውሸት", "been", "uongo", "si kweli", "sio kweli", "siyo kweli", "soba", "dharaa"}

Raw = dict[str, Any]


def fields(old: Mapping[str, Any], key: uuid.UUID) -> Raw:
    """The new values of a question's fields, from its old ones: kind, stem, feedback and options."""
    return {"stem": rich(old["stem"]), "feedback": rich(old["feedback"]), "body": body(old["kind"], old["options"], key)}


def serialised(content: Mapping[str, Any], key: uuid.UUID) -> Raw:
    """The same for a question as revisions and sources of translations keep it."""
    if "options" not in content:
        return dict(content)
    kept = {name: value for name, value in content.items() if name != "options"}
    new = fields({**content, "options": _blocks(content["options"])}, key)
    return {**kept, **new, "body": json.dumps(new["body"]), "name": "", "hints": "[]"}


def rich(text: str) -> str:
    """Plain text as the editor of rich text stores it."""
    return "<p>" + "<br/>".join(escape(line, quote=False) for line in text.splitlines()) + "</p>" if text.strip() else ""


def body(kind: str, options: list[Raw], key: uuid.UUID) -> list[Raw]:
    """The one block that is the body. Its id is worked out from the translation key, since it is the same in every language."""
    made = _verdicts(options) if kind == "truefalse" and len(options) == 2 else _options(kind, options)
    return [{"type": kind, "id": _body_id(key), "value": made}]


def moved(content: Mapping[str, Any], key: uuid.UUID) -> dict[str, str]:
    """Where each string of a question stood, and where it stands now."""
    options, start = _blocks(content["options"]), f"body.{_body_id(key)}"
    if content["kind"] == "truefalse" and len(options) == 2:
        named = {option["id"]: f"{start}.{name}" for name, option in zip(VERDICTS, _in_order(options), strict=True)}
    else:
        named = {option["id"]: f"{start}.options.{option['id']}" for option in options}
    return {f"options.{name}.{part}": f"{place}.{part}" for name, place in named.items() for part in ("text", "feedback")}


def path_id(path: str) -> uuid.UUID:
    """As `wagtail_localize.models.TranslationContext` gives it."""
    return uuid.uuid5(uuid.UUID("fcab004a-2b50-11ea-978f-2e728ce88125"), path)


def _body_id(key: uuid.UUID) -> str:
    return str(uuid.uuid5(key, "body"))


def _blocks(stored: Any) -> list[Raw]:
    return (json.loads(stored) if isinstance(stored, str) and stored else stored) or []


def _options(kind: str, options: list[Raw]) -> Raw:
    items = [
        {
            "type": "item",
            "id": option["id"],
            "value": {
                "text": rich(option["value"]["text"]), "right": option["value"]["right"], "credit": None,
                "feedback": rich(option["value"]["feedback"]),
            },
        }
        for option in options
    ]
    return {"options": items, "scoring": "all"} if kind == "multiple" else {"options": items}


def _verdicts(options: list[Raw]) -> Raw:
    by_name = dict(zip(VERDICTS, (option["value"] for option in _in_order(options)), strict=True))
    right = next((name for name, value in by_name.items() if value["right"]), "true")
    said = {name: {"text": rich(value["text"]), "feedback": rich(value["feedback"])} for name, value in by_name.items()}
    return {"right": right, "credit": None, **said}


def _in_order(options: list[Raw]) -> list[Raw]:
    """True first: authors write it first, unless the first one says that it is false."""
    first, second = (option["value"]["text"].strip().casefold() for option in options)
    return options[::-1] if first in FALSE and second not in FALSE else options
