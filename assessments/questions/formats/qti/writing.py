"""`extendedTextInteraction`: free text. Pure."""

from typing import Any

from .declared import number
from .feedback import MODEL
from .item import Asked, Item, notes
from .tree import Node

LINES = 15


def read(item: Item, interaction: Node) -> Asked:
    said = notes(interaction) if item.own else {}
    body = {
        "words_min": whole(said.get("least", "")),
        "words_max": whole(said.get("most", "")),
        "lines": whole(interaction.get("expectedLines")) or LINES,
        "model": _model(item, interaction),
        "rubric": [criterion for node in item.scorer() for criterion in _criteria(item, node)],
    }
    return Asked("freetext", body, item.stem())


def whole(text: str) -> int | None:
    value = number(text) if text else None
    return int(value) if value is not None and 0 <= value < 1_000_000 else None


def _model(item: Item, interaction: Node) -> str:
    if item.own:
        node = next((node for node in item.node.children("modalFeedback") if node.get("outcomeIdentifier") == MODEL), None)
        return item.markup.inside(node)
    response = item.processing.declared.responses.get(interaction.get("responseIdentifier"))
    texts = [str(text).strip() for text in response.correct.items] if response is not None else []
    return "".join(f"<p>{item.markup.html([text])}</p>" for text in texts if text)


def _criteria(item: Item, node: Node) -> list[dict[str, Any]]:
    """A rubric of our own as its table says it; any other as one criterion, with no marks and with full marks."""
    table = node.child("table") if item.own else None
    if table is not None:
        return [_row(item, row.children("th", "td")) for row in table.all("tr")]
    text = node.plain()
    return [criterion(item, text, full_marks(item))] if text else []


def _row(item: Item, cells: list[Node]) -> dict[str, Any]:
    levels = [
        {"id": "", "text": cell.text(), "points": points if points % 1 else int(points)}
        for cell in cells[1:]
        for points in [number(notes(cell).get("points", "0")) or 0]
    ]
    return _counted(item, {"id": "", "text": cells[0].text() if cells else "", "levels": levels})


def criterion(item: Item, text: str, most: float) -> dict[str, Any]:
    points = [0, int(most) if most == int(most) else most]
    return _counted(item, {"id": "", "text": text, "levels": [{"id": "", "text": f"{value:g}", "points": value} for value in points]})


def _counted(item: Item, made: dict[str, Any]) -> dict[str, Any]:
    made["id"] = next(item.ids)
    for level in made["levels"]:
        level["id"] = next(item.ids)
    return made


def full_marks(item: Item) -> float:
    most = item.processing.declared.most
    return most if most and most > 0 else 1.0
