"""Typesetting of HTML as PDF."""

import io

from . import fonts


class CannotBeSet(ValueError):
    """The library could not make a document of it."""


def typeset(html: str) -> bytes:
    """Return the PDF of `html`, which may read only the fonts. Raises `CannotBeSet`."""
    from xhtml2pdf import pisa
    from xhtml2pdf.config.resources import ResourceAccessPolicy

    out = io.BytesIO()
    policy = ResourceAccessPolicy(allow_remote=False, base_dir=fonts.folder())
    document = pisa.CreatePDF(html, dest=out, encoding="utf-8", resource_policy=policy)
    if document.err:
        raise CannotBeSet("The page could not be set.")
    return out.getvalue()
