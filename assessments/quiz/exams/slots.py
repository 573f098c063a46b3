"""Parts that exams add to the pages of a cohort and of a person."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, gettext

from courses.catalogue.lookup import release
from lms.foundation.plugins.pages.slots import Panel
from lms.learning.progress.models import Enrolment

from ..sitting.rules import MARKED_KINDS
from .exception_texts import exceptions_in_words
from .models import Override

if TYPE_CHECKING:
    from django.db.models import Model


def exams_of_cohorts(rows: "Sequence[Model]") -> dict[int, Panel]:
    """Return links to what an instructor does for a cohort's quizzes; the addresses ask who may."""
    return {
        cohort.pk: Panel(gettext("Quizzes and exams"), "quiz/exams/cohort_panel.html", {"cohort": cohort})
        for cohort in rows
        if getattr(cohort, "may_change", True)
    }


def exceptions_of_people(rows: Sequence[Enrolment]) -> dict[int, Panel]:
    """Return every exception at the quizzes of an enrolment, also those of the past.

    One statement however many enrolments there are.
    """
    learners = {enrolment.learner_id for enrolment in rows}
    overrides: list[Any] = list(
        Override.objects.filter(Q(learner__in=learners) | Q(cohort__members__user__in=learners))
        .annotate(whose=Coalesce("learner", "cohort__members__user"))
        .select_related("activity", "learner", "cohort", "by")
        .order_by("-at", "-pk")
    )
    panels = {}
    for enrolment in rows:
        quizzes = quizzes_of(enrolment)
        own = [row for row in overrides if row.activity_id in quizzes and row.whose == enrolment.learner_id]
        if own:
            context = {"lines": exceptions_in_words(own, language=get_language())}
            panels[enrolment.pk] = Panel(gettext("Exceptions"), "quiz/exams/person_panel.html", context)
    return panels


def quizzes_of(enrolment: Enrolment) -> set[UUID]:
    """Return the quizzes of the course as the enrolment has it."""
    outline = release(enrolment.release_id).outline
    return {UUID(entry.id) for entry in outline.activities if entry.kind in MARKED_KINDS}
