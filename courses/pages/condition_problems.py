"""Problems of conditions: nobody could ever meet them, or courses wait for one another."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.foundation.plugins.access import Condition, Reach, access_conditions
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.people.directory.choices import RoleFamily

from ..catalogue.conditions import could_hold, is_whole, named, single
from ..catalogue.models import Course
from ..catalogue.outline import Outline
from ..catalogue.prerequisite_cycles import all_conditions, completable, prerequisites


def problem_of(key: object, outline: Outline) -> str:
    """Return a sentence that says why the course `key` cannot be released as `outline` says; empty where it can.

    No statement where no condition names a course; one for each step from course to course otherwise.
    """
    if not all(_is_filled_in(one) for one in single(all_conditions(outline))):
        return _("A condition is not filled in. Open the part in the editor, and fill it in or take it away.")
    roles = [role for role in RoleFamily.values if all(could_hold(one, Reach(role)) for one in outline.conditions)]
    if not roles:
        return _never(outline.titles.get(outline.source) or next(iter(outline.titles.values()), ""))
    reached = {activity for role in roles for activity in outline.within_reach(role)}
    before: set[str] = set()
    for entry in outline.activities:
        if not named(entry.conditions, "activity") <= before:
            return _not_earlier(str(entry.title(outline.source, outline.source)))
        if entry.id not in reached:
            return _never(str(entry.title(outline.source, outline.source)))
        before.add(entry.id)
    return course_cycle(key, outline)


def _is_filled_in(condition: Condition) -> bool:
    """Return whether the condition has what its kind needs, as the editor's form asks for it: a file may have brought
    anything. One of an unknown kind, or whose plugin breaks, is not judged.
    """
    kind = access_conditions.peek(condition.kind)
    try:
        fields: Mapping[str, Any] = kind.fields() if kind is not None else {}
        for name, own in fields.items():
            own.clean(condition.values.get(name))
    except NotInstalled:
        return True
    except Exception:  # whatever the field of a plugin raises for what is no value of it
        return False
    return kind is None or is_whole(condition, kind)


def _not_earlier(title: str) -> str:
    sentence = _(
        "A condition of “%(title)s” names a part that does not come before it in this course, or is not published. "
        "Choose another one, or move it up."
    )
    return sentence % {"title": title}


def never_met(title: str, conditions: Iterable[Condition], *, activities: Collection[str]) -> str:
    """Return a sentence where nobody of any role family could meet all of the conditions, if `activities` can be
    done.
    """
    conditions = list(conditions)
    could = any(all(could_hold(one, Reach(role, activities)) for one in conditions) for role in RoleFamily.values)
    return "" if could else _never(title)


def _never(title: str) -> str:
    sentence = _(
        "The conditions of “%(title)s” can never hold together: no role family is in all of them. Take one away, or "
        "tick that one of them is enough."
    )
    return sentence % {"title": title}


def course_cycle(key: object, outline: Outline) -> str:
    """Return a sentence where the course `key` would wait for a course that waits for it."""
    outlines, wanted = {str(key): outline}, prerequisites(outline)
    titles: dict[str, Any] = {}
    while wanted:
        rows = Course.objects.filter(pk__in=wanted, open=True, release__isnull=False).select_related("release")
        found = {str(course.pk): course for course in rows if course.release and str(course.pk) not in outlines}
        titles |= {name: course.title_in(get_language() or "en") for name, course in found.items()}
        outlines |= {name: course.release.outline for name, course in found.items() if course.release}
        wanted = {name for name in found for name in prerequisites(outlines[name])} - outlines.keys()
    able = completable(outlines, RoleFamily.values)
    if not prerequisites(outline) or str(key) in able:
        return ""
    waits = sorted(titles[name] for name in prerequisites(outline) if name in titles and name not in able)
    sentence = _(
        "The conditions form a circle: nobody could complete this course, because it waits for “%(course)s”, which "
        "waits for it. Take one of these conditions away."
    )
    return sentence % {"course": waits[0] if waits else outline.titles.get(outline.source, "")}
