"""Conditions in words for whoever decides on a release: what changes, and which of them wait for what is closed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.foundation.interface import words
from lms.people.directory.choices import RoleFamily

from ...catalogue.conditions import ACTIVITY, ANY, COURSE, DATE, SCORE, Condition
from ...catalogue.models import Course
from ...catalogue.outline import Entry, Outline
from ...catalogue.prerequisite_cycles import prerequisites


@dataclass(frozen=True)
class ConditionTexts:
    """Sentences of conditions of `outline`; `courses` are the titles of the courses that they name, by id."""

    outline: Outline
    courses: Mapping[str, str]

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
        if condition.kind == DATE:
            return _("it is %(day)s or later") % {"day": words.full_date(date.fromisoformat(condition.day))}
        title = {"title": self._title(condition), "percent": condition.percent}
        if condition.kind == COURSE:
            return _("the course “%(title)s” is completed") % title
        if condition.kind == ACTIVITY:
            return _("“%(title)s” is done") % title
        if condition.kind == SCORE:
            return _("the score in “%(title)s” is %(percent)s %% or more") % title
        return _("the learner’s role family is %(roles)s") % {"roles": roles_in_words(condition)}

    def _title(self, condition: Condition) -> str:
        if condition.kind == COURSE:
            return self.courses.get(condition.subject, "?")
        entry = self.outline.by_id(condition.subject)
        return str(entry.title(get_language() or "en", self.outline.source)) if entry else "?"


def roles_in_words(condition: Condition) -> str:
    """Return the role families of a condition, as in “Police or Prosecution”."""
    labels = [str(RoleFamily(role).label) for role in condition.roles if role in RoleFamily.values]
    return get_text_list(labels, _("or"))


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
