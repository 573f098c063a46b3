"""Drawing of a page of lines and pictures, each at its place: what differs from one certificate to the next."""

import io
from base64 import b64decode
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lms.foundation.interface.paper import fonts

from ..design.fitting import POINT
from ..design.layout import Drawn, Placed, Text
from ..design.sheet import Sheet

if TYPE_CHECKING:
    from pypdf.generic import StreamObject
    from reportlab.pdfgen.canvas import Canvas

_BASELINE, _BASELINE_OF_ARABIC = 1.069, 0.924
"""Distance of the baseline from the upper edge of a line, in font sizes: Amiri has less below it than Noto Sans."""


def page_of(sheet: Sheet, boxes: Sequence[Placed], background: "StreamObject", *, title: str, language: str) -> bytes:
    """Return a PDF of one page with the texts among `boxes` and the pictures that no other certificate has, on a
    `background`, a form.
    """
    from reportlab.pdfbase.pdfdoc import xObjectName
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(sheet.width / POINT, sheet.height / POINT), pageCompression=1, lang=language)
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas._doc.Reference(_as_drawn(background, canvas._doc), xObjectName("background"))
    canvas.doForm("background")
    for box in boxes:
        if isinstance(box, Text):
            for number, line in enumerate(box.lines):
                _draw_line(canvas, sheet, box, box.y / POINT + number * box.leading, line)
        elif isinstance(box, Drawn) and not box.image.lasting:
            _draw_picture(canvas, sheet, box)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def is_right_to_left(line: str, box: Text) -> bool:
    """Return the direction of a line: that of the page, but that of its letters where all are of one direction."""
    letters = [fonts.is_arabic(letter) for letter in line if letter.isalpha()]
    return any(letters) and (box.right_to_left or letters[0])


def _draw_picture(canvas: "Canvas", sheet: Sheet, box: Drawn) -> None:
    from reportlab.lib.utils import ImageReader

    picture = ImageReader(io.BytesIO(b64decode(box.image.uri.partition(",")[2])))
    below = (sheet.height - box.y - box.h) / POINT
    canvas.drawImage(picture, box.x / POINT, below, width=box.w / POINT, height=box.h / POINT)


def _draw_line(canvas: "Canvas", sheet: Sheet, box: Text, top: float, line: str) -> None:
    """Draw one line of `box`, whose upper edge is `top` points below that of the page."""
    runs, room = _runs(line, box), box.w / POINT
    needed = sum(canvas.stringWidth(run, face, box.size) for run, face in runs)
    free = max(room - needed, 0.0)
    left = box.x / POINT + {"left": 0.0, "right": free}.get(box.align, free / 2)
    baseline = _BASELINE_OF_ARABIC if any(map(fonts.is_arabic, line)) else _BASELINE
    text: Any = canvas.beginText(left, sheet.height / POINT - top - baseline * box.size)
    if needed > room:  # spaces of some faces are a little wider than those that were measured
        text.setHorizScale(100 * room / needed)
    text.setFillColor(_colour(box.colour))
    for run, face in runs:
        text.setFont(face, box.size)
        text.textOut(run)
    canvas.drawText(text)


def _runs(line: str, box: Text) -> list[tuple[str, str]]:
    """Return the parts of a line from left to right, each with its face: letters of Arabic are joined, each character
    is drawn by the first face that has it.
    """
    from xhtml2pdf.bidi import get_display
    from xhtml2pdf.util import shape_frag_text, split_by_coverage

    faces = _faces(fonts.BOLD if box.bold else fonts.REGULAR)
    if any(map(fonts.is_arabic, line)):
        parts = split_by_coverage(line, faces)
        line = "".join(shape_frag_text(part, face) or part for part, face in parts)
        line = get_display(line, "R" if is_right_to_left(line, box) else "L")
    return list(split_by_coverage(line, faces))


def _as_drawn(value: Any, document: Any) -> Any:
    """Return an object of one library as that which draws writes it into `document`, once each."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject
    from reportlab.pdfbase import pdfdoc

    if isinstance(value, IndirectObject):
        name = f"background-{value.idnum}"
        if name not in document.idToObject:
            document.Reference(_as_drawn(value.get_object(), document), name)
        return pdfdoc.PDFObjectReference(name)
    if isinstance(value, DictionaryObject):
        parts = {key[1:]: _as_drawn(value.raw_get(key), document) for key in value if key != "/Length"}
        known = pdfdoc.PDFDictionary(parts)
        return pdfdoc.PDFStream(known, value._data, filters=[]) if isinstance(value, StreamObject) else known
    if isinstance(value, ArrayObject):
        return pdfdoc.PDFArray([_as_drawn(one, document) for one in value])
    if isinstance(value, NameObject):
        return pdfdoc.PDFName(value[1:])
    written = io.BytesIO()
    value.write_to_stream(written)
    return written.getvalue()


@lru_cache(maxsize=2)
def _faces(weight: int) -> tuple[str, ...]:
    """Return the names of the faces of `weight`, known to the library from now on."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    faces = [face for face in fonts.faces() if face.weight == weight]
    for face in faces:
        pdfmetrics.registerFont(TTFont(f"Paper-{face.family}-{weight}", str(face.path)))
    return tuple(f"Paper-{face.family}-{weight}" for face in faces)


@lru_cache(maxsize=64)
def _colour(code: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(code)
