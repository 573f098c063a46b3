"""The certificate as a page in reading order and, with the optional extra “tagged”, as a PDF/UA-1 of that page."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from lms.foundation.interface.paper import fonts

from ..models import Certificate
from . import rendering
from .contents import contents_of

_STYLE = Path(__file__).parents[1] / "static" / "certificates" / "page.css"


def context_of(certificate: Certificate) -> dict[str, object]:
    """Return what `certificates/article.html` shows: pictures, signatories, lines of plugins, and sentences by name."""
    with translation.override(certificate.language):
        contents = contents_of(certificate, rendering.sheet_for(certificate))
        return {
            "certificate": certificate,
            "contents": contents,
            "texts": {name: lines[0] for name, lines in contents.texts.items() if lines and lines[0]},
            "crest_alt": certificate.issuer.crest_alt or _("Crest"),
            "signature_alt": _("Picture of the signature"),
            "qr_alt": _("QR code that leads to the verification page"),
        }


def is_installed() -> bool:
    """Return whether the extra is there; nothing of it is loaded for that."""
    return find_spec("weasyprint") is not None


def tagged_pdf(certificate: Certificate) -> bytes:
    """Return the page of `certificate` as a PDF whose headings, texts and pictures are tagged, in its language.

    The library reads the fonts of the paper and pictures that stand in the page itself, and nothing from a network.
    """
    load_library()
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    faces = [
        {"family": face.family, "css_weight": face.css_weight, "path": face.path.as_uri()} for face in fonts.faces()
    ]
    with translation.override(certificate.language):
        text = render_to_string("certificates/tagged.html", {**context_of(certificate), "faces": faces})
    page = HTML(string=text, base_url=settings.BASE_URL, url_fetcher=URLFetcher(allowed_protocols={"data", "file"}))
    style = CSS(filename=_STYLE)
    return bytes(page.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1", finisher=_give_order) or b"")


def load_library() -> None:
    """Load the library, which has Pillow take pictures that are cut off: this process goes on refusing those."""
    from PIL import ImageFile

    allowed = ImageFile.LOAD_TRUNCATED_IMAGES
    try:
        import weasyprint  # noqa: F401
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = allowed


def _give_order(document: Any, pdf: Any) -> None:
    """Say each line of Arabic in the order in which it is read (ISO 32000-1, 14.9.4): it is drawn from its left end."""
    import pydyf
    from weasyprint.formatting_structure.boxes import TextBox

    lines = [box.text for page in document.pages for box in page._page_box.descendants() if isinstance(box, TextBox)]
    root = pdf.objects[int(pdf.catalog["StructTreeRoot"].split()[0])]
    for element, line in zip(_lines(pdf, root), lines, strict=True):
        if any(map(fonts.is_arabic, line)):
            element["ActualText"] = pydyf.String(line)


def _lines(pdf: Any, element: Any) -> Iterator[Any]:
    """Yield the element of each line of text below `element`, in reading order."""
    for kid in element["K"]:
        if isinstance(kid, int):
            yield from () if element["S"] == "/Figure" else (element,)
        elif "K" in (below := pdf.objects[int(kid.split()[0])]):
            yield from _lines(pdf, below)
