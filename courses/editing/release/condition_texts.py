"""Conditions in words for whoever decides on a release: what changes, and which of them wait for what is closed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.foundation.plugins.access import Condition, Place, access_conditions
from lms.foundation.plugins.runtime.registry import NotInstalled

from ...catalogue.conditions import ANY
from ...catalogue.models import Course
from ...catalogue.outline import Entry, Outline
from ...catalogue.prerequisite_cycles import prerequisites


@dataclass(frozen=True)
class ConditionTexts:
    """Sentences of conditions of `outline`; `courses` are the titles of the courses that they name, by id."""

    outline: Outline
    courses: Mapping[str, str]

    @property
    def today(self) -> date:
        return timezone.localdate()

    def all(self, conditions: Iterable[Condition]) -> str:
        """Return a sentence with the conditions that have to hold together; it says so where there are none."""
        said = [self.one(one) for one in conditions]
        if not said:
            return _("Opens without conditions")
        return _("Opens when: %(conditions)s") % {"conditions": get_text_list(said, _("and"))}

    def one(self, condition: Condition) -> str:
        if condition.kind == ANY:
            ways = get_text_list([self.one(one) for one in condition.any_of], _("or"))
            return _("one of these holds (%(ways)s)") % {"ways": ways}
        try:
            return access_conditions.get(condition.kind).for_reviewers(condition, self)
        except NotInstalled:
            return _("“%(kind)s” holds, which this site does not know or cannot ask now") % {"kind": condition.kind}

    def course(self, condition: Condition) -> Place:
        return Place(self.courses.get(condition.subject, "?"))

    def activity(self, condition: Condition) -> Place:
        entry = self.outline.by_id(condition.subject)
        return Place(str(entry.title(get_language() or "en", self.outline.source)) if entry else "?")


def changes(old: Outline, new: Outline) -> Iterator[tuple[str, str]]:
    """Yield the changes in the conditions of the course and of each activity: its title, and the conditions that open
    it from now on.

    One statement where a condition names a course.
    """
    titles = _titles(prerequisites(new))
    said = ConditionTexts(new, titles)
    if old.conditions != new.conditions:
        yield new.titles.get(new.source, ""), said.all(new.conditions)
    for entry in new.activities:
        known: Entry | None = old.by_id(entry.id)
        if entry.conditions != (known.conditions if known else ()):
            yield str(entry.title(new.source, new.source)), said.all(entry.conditions)


def closed(outline: Outline) -> list[str]:
    """Return the titles of courses that conditions name and in which nobody can be enrolled: who has not completed them
    by now never will. One statement where a condition names a course.
    """
    keys = prerequisites(outline)
    if not keys:
        return []
    rows: Any = Course.objects.filter(pk__in=keys, open=False)
    return sorted(str(course.title_in(get_language() or "en")) for course in rows)


def _titles(keys: Iterable[str]) -> dict[str, str]:
    keys = list(keys)
    rows = Course.objects.filter(pk__in=keys) if keys else ()
    return {str(course.pk): str(course.title_in(get_language() or "en")) for course in rows}
