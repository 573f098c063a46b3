"""The pack of a seat on A4, to be cut along its lines."""

from django.template.loader import render_to_string

from lms.foundation.interface.paper import fonts
from lms.foundation.interface.paper.typesetting import typeset

from .packs import Pack


def pdf(pack: Pack, *, case: str, note: str) -> bytes:
    """Return the pack as PDF, in the direction of the words of the case. Characters that no font has are left out.

    Raises `lms.foundation.interface.paper.typesetting.CannotBeSet`.
    """
    words = " ".join([pack.name, pack.brief, *(one.text for one in pack.begins_with)])
    context = {
        "faces": fonts.faces(),
        "pack": pack,
        "case": case,
        "note": note,
        "runs_to_the_left": fonts.is_arabic(words),
    }
    return typeset(fonts.drawable(render_to_string("simulation/printing/paper.html", context)))
