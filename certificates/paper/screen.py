"""The page of a certificate drawn on the screen as SVG, from the same layout as the paper."""

from collections.abc import Iterator, Sequence

from django.utils import translation

from lms.foundation.interface.paper import fonts

from ..design.fitting import POINT
from ..design.layout import Drawn, Placed, Rule, Text
from ..design.sheet import Sheet
from ..models import Certificate
from . import rendering
from .contents import contents_of
from .page_drawing import is_right_to_left

_BASELINE = 1.05
"""Distance of the baseline from the upper edge of a line, in font sizes."""


def page_of(certificate: Certificate) -> dict[str, object]:
    """Return the page of `certificate` as `drawn` gives it."""
    sheet = rendering.sheet_for(certificate)
    with translation.override(certificate.language):
        return drawn(sheet, rendering.layout(sheet, contents_of(certificate, sheet)))


def drawn(sheet: Sheet, placed: Sequence[Placed]) -> dict[str, object]:
    """Return what `certificates/drawn.html` draws: background, pictures, rules and lines of text, in millimetres."""
    return {
        "width": sheet.width,
        "height": sheet.height,
        "background": rendering.background_image(sheet),
        "pictures": [box for box in placed if isinstance(box, Drawn)],
        "rules": [box for box in placed if isinstance(box, Rule)],
        "lines": [line for box in placed if isinstance(box, Text) for line in _lines(box)],
    }


def _lines(box: Text) -> Iterator[dict[str, object]]:
    weight = fonts.BOLD if box.bold else fonts.REGULAR
    x, side = {"left": (box.x, "start"), "right": (box.x + box.w, "end")}.get(box.align, (box.x + box.w / 2, "middle"))
    for number, line in enumerate(box.lines):
        right_to_left = is_right_to_left(line, box)
        yield {
            "text": line,
            "x": x,
            "y": box.y + (number * box.leading + box.size * _BASELINE) * POINT,
            "size": box.size * POINT,
            "width": fonts.width(line, weight=weight) * box.size * POINT,
            "anchor": {"start": "end", "end": "start"}.get(side, side) if right_to_left else side,
            "direction": "rtl" if right_to_left else "ltr",
            "box": box,
        }
