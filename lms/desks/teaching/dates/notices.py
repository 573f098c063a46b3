"""Notices to learners from the people who teach them: a reminder of a course, or of all that a cohort has to do."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.interface.words import day
from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, tell
from lms.learning.progress.models import Enrolment
from lms.people.directory.institutions import Institution

if TYPE_CHECKING:
    from courses.catalogue.models import Course

MAKES_SENSE = timedelta(days=3)


class Reminder(NoticeKind):
    """Reminder by an instructor, of those `courses` (ids) that are not complete when it is read."""

    slug = "teaching_reminder"
    name = _("Your instructor reminds you")
    duty = "learner"

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        courses = {course for one in told for course in one.facts.get("courses", [])}
        rows = Enrolment.objects.under_way().filter(course__in=courses, learner__in={one.person for one in told})
        open_rows: defaultdict[int, dict[str, Enrolment]] = defaultdict(dict)
        for row in rows.select_related("course").only("learner", "due_at", "course__slug", "course__titles"):
            open_rows[row.learner_id][str(row.course_id)] = row
        return [self._words(_own(open_rows[one.person], one.facts), now) for one in told]

    def _words(self, rows: Sequence[Enrolment], now: datetime) -> Words | None:
        if not rows:
            return None
        due = min((row.due_at for row in rows if row.due_at is not None), default=None)
        when = "" if due is None else day(due, today=timezone.localdate(now))
        if len(rows) > 1:
            return self._of_several(len(rows), when)
        title = rows[0].course.title_in(get_language() or "en")
        text = gettext("Your instructor reminds you of the course “%(course)s”.") % {"course": title}
        if when:
            text = gettext("Your instructor reminds you of the course “%(course)s”, due on %(day)s.")
            text %= {"course": title, "day": when}
        address = reverse("learn:course", args=[rows[0].course.slug])
        return Words(gettext("Reminder: %(course)s") % {"course": title}, text, address)

    def _of_several(self, number: int, when: str) -> Words:
        text = ngettext(
            "Your instructor reminds you of %(count)s course that you have not completed.",
            "Your instructor reminds you of %(count)s courses that you have not completed.",
            number,
        )
        if when:
            text = ngettext(
                "Your instructor reminds you of %(count)s course that you have not completed; the next is due on "
                "%(day)s.",
                "Your instructor reminds you of %(count)s courses that you have not completed; the next is due on "
                "%(day)s.",
                number,
            )
        subject = ngettext("Reminder: %(count)s course", "Reminder: %(count)s courses", number) % {"count": number}
        return Words(subject, text % {"count": number, "day": when}, reverse("learn:mine"))


def _own(rows: Mapping[str, Enrolment], facts: Mapping[str, Any]) -> list[Enrolment]:
    return [rows[course] for course in facts.get("courses", []) if course in rows]


def remind(people: Iterable[int], courses: "Sequence[Course]", *, at: Institution, whole: str, now: datetime) -> int:
    """Remind `people` of those `courses` that they have to do: once a day, of the days of the institution `at`, for the
    same matter: the course, or `whole` for several. Returns how many were told anew.
    """
    today = now.astimezone(ZoneInfo(at.timezone)).date()
    matter = courses[0].pk if len(courses) == 1 else whole
    facts = {"courses": [str(course.pk) for course in courses]}
    occasions = [Occasion(person, f"{matter}:{today}", now, now + MAKES_SENSE, facts) for person in people]
    return tell(Reminder.slug, occasions, now=now)
