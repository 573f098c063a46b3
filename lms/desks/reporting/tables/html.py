"""The rows of a report’s table as HTML, in a fifth of the time that the template engine takes."""

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from lms.foundation.interface.escaping import escaped


def body(rows: Iterable[Iterable[Any]], totals: Iterable[Iterable[Any]]) -> SafeString:
    """Return the `rows` of cells (`table.Cell`), the first of which heads its row, and the `totals` below them. Every
    value is escaped, unless it is safe HTML, as a template does it.
    """
    shown = "\n".join([_row(row) for row in rows])
    summed = "\n".join([_row(row) for row in totals])
    return mark_safe(f"<tbody>{shown}</tbody>" + (f"\n<tfoot>{summed}</tfoot>" if summed else ""))


def _row(row: Iterable[object]) -> str:
    cells = list(row)
    if not cells:
        return "<tr></tr>"
    head, *others = cells
    return f'<tr><th scope="row">{_heading(head)}{_note(head)}</th>{"".join([_cell(cell) for cell in others])}</tr>'


def _heading(cell: Any) -> str:
    text = escaped(cell.text)
    if cell.url:
        return f'<a href="{escaped(cell.url)}">{text}</a>'
    return f"<bdi>{text}</bdi>" if cell.name else text


def _cell(cell: Any) -> str:
    text, classes = escaped(cell.text), cell.classes
    if cell.url:
        text = f'<a href="{escaped(cell.url)}">{text}</a>'
    if cell.note:
        text = f"<div>{text}{_note(cell)}</div>"
    shown = f' class="{classes}"' if classes else ""
    return f'\n<td{shown} data-label="{escaped(cell.heading)}">{text}</td>'


def _note(cell: Any) -> str:
    """Return the text of another column, for below the cell; below a person’s name it is their service number, which is
    not broken.
    """
    if not cell.note:
        return ""
    whole = ' class="nowrap"' if cell.name else ""
    return f' <span class="small soft"><bdi{whole}>{escaped(cell.note)}</bdi></span>'
