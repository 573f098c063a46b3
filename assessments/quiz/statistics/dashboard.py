"""Section of the admin's dashboard with the questions that an editor should mend."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessments.questions.models import Question
from courses.editing import inbox
from courses.editing.sections import MOST, Group, Link, Row, Section, joined
from courses.editing.translation_tasks import older_rows

from .admin import may_see, quizzes_of
from .models import StatisticsRun
from .rows import QuestionRow, lines_of

QUIZZES = 10
"""Of so many quizzes, those that were computed last, the questions are looked through."""
EDIT = "wagtailsnippets_questions_question:edit"

inbox.listed_elsewhere.add(Question)


class ToMend(Section):
    """Flagged by what learners answered, changed since that was computed,
    or older in a language than what was translated.
    """

    name = "mend"
    order = 30
    heading = gettext_lazy("Questions to mend")
    icon = "help"
    empty = gettext_lazy(
        "No question of your quizzes is flagged. The statistics of a quiz say which of its questions to mend."
    )

    def meant_for(self, user: Any) -> bool:
        return user.has_perm("questions.change_question")

    def groups(self, user: object) -> list[Group]:
        flagged, changed = _flagged(user)
        older = [
            Row(task.title, task.address, joined(task.language, task.standing)) for task in older_rows(user, Question)
        ]
        return [
            Group(flagged, _("Flagged by what learners answered")),
            Group(changed, _("Changed since then: compute the statistics again")),
            Group(older, _("Translations that are older than their question")),
        ]

    def next_step(self, user: object) -> Link:
        return self.more(user)

    def more(self, user: Any) -> Link:
        if may_see(user):
            return Link(_("Quiz statistics"), reverse("quiz_statistics"))
        return Link(_("Questions"), reverse("wagtailsnippets_questions_question:list"))


def _flagged(user: Any) -> tuple[list[Row], list[Row]]:
    """Return questions that `user` may open and the statistics flag: as they stand, and those published anew since.

    Five statements.
    """
    mine = quizzes_of(user).values("translation_key")
    computed = StatisticsRun.objects.filter(activity__in=mine, which=StatisticsRun.Which.FIRST, figures__isnull=False)
    runs = list(computed.select_related("activity").order_by("-finished_at")[:QUIZZES])
    urgent = list(_urgent(runs))
    published = dict(
        Question.objects.filter(pk__in=[line.pk for _run, line in urgent]).values_list("pk", "last_published_at")
    )
    flagged, changed, language = [], [], get_language() or ""
    for run, line in urgent:
        at = published.get(line.pk)
        if at is not None and run.finished_at is not None and at > run.finished_at:
            changed.append(
                Row(line.name, reverse("quiz_statistics_of", args=[run.activity_id]), run.activity.title_in(language))
            )
        else:
            flagged.append(
                Row(line.name, reverse(EDIT, args=[line.pk]), joined(run.activity.title_in(language), line.words[0]))
            )
    return flagged[:MOST], changed[:MOST]


def _urgent(runs: list[StatisticsRun]) -> Iterator[tuple[StatisticsRun, QuestionRow]]:
    """Yield the urgent rows of each run, as far as their question is in the bank."""
    by_run = lines_of(runs)
    for run in runs:
        yield from ((run, line) for line in by_run[run.pk] if line.urgent and line.pk is not None)
