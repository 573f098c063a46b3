"""Tab of a cohort: which questions it got wrong, what was chosen, and what it gained between two tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from courses.models import Activity
from lms.foundation.interface.words import percent
from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.slots import Panel
from lms.foundation.plugins.pages.tabs import Tab
from lms.people.directory.choices import STAFF_ROLES
from lms.people.directory.models import Cohort
from lms.people.directory.rules import is_member

from ..desk.release_rules import sat_now
from ..page.models import QuizPage
from .gain_guide import titled
from .gains import Tests, equal_forms, pairs_of
from .measures.gain import Gain, gain
from .measures.verdicts import FEWEST
from .models import CohortFigures
from .rows import QuestionRow, lines_of


@dataclass(frozen=True)
class CohortQuiz:
    """Quiz of a cohort with its questions, the one that was got wrong most first, and when they were counted."""

    title: Any
    number: int
    finished_at: datetime
    questions: list[QuestionRow]


class QuestionsOfCohort(Tab):
    slug = "quiz_questions"
    label = gettext_lazy("Questions")
    place = slots.COHORT

    def panel(self, row: Any, viewer: Any, *, now: datetime) -> Panel | None:
        """Return the panel of the cohort's first attempts; None for whoever does not see the cohort, or is in it.

        Quizzes that somebody still takes are left out, as their attempts are.
        """
        if not Cohort.objects.visible_to(viewer, *STAFF_ROLES).filter(pk=row.pk).exists() or is_member(viewer, row):
            return None
        context = {
            "quizzes": _quizzes(row, now=now),
            "gains": list(_gains(row, viewer)),
            "fewest": FEWEST,
        }
        return Panel(self.label, "quiz/cohort_questions.html", context)


def _quizzes(cohort: Cohort, *, now: datetime) -> list[CohortQuiz]:
    """Return the quizzes whose attempts may be read. Three statements."""
    open_pages = QuizPage.objects.filter(translation_key=OuterRef("activity"), closes_at__gt=now)
    rows = CohortFigures.objects.filter(cohort=cohort).exclude(Exists(open_pages)).exclude(sat_now("activity", now))
    found = list(rows.select_related("activity").order_by("activity__slug"))
    lines, language = lines_of(found), get_language() or "en"
    return [
        CohortQuiz(
            one.activity.title_in(language),
            one.figures["all"]["number_of_attempts"],
            one.finished_at,
            sorted(lines[one.pk], key=_hardest_first),
        )
        for one in found
    ]


def _hardest_first(line: QuestionRow) -> tuple[bool, float]:
    return line.facility is None, line.facility or 0.0


def _gains(cohort: Cohort, viewer: Any) -> Iterator[tuple[Any, list[str]]]:
    """Yield the title of each two tests that somebody of the cohort took, and the gain in sentences."""
    tests = equal_forms()
    pairs = pairs_of(viewer, tests, {"cohort": str(cohort.pk)}, roles=STAFF_ROLES) if tests else {}
    titles = _titles(tests)
    for ((before, after), _group), found in pairs.items():
        yield titled(titles[before], titles[after]), in_words(gain(found))


def _titles(tests: list[Tests]) -> dict[Any, Any]:
    language = get_language() or "en"
    wanted = {activity for one in tests for activity in one}
    return {row.pk: row.title_in(language) for row in Activity.objects.filter(pk__in=wanted)}


def in_words(figures: Gain) -> list[str]:
    """Return the gain and its uncertainty in sentences; the number of learners alone where they are too few."""
    count = figures.number_paired
    both = ngettext(
        "%(count)s learner has a result in both tests.", "%(count)s learners have results in both tests.", count
    )
    if figures.mean_gain is None or figures.mean_gain_interval is None:
        few = _("Figures are shown from %(fewest)s learners on: of fewer they say little, and too much about persons.")
        return [both % {"count": count}, few % {"fewest": FEWEST}]
    low, high = figures.mean_gain_interval
    sentence = _("%(before)s before, %(after)s after: %(change)s points of per cent (%(low)s to %(high)s)")
    about = {"before": percent(figures.mean_pre or 0.0), "after": percent(figures.mean_post or 0.0)}
    points = {"change": _points(figures.mean_gain), "low": _points(low), "high": _points(high)}
    return [both % {"count": count}, f"{sentence % (about | points)}.", _verdict(low, high)]


def _verdict(low: float, high: float) -> str:
    """Return what the limits of the mean gain (95 %) allow to say."""
    if low > 0:
        return _("The cohort knows more than before: even the lower limit is above zero.")
    if high < 0:
        return _("The cohort knows less than before: even the upper limit is below zero.")
    return _("The difference may be chance: zero lies between the limits.")


def _points(share: float) -> str:
    """Return a difference of shares in points of per cent, to one place."""
    return number_format(round(100 * share, 1), 1)
