"""`extendedTextInteraction`: free text. Pure."""

from typing import Any

from ..declarations import number
from ..tree import Node
from .feedback import MODEL
from .item import InteractionShape, Item, notes

LINES = 15


def read(item: Item, interaction: Node) -> InteractionShape:
    own_notes = notes(interaction) if item.own else {}
    body = {
        "words_min": whole_number(own_notes.get("least", "")),
        "words_max": whole_number(own_notes.get("most", "")),
        "lines": whole_number(interaction.get("expectedLines")) or LINES,
        "model": _model(item, interaction),
        "rubric": [row for node in item.scorer() for row in _rubric(item, node)] if item.own else [],
    }
    return InteractionShape("freetext", body, item.stem())


def whole_number(text: str) -> int | None:
    value = number(text) if text else None
    return int(value) if value is not None and 0 <= value < 1_000_000 else None


def _model(item: Item, interaction: Node) -> str:
    if item.own:
        node = next(
            (node for node in item.node.children("modalFeedback") if node.get("outcomeIdentifier") == MODEL), None
        )
        return item.markup.inside(node)
    response = item.processing.declared.responses.get(interaction.get("responseIdentifier"))
    texts = [str(text).strip() for text in response.correct.items] if response is not None else []
    notes_to_markers = "".join(item.markup.inside(node) for node in item.scorer())
    return "".join(f"<p>{item.markup.html([text])}</p>" for text in texts if text) + notes_to_markers


def _rubric(item: Item, node: Node) -> list[dict[str, object]]:
    """Return a rubric of our own, as its table says it.

    Learners see the criteria of a rubric; what others tell their markers is theirs.
    """
    table = node.child("table")
    return [_row(item, row.children("th", "td")) for row in table.all("tr")] if table is not None else []


def _row(item: Item, cells: list[Node]) -> dict[str, object]:
    levels: list[dict[str, Any]] = []
    for cell in cells[1:]:
        points = number(notes(cell).get("points", "0")) or 0
        # Store whole points as integers.
        if points % 1 == 0:
            points = int(points)
        levels.append({"id": "", "text": cell.text(), "points": points})
    return _counted(item, {"id": "", "text": cells[0].text() if cells else "", "levels": levels})


def _counted(item: Item, rubric: dict[str, Any]) -> dict[str, object]:
    rubric["id"] = next(item.ids)
    for level in rubric["levels"]:
        level["id"] = next(item.ids)
    return rubric
