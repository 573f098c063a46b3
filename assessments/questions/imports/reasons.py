"""Reasons why a question was not read or cannot be written, in sentences that say what to do next."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.formats.draft import Refused

from . import reasons_qti

SENTENCES: Mapping[str, Any] = {
    # any file
    "too-many": _("The file has more than %(limit)s questions. Export it in parts, and import each."),
    "too-heavy": _(
        "Reading the file took more time or memory than a file of questions needs, and was stopped. Export it in "
        "parts, and import each; "
        "if a small part stops too, write its questions in the bank."
    ),
    "number": _("“%(given)s” is not a number. Write it with digits and a decimal point."),
    "fraction-range": _("%(given)s %% is more than all the marks. Give a percentage from -100 to 100."),
    "type-unknown": _("Questions of the type “%(type)s” cannot be imported."),
    # GIFT
    "gift-braces": _(
        "The answers need one { before them and one } after them. Write \\{ and \\} for braces in the text."
    ),
    "gift-answers": _("There are fewer than %(least)s answers between the braces."),
    "gift-numbers": _("No number is given as the answer. Write it as {#3:0.5}, and zero as {#0:0}."),
    "gift-arrow": _("The pair “%(given)s” has no arrow. Write every pair as = one -> other."),
    "gift-category": _(
        "This text follows a category without an empty line between them. Put one there, and import the file again."
    ),
    # Aiken
    "aiken-no-question": _("This line is an answer, but no question stands before it."),
    "aiken-unfinished": _(
        "The line ANSWER: is missing before line %(at)s, where another question begins. A question stands on one line."
    ),
    "aiken-no-answer": _("The file ends before the line ANSWER: of this question."),
    "aiken-options": _("The question has fewer than two options."),
    "aiken-letter": _("The line ANSWER: names “%(given)s”, which is none of the options."),
    # Moodle XML
    "xml-broken": _("The file is not well-formed XML: it breaks off or is damaged at line %(at)s."),
    "xml-dtd": _(
        "The file defines a document type or entities. For safety such files are not read; export it again without "
        "them."
    ),
    "xml-deep": _("The file is nested too deeply to be a file of questions."),
    "xml-other": _("The file is XML, but not Moodle’s: its outermost element is “%(root)s”, not “quiz”."),
    "xml-no-answers": _("The question has no answers."),
    "xml-file": _("The file “%(file)s” inside the question is damaged."),
    "cloze-none": _("The text has no gap such as {1:SHORTANSWER:=answer}."),
    "cloze-mixed": _(
        "In some gaps of the text case counts, and in others it does not. Make it count in all or in none."
    ),
    "cloze-weights": _("The gaps of the text count differently. Make them count the same."),
    "cloze-several": _("A gap in which several options are right cannot be imported."),
    "cloze-tolerance": _("The right answers of a gap have different tolerances. Give them the same."),
    "cloze-answers": _("Gap %(gap)s has no right answer, or fewer than two options to choose from."),
    "gap-too-many": _("The text has too many gaps and words to choose from. Divide the question into several."),
    "gap-choice": _("The text refers to choice %(gap)s, which is not among the choices."),
    # what a format cannot hold
    "write-type": _("This format has no such type of question."),
    "write-options": _("This format holds from 2 to 26 options."),
    "write-fractions": _("This format cannot hold what these options earn."),
    "write-scoring": _("This format cannot hold this way of scoring."),
    "write-feedback": _("This format cannot hold feedback and hints."),
    "write-hints": _("This format cannot hold hints."),
    "write-files": _("This format cannot hold images and sounds."),
    "write-plain": _("This format holds only plain text on one line."),
    "write-name": _("This format cannot hold a name with tags or of more than 255 characters."),
    "write-category": _("This format cannot hold the name of the question’s category."),
    "write-tags": _("This format cannot hold these tags or this number."),
    "write-pairs": _("This format cannot hold these pairs."),
    "write-case": _("This format cannot say whether case and diacritics count."),
    "write-answers": _("This format cannot hold these answers."),
    "write-units": _("This format cannot hold units."),
    "write-relative": _("This format cannot hold a tolerance in percent of the number."),
    "write-essay": _("This format cannot hold word limits, a model answer or a rubric."),
    "write-rubric": _("This format cannot hold a rubric."),
    "write-blanks": _("This format cannot hold blanks at the beginning or end of a text."),
    "write-characters": _("This format cannot hold some invisible characters of the question."),
    "write-gaps": _("This format cannot hold these gaps."),
    **reasons_qti.SENTENCES,
}


def sentence(refused: Refused) -> str:
    """Return the reason in the active language.

    A format from elsewhere may give a whole sentence for a code: it is shown as it stands.
    """
    return sentence_of(refused.reason, refused.values)


def sentence_of(reason: str, values: Mapping[str, str]) -> str:
    """Return the sentence of a code, as `NotWritable` has it too."""
    template = SENTENCES.get(reason)
    return str(template) % values if template is not None else reason
