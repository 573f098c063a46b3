"""Form data of a seat’s page as verb and data of an entry. Unknown fields are ignored."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import QueryDict

from lms.foundation.plugins.identifiers import uuid7_of

ONE, MANY = "field-", "fields-"
"""What the names of the fields of forms begin with: those with one answer, and those with several."""
VERBS = ("decide", "send", "receive", "share", "say", "opened")


def read_entry(post: QueryDict) -> tuple[str, dict[str, object], UUID]:
    """Raise `ValueError` for what no page of ours sends."""
    verb = post.get("verb", "")
    if verb not in VERBS:
        raise ValueError(f"“{verb}” is nothing that a seat enters.")
    return verb, _READ[verb](post), uuid7_of(post.get("entry_id", ""))


def _decided(post: QueryDict) -> dict[str, object]:
    return {
        "decision": post.get("decision", ""),
        "option": post.get("option", ""),
        "reason": post.get("reason", ""),
        "relies": post.getlist("relies"),
    }


def _sent(post: QueryDict) -> dict[str, object]:
    single = {name.removeprefix(ONE): value for name, value in post.items() if name.startswith(ONE)}
    several = {name.removeprefix(MANY): post.getlist(name) for name in post if name.startswith(MANY)}
    values = {name: value for name, value in {**single, **several}.items() if value}
    return {"form": post.get("form", ""), "values": values}


def _received(post: QueryDict) -> dict[str, object]:
    return {"form": post.get("form", ""), "accept": post.get("answer") == "accept", "reason": post.get("reason", "")}


def _shared(post: QueryDict) -> dict[str, object]:
    return {"card": post.get("card", ""), "to": post.getlist("to")}


def _said(post: QueryDict) -> dict[str, object]:
    return {"to": post.getlist("to"), "text": post.get("text", "")}


def _opened(post: QueryDict) -> dict[str, object]:
    """Return a card or a message that was read."""
    name = "message" if "message" in post else "card"
    return {name: post.get(name, "")}


_READ: Mapping[str, Any] = {
    "decide": _decided,
    "send": _sent,
    "receive": _received,
    "share": _shared,
    "say": _said,
    "opened": _opened,
}
