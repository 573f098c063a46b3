"""Sentences of an import on a question: reasons are kept as codes, so that everybody reads them in their own
language.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from .reasons import sentence_of

SENTENCES: dict[str, Any] = {
    "unknown-type": _("Questions of the type “%(type)s” are not known here. This question is left out."),
    "unknown-format": _(
        "Files of this format cannot be read here. Choose a format, or save the questions in another one."
    ),
    "too-large": _("The file is larger than %(limit)s MB. Export it in parts, and import each."),
    "empty": _("There is no question in this file. Is it the right file, and the right format?"),
    "broken": _("The file cannot be read. Save it again where it comes from, and try once more."),
    "gave-up-reading": _(
        "Reading the file was begun %(tries)s times and never ended. Export it in parts, and import each."
    ),
    "gave-up-writing": _(
        "Writing the questions was begun %(tries)s times and got no further. Take the import back, then import the "
        "file again in parts. "
        "If it stops again, tell the person who runs the site."
    ),
    "gave-up-undoing": _(
        "Taking the import back was begun %(tries)s times and got no further. Try once more; if it stops again, tell "
        "the person who "
        "runs the site."
    ),
    "no-stem": _("The question has no text. Write one in the file, then import it again."),
    "problems": _("The question cannot be used as it stands: %(problems)s"),
    "too-long": _(
        "One of its texts has more than %(limit)s tags. Write it with fewer, or divide the question into several."
    ),
    "unfit": _("Its answers do not fit the type “%(type)s”. Write it in the bank instead."),
    "too-deep": _("Its category lies too deep. Move it up in the file, or choose a target that is further up."),
    "category-name": _("The name of its category is too long. Shorten it in the file: 160 characters at most."),
    "same-number": _("The bank has a question with the number “%(number)s” already: “%(question)s”."),
    "same-text": _("The bank has a question that says the same already: “%(question)s”."),
    "twice": _("The question says the same as the one in line %(line)s of this file."),
    "description": _("This text asks nothing, so it is not imported."),
    "picture-missing": _(
        "The question shows the picture “%(file)s”, which the file does not bring. Export it again with its files."
    ),
    "picture-svg": _(
        "The question shows “%(file)s”, an SVG drawing, which may hold programs. Save it as PNG, then import it again."
    ),
    "picture-type": _(
        "The question shows “%(file)s”, which is no picture that can be shown. Save it as PNG or JPEG, then "
        "import it again."
    ),
    "picture-large": _(
        "The question shows “%(file)s”, which is too large. Make it smaller than %(limit)s MB, then import it again."
    ),
}


def tell(code: str, values: Mapping[str, str]) -> str:
    """Return the sentence for a code, in the language that is switched on; a code of the readers is told as `reasons`
    does.
    """
    known = SENTENCES.get(code)
    if known is None:
        return sentence_of(code, values)
    try:
        return str(known) % values
    except (KeyError, ValueError):
        return str(known)
