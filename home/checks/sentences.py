"""Sentences in which findings are told, by rule."""

from django.utils.translation import gettext_lazy as _

from lms.people.directory.countries import country_name

from ..curriculum import played
from .editions import Finding
from .playing import CASE, SCENARIO

SENTENCES = {
    "minutes": _("The page states %(stated)s minutes; reading and answering take about %(measured)s."),
    "course_minutes": _("The course states %(stated)s minutes; its required parts state %(measured)s together."),
    "few_items": _(
        "The bank has %(number)s questions for “%(objective)s”; %(draw)s are drawn, so it needs %(needed)s."
    ),
    "recall": _(
        "%(number)s of %(all)s questions only ask for what was read: they are labelled easy or describe no situation. "
        "At most %(limit)s in a hundred should."
    ),
    "no_lesson": _("The course has no lesson yet."),
    "no_quiz": _("The course has no quiz with questions yet."),
    "empty_lesson": _("There is nothing to read in this lesson yet."),
    "longest": _(
        "The right option is the longest in %(number)s of %(all)s questions. With more than %(limit)s in a hundred "
        "learners can guess."
    ),
    "shortest": _(
        "The right option is the shortest in %(number)s of %(all)s questions. With more than %(limit)s in a hundred "
        "learners can guess."
    ),
    "stands_out": _(
        "The right option stands out by its length: %(right)s characters, the others %(others)s on the average."
    ),
    "position": _(
        "The right option is number %(place)s in %(number)s of %(all)s questions whose options keep their order."
    ),
    "filler": _("The option “%(option)s” says nothing about the case. Write one that somebody could choose."),
    "repeated_option": _("The option “%(option)s” stands in %(number)s questions and is always wrong."),
    "negative": _("The question asks for what does not hold (“%(words)s”). Ask for what holds."),
    "absolute": _(
        "The word “%(word)s” stands in %(right)s right and in %(wrong)s wrong options. Use it as often in both."
    ),
    "guessable": _("The question has %(number)s options: a guess is right too often for a quiz that certifies."),
    "no_alternative": _(
        "The case distresses. It needs a content note, the case in short for readers who skip it, and a well-being "
        "line."
    ),
    "undeclared": _("The case speaks of an act that distresses (“%(word)s”) and has no content note."),
    "unprepared": _(
        "The question speaks of an act that distresses (“%(word)s”), and there is no introduction that prepares its "
        "reader."
    ),
    "no_card": _("The lesson has no card on the law of: %(countries)s."),
    "expired": _("The text cites a provision that held until %(date)s: %(provision)s."),
    "unknown_provision": _("The text cites a provision that is not known: %(provision)s."),
    "unchecked": _("No lawyer has checked %(number)s of the %(all)s provisions that the course cites."),
    "no_alt": _("The picture has no text for readers who do not see it."),
    "structure": _("This part is not as in the source: its minutes, keys, types, or which option is right."),
    "numbers": _("Numbers differ. Only here: %(here)s. Only in the source: %(there)s."),
    "length": _(
        "This lesson has %(here)s words; from the source and the other lessons of the translation one expects about "
        "%(expected)s. Is something missing?"
    ),
    "turned_number": _(
        "The number %(number)s is shown turned round between Arabic words. Put a left-to-right mark (U+200E) before it."
    ),
    "name_twice": _("The name “%(name)s” stands for a person in the course %(course)s."),
    "name_again": _("The name “%(name)s” is known from a lesson. Give the person in the question another one."),
    SCENARIO: "%(said)s",
    CASE: "%(said)s",
    "case_twice": _("This text stands in the course %(course)s too (%(at)s): “%(text)s”."),
}


def sentence(finding: Finding) -> str:
    """Return the finding as a sentence in the reader's language."""
    values = dict(finding.values)
    if "countries" in values:
        values["countries"] = ", ".join(country_name(code) for code in finding.values["countries"])
    if "found" in values:
        values["said"] = played.sentence(values)
    return str(SENTENCES[finding.rule]) % values
