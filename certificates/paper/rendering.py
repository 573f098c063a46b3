"""Rendering of a certificate as PDF: one page by its design, in the language and the scripts of what it says."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import translation

from lms.foundation.interface.paper import fonts
from lms.foundation.interface.paper.typesetting import typeset

from ..design.default import default_sheet
from ..design.layout import Box, Contents, Drawn, Placed, Rule, Text, place
from ..design.models import sheet_of
from ..design.sheet import COLOURS, Sheet
from ..models import Certificate
from ..pictures import services as pictures
from .contents import contents_of, drawing
from .page_drawing import page_of

if TYPE_CHECKING:
    from pypdf.generic import StreamObject


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
    shared = (box for box in boxes if isinstance(box, Rule) or (isinstance(box, Drawn) and box.image.lasting))
    background = _background(replace(sheet, elements=()), tuple(shared))
    return page_of(sheet, boxes, background, title=title, language=contents.language)


def layout(sheet: Sheet, contents: Contents) -> list[Placed]:
    """Return everything on the page, measured with the fonts of the paper."""
    return place(sheet, contents, lambda text, bold: fonts.width(text, weight=fonts.BOLD if bold else fonts.REGULAR))


@dataclass(frozen=True)
class _Frame:
    """A frame of the background with a picture, or with a rule; lengths and styles as CSS."""

    place: str
    style: str
    picture: str = ""

    @classmethod
    def of(cls, box: Box, style: str, **contents: str) -> "_Frame":
        place = f"left: {box.x:.2f}mm; top: {box.y:.2f}mm; width: {box.w:.2f}mm; height: {box.h:.2f}mm;"
        return cls(place, style, **contents)


def _picture(box: Box, uri: str) -> _Frame:
    # A frame of just the picture's size makes it smaller.
    place = replace(box, w=box.w + 25, h=box.h + 25)
    return _Frame.of(place, f"width: {box.w:.2f}mm; height: {box.h:.2f}mm", picture=uri)


def _rule(box: Rule) -> _Frame:
    return _Frame.of(replace(box, h=9), f"border-top: 0.6pt solid {COLOURS['ink']}; font-size: 1pt")


def _html(sheet: Sheet, frames: Sequence[_Frame]) -> str:
    size = f"{sheet.width}mm {sheet.height}mm"
    context = {"faces": fonts.faces(), "size": size, "frames": frames}
    return render_to_string("certificates/paper.html", context)


def background_image(sheet: Sheet) -> str:
    """Return the picture behind everything as a data address: the sheet's own, or the drawn frame."""
    return pictures.data_uri(sheet.background) or drawing("landscape" if sheet.landscape else "upright")


@lru_cache(maxsize=32)
def _background(sheet: Sheet, boxes: tuple[Drawn | Rule, ...]) -> "StreamObject":
    """Return the frame or picture of `sheet`, and the given pictures and rules, as one form. It is made once a
    process.
    """
    from pypdf import PdfReader
    from pypdf.generic import NameObject, StreamObject

    whole = Box(0, 0, sheet.width, sheet.height, -1)
    frames = [_picture(whole, background_image(sheet))]
    frames += [_picture(box, box.image.uri) if isinstance(box, Drawn) else _rule(box) for box in boxes]
    page = PdfReader(io.BytesIO(typeset(_html(sheet, frames)))).pages[0]
    contents: Any = page.get_contents()
    form = StreamObject()
    form.set_data(contents.get_data())
    form = form.flate_encode()
    names = {"/Type": NameObject("/XObject"), "/Subtype": NameObject("/Form")}
    form.update({NameObject(name): value for name, value in names.items()})
    form[NameObject("/BBox")], form[NameObject("/Resources")] = page.mediabox, page["/Resources"]
    return form
