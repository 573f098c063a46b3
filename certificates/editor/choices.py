"""Words of the pick lists of the editor of designs."""

from django.utils.translation import gettext_lazy as _

from ..design.sheet import CREST, OWN_WORDS, PICTURE, PLUGIN, QR, SIGNATURES, TEXT

KINDS = {
    TEXT: _("Text"),
    CREST: _("Crest"),
    SIGNATURES: _("Signatures"),
    QR: _("QR code"),
    PICTURE: _("Picture"),
    PLUGIN: _("Line of a plugin"),
}
LINES = {
    "issuer": _("Institution that issues it"),
    "unit": _("Institution of the holder, if another"),
    "programme": _("Name of the training programme"),
    "title": _("“Certificate of completion”"),
    "certify": _("“This is to certify that”"),
    "name": _("Name of the holder"),
    "number": _("Service number, in a sentence"),
    "course": _("Course or programme"),
    "parts": _("Courses of a programme"),
    "training": _("Time online and in class"),
    "completed": _("Edition and day of completion"),
    "valid": _("Until when it is valid"),
    "score": _("Score"),
    "serial": _("Serial number"),
    "address": _("Address where it is verified"),
    OWN_WORDS: _("Words of your own (below)"),
}
COLOURS = {"ink": _("Black"), "soft": _("Grey"), "teal": _("Teal"), "gold": _("Gold"), "white": _("White")}
ALIGNMENTS = {"center": _("In the middle"), "start": _("Where reading begins"), "end": _("Where reading ends")}
PAGES = {"A4": "A4", "Letter": "Letter"}
SCRIPTS = {"en": _("Latin"), "ar": _("Arabic"), "am": _("Ethiopic")}
"""Languages of the preview, with the name of their script."""
