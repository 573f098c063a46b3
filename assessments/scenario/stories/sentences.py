"""Sentences on a file, on parts that are left out of it, and on work that its scenes still need."""

from collections.abc import Iterable, Iterator

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.casework import Finding
from assessments.casework.imports import Unreadable
from lms.foundation.work.uploads import TOO_HEAVY

from ..finding_texts import sentence
from .conversion import MOST_SCENES

TOGETHER = ("script", "style", "special")
"""Said once for all passages."""


def refusal(refused: Unreadable) -> str:
    if refused.why == "unknown":
        return _(
            "The file is neither a story of Twine nor a Branching Scenario of H5P. Save it there as a .twee, "
            ".html or .h5p file, then upload it."
        )
    if refused.why == "large":
        return too_large(int(str(refused.values["most"])))
    if refused.why == "empty":
        return _("There is no scene in this file.")
    if refused.why == "heavy":
        return str(TOO_HEAVY)
    if refused.why == "too-many":
        return too_many()
    return _("The package cannot be read: it is damaged, or no package of H5P. Save it again there, then upload it.")


def too_large(most: int) -> str:
    sentence = _("The file is larger than %(limit)s. Make it smaller, or divide it, then upload it again.")
    return sentence % {"limit": filesizeformat(most)}


def too_many() -> str:
    return _("A scenario has %(most)s scenes at most. Divide the story into several scenarios.") % {"most": MOST_SCENES}


def left_out(findings: Iterable[Finding]) -> list[str]:
    """Return a sentence for each thing that is left out; scripts and passages that are no scenes are named together."""
    listed = list(findings)
    names = {what: [each.place for each in listed if each.what == what] for what in TOGETHER}
    return [*_together(names), *(_left_out(each) for each in listed if each.what not in TOGETHER)]


def _together(names: dict[str, list[str]]) -> Iterator[str]:
    if code := names["script"] + names["style"]:
        yield _("Scripts and styles are left out: %(names)s.") % {"names": ", ".join(code)}
    if names["special"]:
        yield _("Passages that are no scenes are left out: %(names)s.") % {"names": ", ".join(names["special"])}


def _left_out(finding: Finding) -> str:
    values = {"title": finding.place, **finding.values}
    return {
        "macro": lambda: _("“%(title)s”: macros are left out (%(names)s). Read the text around them.") % values,
        "variable": lambda: (
            _("“%(title)s”: the program put a value in place of %(names)s. Write words instead.") % values
        ),
        "picture": lambda: _("“%(title)s”: pictures are left out.") % values,
        "media": lambda: _("“%(title)s”: it is no text (%(names)s), and is left out.") % values,
        "twice": lambda: _("“%(title)s” is in the file twice. The first one is taken.") % values,
        "no_passage": lambda: _("“%(title)s”: a link leads to “%(target)s”, which is not in the file.") % values,
        "cut": lambda: _("“%(title)s” is too long, and is cut.") % values,
        "links": lambda: _("“%(title)s” is too long, and is cut.") % values,
    }[finding.what]()


def wanted(finding: Finding) -> str:
    """Return the sentence on work that is still to be done, also as the checker of the page says it."""
    values = finding.values
    sentences = {
        "too_long": lambda: (
            _("Scene %(number)s, “%(title)s”: a text is longer than a scene takes. Shorten it.") % values
        ),
        "many_choices": lambda: _("Scene %(number)s, “%(title)s”: it has more than six choices.") % values,
        "no_text": lambda: _("Scene %(number)s, “%(title)s”: write what happens.") % values,
        "no_feedback": lambda: (
            ngettext(
                "%(count)s choice has no feedback: write why it is right, or tempting.",
                "%(count)s choices have no feedback: write why each is right, or tempting.",
                int(str(values["count"])),
            )
            % values
        ),
    }
    return sentences[finding.what]() if finding.what in sentences else sentence(finding)
