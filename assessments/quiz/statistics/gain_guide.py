"""Guide of a coordinator to a gain: tests that can be compared, missing parts, and the next step."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.foundation.plugins.report import Guide, Row

from ..page.models import QuizPage
from .gains import Tests
from .measures.gain import FEWEST

MOST = 12
Quizzes = Mapping[UUID, tuple[str, str]]
"""What a filter calls each quiz, and its title."""
STEP = 4
"""Letters of a page's path that each level of the tree takes."""


def suggestions(quizzes: Quizzes) -> list[Tests]:
    """Return two tests that can well be compared: forms of one blueprint, then the first and the last quiz of each
    course, where a quiz that nobody has to take is an exercise and no test. One statement.
    """
    rows = (
        QuizPage.objects.filter(alias_of=None)
        .order_by("path")
        .values_list("path", "translation_key", "like__translation_key", "required")
    )
    forms, ends = [], []
    for _course, pages in groupby(rows, key=lambda row: row[0][:-STEP]):
        of_course = [(key, like, required) for _path, key, like, required in pages]
        forms += [(like, key) for key, like, _required in of_course if like]
        tests = [key for key, _like, required in of_course if required]
        ends += [(tests[0], tests[-1])] if tests else []
    pairs = dict.fromkeys(one for one in [*forms, *ends] if one[0] != one[1] and quizzes.keys() >= {*one})
    return list(pairs)


def guide(quizzes: Quizzes, params: Mapping[str, str], rows: Sequence[Row]) -> Guide | None:
    """Return the text above the rows, or instead of them; None where there is none."""
    chosen = [name for name in ("before", "after") if name in params]
    if len(quizzes) < 2:
        return Guide(
            _("A gain needs two tests"),
            [_what_is_needed(), _("When a course has both and learners have taken them, their gain is shown here.")],
        )
    if len(chosen) == 1:
        return _the_other(quizzes, params, chosen[0])
    if not rows:
        return _nobody(quizzes, chosen)
    return _few(rows) if all(row.cells["mean_gain"] is None for row in rows) else None


def _what_is_needed() -> str:
    return _(
        "A gain compares what the same learners know before a course and after it: a test at its beginning, and one "
        "of equal measure at "
        "its end. An editor adds the second as a quiz that is drawn like the first, so that nobody meets the same "
        "questions twice."
    )


def _the_other(quizzes: Quizzes, params: Mapping[str, str], given: str) -> Guide:
    """Return the guide for two tests. One of the two is chosen: which go with it."""
    place, heading = (0, _("Now choose the test after")) if given == "before" else (1, _("Now choose the test before"))
    slugs = {pk: slug for pk, (slug, _title) in quizzes.items()}
    fitting = [one for one in suggestions(quizzes) if slugs[one[place]] == params[given]]
    kept = {name: value for name, value in params.items() if name not in ("before", "after")}
    sentence = (
        _("A gain is between two tests. Choose the other one in the filters, or one of these.")
        if fitting
        else _("A gain is between two tests. Choose the other one in the filters.")
    )
    return Guide(heading, [sentence], _choices(quizzes, fitting, kept))


def _nobody(quizzes: Quizzes, chosen: Sequence[str]) -> Guide:
    """Return no learner whom the viewer may see has taken either."""
    if chosen:
        heading = _("Nobody has taken these two tests yet")
        sentences = [
            _("Under these filters no learner has a result in either of them. Choose wider filters or two other tests.")
        ]
    else:
        heading, sentences = _("Choose the test before and the test after"), [_what_is_needed()]
    pairs = suggestions(quizzes)
    sentences.append(
        _("These go together:")
        if pairs
        else _("No two tests have been made for each other yet. You can choose any two in the filters.")
    )
    return Guide(heading, sentences, _choices(quizzes, pairs, {}))


def _few(rows: Sequence[Row]) -> Guide:
    """Return the guide where there are learners, and too few with both results."""
    both, one = (max(row.cells[name] for row in rows) for name in ("number_paired", "number_missing"))
    sentences = [
        ngettext(
            "%(count)s learner has a result in both tests.", "%(count)s learners have results in both tests.", both
        )
        % {"count": both},
        _("Figures are shown from %(fewest)s learners on: of fewer they say little, and too much about persons.")
        % {"fewest": FEWEST},
    ]
    if one:
        missing = ngettext(
            "%(count)s learner has taken one of the two only: ask the instructors to see that they take the other.",
            "%(count)s learners have taken one of the two only: ask the instructors to see that they take the other.",
            one,
        )
        sentences.append(missing % {"count": one})
    return Guide(_("Too few learners have taken both tests"), sentences)


def _choices(quizzes: Quizzes, tests: Sequence[Tests], kept: Mapping[str, str]) -> list[tuple[str, Mapping[str, str]]]:
    """Return links to the gain between each two tests, under the filters that are kept."""
    choices: list[tuple[str, Mapping[str, str]]] = []
    for one in tests[:MOST]:
        (before, first), (after, second) = (quizzes[key] for key in one)
        choices.append((titled(first, second), {**kept, "before": before, "after": after}))
    return choices


def titled(before: object, after: object) -> str:
    return _("%(before)s, then %(after)s") % {"before": before, "after": after}
