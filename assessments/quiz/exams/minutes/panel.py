"""Panel of a person's page: entries about them in the minutes of exams."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.slots import Panel

from ..slots import quizzes_of
from .models import Minute

if TYPE_CHECKING:
    from lms.learning.progress.models import Enrolment


def minutes_of_people(enrolments: "Sequence[Enrolment]") -> Mapping[int, Panel]:
    """Return by enrolment the entries that stand; one statement."""
    learners = {one.learner_id for one in enrolments}
    rows = Minute.objects.standing().filter(learner__in=learners)
    minutes: list[Any] = list(rows.select_related("sitting__activity", "sitting__institution").order_by("at", "pk"))
    panels = {}
    for enrolment in enrolments if minutes else ():
        quizzes = quizzes_of(enrolment)
        own = [
            (one, one.sitting.activity.title_in(get_language()))
            for one in minutes
            if one.learner_id == enrolment.learner_id and one.sitting.activity_id in quizzes
        ]
        if own:
            panels[enrolment.pk] = Panel(_("Minutes of exams"), "quiz/exams/minutes_panel.html", {"minutes": own})
    return panels
