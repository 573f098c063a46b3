"""Rendering of a certificate as PDF: one page by its design, in the language and the scripts of what it says."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import translation

from lms.foundation.interface.paper import fonts
from lms.foundation.interface.paper.typesetting import typeset

from ..design.default import default_sheet
from ..design.fitting import POINT
from ..design.layout import Box, Contents, Drawn, Placed, Rule, Text, place
from ..design.models import sheet_of
from ..design.sheet import COLOURS, Sheet
from ..models import Certificate
from ..pictures import services as pictures
from .contents import contents_of, drawing

if TYPE_CHECKING:
    from pypdf import PageObject

_FRAME_HEIGHT = 2.2
"""Height of the frame of a line as a multiple of the font size: no font here needs more, so nothing is made smaller."""

_ARABIC_RAISED = 0.2
"""Share of its size by which a line of Arabic is raised: Amiri has more room above its letters than Noto Sans."""


class Unwritable(ValueError):
    """No font has some of the characters, or the text is too long for its box."""


def pdf(certificate: Certificate) -> bytes:
    """Return the PDF of `certificate`. Raises `Unwritable`."""
    texts = [certificate.name, certificate.institution, certificate.course, certificate.service_number]
    odd = fonts.missing("".join([*texts, *(part["title"] for part in certificate.parts)]))
    if odd:
        raise Unwritable(f"No font has these characters: {odd}")
    sheet = sheet_for(certificate)
    with translation.override(certificate.language):
        return draw(sheet, contents_of(certificate, sheet), title=certificate.serial)


def sheet_for(certificate: Certificate) -> Sheet:
    """Return the sheet of the design that the certificate was issued with."""
    return sheet_of(certificate.design_id) if certificate.design_id else default_sheet()


def draw(sheet: Sheet, contents: Contents, *, title: str) -> bytes:
    """Return the PDF of `contents` on `sheet`. Raises `Unwritable`."""
    boxes = layout(sheet, contents)
    if full := [sheet.elements[box.source].lines for box in boxes if isinstance(box, Text) and not box.lines]:
        raise Unwritable(f"Too long for their boxes: {full}")
    return _on_background(typeset(_html(title, sheet, _frames(boxes))), sheet, boxes)


def layout(sheet: Sheet, contents: Contents) -> list[Placed]:
    """Return everything on the page, measured with the fonts of the paper."""
    return place(sheet, contents, lambda text, bold: fonts.width(text, weight=fonts.BOLD if bold else fonts.REGULAR))


@dataclass(frozen=True)
class _Frame:
    """A frame of the page with a line of text, or with a picture; lengths and styles as CSS."""

    place: str
    style: str
    line: str = ""
    direction: str = ""
    picture: str = ""

    @classmethod
    def of(cls, box: Box, style: str, **contents: str) -> "_Frame":
        place = f"left: {box.x:.2f}mm; top: {box.y:.2f}mm; width: {box.w:.2f}mm; height: {box.h:.2f}mm;"
        return cls(place, style, **contents)


def _frames(boxes: Sequence[Placed]) -> Iterator[_Frame]:
    """Yield the frames of all that differs from one certificate to the next."""
    for box in boxes:
        if isinstance(box, Text):
            yield from _lines(box)
        elif isinstance(box, Drawn) and not box.image.lasting:
            yield _picture(box, box.image.uri)


def _picture(box: Box, uri: str) -> _Frame:
    # A frame of just the picture's size makes it smaller.
    place = replace(box, w=box.w + 25, h=box.h + 25)
    return _Frame.of(place, f"width: {box.w:.2f}mm; height: {box.h:.2f}mm", picture=uri)


def _rule(box: Rule) -> _Frame:
    return _Frame.of(replace(box, h=9), f"border-top: 0.6pt solid {COLOURS['ink']}; font-size: 1pt", line="\u00a0")


def _lines(box: Text) -> Iterator[_Frame]:
    """Yield a frame for each line: a paragraph would be spaced by the tallest font of its family."""
    style = (
        f"font-size: {box.size:.2f}pt; text-align: {box.align}; color: {box.colour}; "
        f"font-weight: {'bold' if box.bold else 'normal'}"
    )
    for number, line in enumerate(box.lines):
        raised = _ARABIC_RAISED if any(map(fonts.is_arabic, line)) else 0
        y = box.y + (number * box.leading - raised * box.size) * POINT
        place = Box(box.x, y, box.w, box.size * _FRAME_HEIGHT * POINT, box.source)
        yield _Frame.of(place, style, line=line, direction="rtl" if is_right_to_left(line, box) else "ltr")


def _html(title: str, sheet: Sheet, frames: Iterable[_Frame]) -> str:
    size = f"{sheet.width}mm {sheet.height}mm"
    context = {"faces": fonts.faces(), "title": title, "size": size, "frames": list(frames)}
    return render_to_string("certificates/paper.html", context)


def is_right_to_left(line: str, box: Text) -> bool:
    """Return the direction of a line: that of the page, but that of its letters where all are of one direction."""
    letters = [fonts.is_arabic(letter) for letter in line if letter.isalpha()]
    return any(letters) and (box.right_to_left or letters[0])


def _on_background(data: bytes, sheet: Sheet, boxes: Sequence[Placed]) -> bytes:
    """Return the one page of the PDF `data` on the background, with the pictures that many certificates share."""
    from pypdf import PdfWriter

    shared = (box for box in boxes if isinstance(box, Rule) or (isinstance(box, Drawn) and box.image.lasting))
    page = _background(replace(sheet, elements=()), tuple(shared))
    writer = PdfWriter(clone_from=io.BytesIO(data))
    writer.pages[0].merge_page(page, over=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def background_image(sheet: Sheet) -> str:
    """Return the picture behind everything as a data address: the sheet's own, or the drawn frame."""
    return pictures.data_uri(sheet.background) or drawing("landscape" if sheet.landscape else "upright")


@lru_cache(maxsize=32)
def _background(sheet: Sheet, boxes: tuple[Drawn | Rule, ...]) -> "PageObject":
    """Return the frame or picture of `sheet` and the given pictures and rules as a page. It is made once a process, and
    its content is one form, which is merged into others without being unpacked.
    """
    from pypdf import PdfWriter
    from pypdf.generic import ContentStream, DictionaryObject, NameObject, StreamObject

    whole = Box(0, 0, sheet.width, sheet.height, -1)
    frames = [_picture(whole, background_image(sheet))]
    frames += [_picture(box, box.image.uri) if isinstance(box, Drawn) else _rule(box) for box in boxes]
    writer = PdfWriter(clone_from=io.BytesIO(typeset(_html("", sheet, frames))))
    page = writer.pages[0]
    contents: Any = page.get_contents()
    form = StreamObject()
    form.set_data(contents.get_data())
    form = form.flate_encode()
    names = {"/Type": NameObject("/XObject"), "/Subtype": NameObject("/Form")}
    form.update({NameObject(name): value for name, value in names.items()})
    form[NameObject("/BBox")], form[NameObject("/Resources")] = page.mediabox, page["/Resources"]
    name = NameObject("/background")
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({name: writer._add_object(form)})}
    )
    shown = StreamObject()
    shown.set_data(b"q /background Do Q")
    page[NameObject("/Contents")] = ContentStream(shown, writer)
    return page
