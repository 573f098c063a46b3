"""Reasons why a part of QTI was not read or cannot be written, in sentences that say what to do next."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Any] = {
    # the file
    "qti-not-xml": _("The file is not well-formed XML: it breaks off or is damaged at line %(line)s. Export it again."),
    "qti-not-qti": _("The outermost element, “%(element)s”, is none of QTI. Choose the format that the file has."),
    "qti-xml-forbidden": _(
        "The file declares entities. For safety such files are not read; export it again without them."
    ),
    "qti-xml-too-large": _("The file is nested too deeply or has too many elements to be a file of questions."),
    "qti-zip-broken": _("The package is damaged. Export it again, and do not open and save it on the way."),
    "qti-zip-encrypted": _("The package is protected with a password. Export it again without one."),
    "qti-zip-link": _("The package holds a link, “%(name)s”, instead of a file. Pack the file itself."),
    "qti-zip-path": _("The package holds a file outside its own folder, “%(name)s”. Export it again."),
    "qti-zip-ratio": _("The file “%(name)s” of the package unpacks to far more than it should. Take it out."),
    "qti-zip-too-large": _("The package unpacks to more than %(most)s bytes. Divide it into several."),
    "qti-zip-too-many": _("The package holds more than %(most)s files. Divide it into several."),
    "qti-manifest": _(
        "The list of contents of the package, imsmanifest.xml, cannot be understood. Export the package again."
    ),
    "qti-no-items": _(
        "The package holds no questions, or the question has nothing to sort. Check that it is the right file."
    ),
    "qti-missing-file": _("The file “%(name)s” is missing. Import the whole package in which it lies."),
    "qti-elsewhere": _(
        "The question “%(name)s” lies in another bank and is only named here. Export that bank, and import it too."
    ),
    # the kind of question
    "qti-adaptive": _("The question changes while it is answered (adaptive). Write it anew as a question of one step."),
    "qti-template": _(
        "The question is made anew from a template each time. Write one or more fixed questions instead."
    ),
    "qti-calculated": _(
        "The question computes its numbers from a formula. Write one or more questions with fixed numbers instead."
    ),
    "qti-upload": _("The question asks for a file. Make an assignment of it."),
    "qti-interaction": _("The bank has no type for “%(interaction)s”. Ask the same in another way."),
    "qti-composite": _(
        "The question asks several things at once (%(interactions)s). Divide it into several questions."
    ),
    "qti-record": _("The question expects a record of several values. Divide it into several questions."),
    "qti-cardinality": _("The choice is of a kind that the bank does not know (%(cardinality)s)."),
    "qti-damaged": _(
        "The question says things that make no sense together. Open it in its source, save it and export it again."
    ),
    # its answers
    "qti-no-right-answer": _("Nothing earns any marks. Say in the source which answer is right, and export again."),
    "qti-no-options": _("The question has no options."),
    "qti-no-response": _("The question refers to a response, “%(identifier)s”, that is not declared."),
    "qti-scoring": _(
        "The marks are given in a way that the bank does not know. Choose a simpler way in the source, and export "
        "again."
    ),
    "qti-processing": _(
        "The rules for marking use “%(element)s”, which is not known here. Choose a simpler way in the source."
    ),
    "qti-template-unknown": _(
        "The rules for marking are named (%(template)s) but not given. Choose one of QTI’s own in the source."
    ),
    "qti-pattern": _(
        "The pattern “%(value)s” says more than the bank’s wildcards can. List the right answers instead."
    ),
    "qti-no-end": _("The range of right numbers has no end. Give it a lowest and a highest number."),
    "qti-bad-number": _("“%(value)s” is not a number. Correct it in the source, and export again."),
    "qti-bad-coordinates": _("The place on the picture cannot be understood (%(value)s). Draw it again in the source."),
    "qti-match-sets": _(
        "The texts to join cannot be told apart from the texts that they are joined with. Check the pairs in "
        "the source."
    ),
    "qti-many-to-many": _("One item belongs to several places. Divide the question so that each belongs to one."),
    "qti-not-plain": _("“%(identifier)s” is a picture where the bank holds text only. Describe it in words."),
    "qti-order-part": _("Only a part of the items is to be ordered. Take out those that are not."),
    "qti-gap-several": _("Several things belong into one gap. Make a gap for each."),
    "qti-gap-pattern": _("A gap accepts patterns. List the right answers instead, or ask for a short text."),
    "qti-gap-numbers": _("A gap accepts numbers in several ranges. Ask for each number in a question of its own."),
    "qti-gap-algorithm": _(
        "A gap compares answers by “%(algorithm)s”, which the bank cannot. List the right answers instead."
    ),
    "qti-gaps-mixed": _("Some gaps are typed and others chosen. Make two questions of it."),
    # writing
    "qti-no-picture": _("The picture of the question is missing. Choose one, then export again."),
    "qti-file-names": _(
        "Two questions carry different files of the same name, “%(name)s”. Rename one, then export again."
    ),
}
