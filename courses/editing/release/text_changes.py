"""Wording of the changes of a release, word for word, as far as the viewer may read them."""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from wagtail.permissions import page_permission_policy

from lms.foundation.plugins.activity import ActivityType, Compiled, activities
from lms.foundation.plugins.passages import Passage

from ...catalogue.models import Cause, Content
from ...pages.models import CoursePage
from ...publishing.course_drafts import may_release, pages_of
from .text_differences import Difference, differences

log = logging.getLogger(__name__)

MOST = 60_000
"""Characters that one page shows of what differs. What is more is left out, and the page says so."""


@dataclass(frozen=True)
class Versions:
    """A content as learners have it (None where it is new) and as they would get it, of the activity with this id,
    in this language or language and country.
    """

    activity: str
    name: str
    before: Content | None
    after: Content


@dataclass(frozen=True)
class TextChanges:
    """Differences between two versions.

    `told` where the viewer may read it and its kind can tell; `cut` where not all is shown.
    """

    differences: tuple[Difference, ...] = ()
    told: bool = False
    cut: bool = False

    @property
    def same_words(self) -> bool:
        """Return whether the words are the same: any difference is a picture, a file, or the form of the text."""
        return self.told and not self.differences

    @property
    def gist(self) -> tuple[object, ...]:
        """The differences, without the place of the equal text around them."""
        sides = [
            (one.passage.name, one.withheld, *(tuple(filter(None, side)) for side in (one.before, one.after)))
            for one in self.differences
        ]
        return (self.told, self.cut, *sides)


NOTHING = TextChanges()


@dataclass
class TextComparison:
    """Comparison of what `viewer` may read of the course, cut to the room that there is."""

    viewer: Any
    page: CoursePage
    room: int = MOST
    pages: set[tuple[str, str]] | None = field(init=False)
    """Activity and language of the pages that the viewer may edit; None where that is all of them."""

    def __post_init__(self) -> None:
        if may_release(self.viewer, self.page):
            self.pages = None
            return
        mine = page_permission_policy.instances_user_has_permission_for(self.viewer, "change")
        rows = mine.filter(pk__in=list(pages_of(self.page).values_list("pk", flat=True)))
        self.pages = {(str(key), code) for key, code in rows.values_list("translation_key", "locale__language_code")}

    def may_read(self, activity: str, name: str) -> bool:
        """Return whether the viewer may read this page in this language. `name` may have a country behind the
        language.
        """
        return self.pages is None or any(
            key == activity and f"{name}-".startswith(f"{code}-") for key, code in self.pages
        )

    def of_texts(self, activity: str, language: str, old: Sequence[Passage], new: Sequence[Passage]) -> TextChanges:
        """Return the same for two versions of passages that are no content."""
        return self._fitted(differences(old, new)) if self.may_read(activity, language) else NOTHING

    def of(self, changed: Sequence[Versions]) -> dict[tuple[str, str], TextChanges]:
        """Return by activity and language what differs. Asks each kind of activity once what the viewer may read."""
        read: dict[str, list[tuple[Versions, Sequence[Passage], Sequence[Passage]]]] = {}
        for versions in changed:
            kind = versions.after.kind
            same_kind = versions.before is None or versions.before.kind == kind
            if self.may_read(versions.activity, versions.name) and same_kind:
                before = _passages(kind, versions.before) if versions.before else ()
                after = _passages(kind, versions.after)
                read.setdefault(kind, []).append((versions, before, after))
        worded: dict[tuple[str, str], TextChanges] = {}
        for kind, rows in read.items():
            subjects = {
                passage.subject for _versions, *both in rows for side in both for passage in side if passage.subject
            }
            hidden = subjects - readable_subjects(kind, subjects, self.viewer)
            for versions, old, new in rows:
                told = bool(old or new)
                worded[versions.activity, versions.name] = replace(
                    self._fitted(_withheld(differences(old, new), hidden)), told=told
                )
        return worded

    def _fitted(self, differences: Iterable[Difference]) -> TextChanges:
        """Return as many differences as there is room for."""
        shown: list[Difference] = []
        for difference in differences:
            if difference.size > self.room:
                return TextChanges(tuple(shown), told=True, cut=True)
            self.room -= difference.size
            shown.append(difference)
        return TextChanges(tuple(shown), told=True)


def _withheld(differences: Iterable[Difference], hidden: Collection[str]) -> Iterator[Difference]:
    """Yield the differences; for each subject that is `hidden` from the viewer, only one difference without any
    text.
    """
    named: set[str] = set()
    for difference in differences:
        subject = difference.passage.subject
        if subject not in hidden:
            yield difference
        elif subject not in named:
            named.add(subject)
            yield Difference(Passage(subject, "", ""), withheld=True)


def _passages(kind: str, content: Content) -> Sequence[Passage]:
    """Return the passages of a content; none if its kind is not installed, or breaks."""
    activity = activities.find(kind)
    if activity is None:
        return ()
    compiled = Compiled(content.title, content.html, content.definition, tuple(content.media))
    passages = _asked(activity, "passages", compiled)
    return [one for one in passages if isinstance(one, Passage) and isinstance(one.text, str)]


def readable_subjects(kind: str, subjects: Collection[str], viewer: object) -> set[str]:
    """Return the subjects that `viewer` may read; none where the kind is not installed, or breaks."""
    activity = activities.find(kind)
    return set(_asked(activity, "readable", sorted(subjects), viewer)) if activity and subjects else set()


def _asked(kind: ActivityType, name: str, *args: object) -> list[Any]:
    """Return the result of a plugin’s function as a list; an empty list where it breaks, so that a page on which people
    decide is not lost.
    """
    try:
        return list(getattr(kind, name)(*args))
    except Exception:  # whatever somebody else's code raises
        log.exception("the activity type “%s” cannot tell its %s", kind.slug, name)
        return []


def readable_changes(causes: Iterable[Cause], viewer: object) -> list[Cause]:
    """Return the causes; those that `viewer` may not read have a sentence that says so in place of their text."""
    subjects: dict[str, set[str]] = {}
    for cause in causes:
        if cause.subject:
            subjects.setdefault(cause.kind, set()).add(cause.subject)
    theirs = {(kind, subject) for kind, names in subjects.items() for subject in readable_subjects(kind, names, viewer)}
    for cause in causes:
        if cause.subject and (cause.kind, cause.subject) not in theirs:
            cause.what = _(
                "A part changed that you may not read: it belongs to another institution, or it was deleted."
            )
    return list(causes)


def texts_of(labels: Mapping[str, object], texts: Mapping[str, str]) -> list[Passage]:
    """Return passages of a course's own texts, by the same names as their labels."""
    return [Passage(name, labels[name], text) for name, text in texts.items()]
