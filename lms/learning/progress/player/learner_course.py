"""Contents of a learner's pages from enrolments and outlines, worked out without a query."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.catalogue import lookup
from courses.catalogue import models as catalogue
from courses.catalogue.outline import Entry, Outline
from courses.catalogue.texts import Text
from lms.foundation.interface import words
from lms.foundation.plugins.access import Missing
from lms.foundation.plugins.activity import ActivityType, activities
from lms.foundation.plugins.pages.address_cache import address_of

from ..access import windows
from ..access.lock_texts import LockWords
from ..access.locks import NOTHING_LOCKED, Locks
from ..models import Enrolment

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Step:
    """One activity of the outline as a learner's list shows it.

    `state` is a word (or nothing), `pill` the kind of its pill.
    """

    url: str
    title: Text
    about: str
    done: bool
    current: bool
    required: bool
    state: str = ""
    pill: str = ""
    missing: tuple[Missing, ...] = ()
    """What has to hold before it opens, where it is locked."""


@dataclass(frozen=True)
class LearnerCourse:
    """One enrolment with its outline, in the reader's language."""

    enrolment: Enrolment
    language: str
    now: datetime
    locks: Locks = NOTHING_LOCKED

    @cached_property
    def outline(self) -> Outline:
        return lookup.release(self.enrolment.release_id).outline

    @cached_property
    def title(self) -> Text:
        return catalogue.in_language(dict(self.outline.titles), self.language)

    @property
    def summary(self) -> Text:
        return catalogue.in_language(dict(self.outline.summaries), self.language)

    @property
    def objectives(self) -> list[Text]:
        objectives = self.outline.objectives
        language = self.language if objectives.get(self.language) else self.outline.source
        return [Text(objective, language) for objective in objectives.get(language, [])]

    @cached_property
    def required(self) -> list[str]:
        """Ids of the activities that are required of this learner, in order."""
        return self.outline.required_of(self.enrolment.role_family)

    @property
    def total(self) -> int:
        return len(self.required)

    @property
    def finished(self) -> int:
        return self.total - self.enrolment.remaining

    @cached_property
    def progress(self) -> str:
        """The progress, in words."""
        if self.enrolment.completed_at is not None or not self.enrolment.remaining:
            return _("%(done)s of %(total)s done") % {"done": self.total, "total": self.total}
        return _("%(done)s of %(total)s done · %(left)s left") % {
            "done": self.finished,
            "total": self.total,
            "left": self.enrolment.remaining,
        }

    @property
    def counting(self) -> str:
        """The number of activities that count, and of those that do not, in words.

        All figures of progress are about those that count.
        """
        count = ngettext("%(count)s part has to be done.", "%(count)s parts have to be done.", self.total) % {
            "count": self.total
        }
        rest = len(self.outline.activities) - self.total
        if not rest:
            return count
        optional = ngettext(
            "%(count)s is optional and does not count.", "%(count)s are optional and do not count.", rest
        )
        return f"{count} {optional % {'count': rest}}"

    def number_of(self, entry: Entry) -> int:
        """Return its number among the activities that count, from 1; 0 for one that is optional, or not part of the
        course any more.
        """
        return self.required.index(entry.id) + 1 if entry.id in self.required else 0

    @property
    def minutes_left(self) -> int:
        """The minutes of the activities that count and are not done."""
        left = set(self.required) - set(self.enrolment.done)
        return sum(entry.minutes for entry in self.outline.activities if entry.id in left)

    @cached_property
    def next(self) -> Entry | None:
        """The first required activity that is not done, else the first that is not done, else None;
        one that can be opened comes first.
        """
        left = [entry for entry in self.outline.activities if entry.id not in self.enrolment.done]
        return min(left, key=self._put_off, default=None)

    def _put_off(self, entry: Entry) -> tuple[bool, bool, bool]:
        return self.type_of(entry) is None, bool(self.locks.of(entry.id)), entry.id not in self.required

    def missing(self, entry: Entry) -> tuple[Missing, ...]:
        """Return the conditions that must hold before the activity opens; empty if it is open."""
        locked = self.locks.of(entry.id)
        return self._lock_words.missing(locked) if locked else ()

    def why_locked(self, entry: Entry) -> str:
        """Return the missing conditions in sentences, one after the other."""
        return self._lock_words.sentence(self.locks.of(entry.id))

    @cached_property
    def closed_for_now(self) -> tuple[Missing, ...]:
        """The conditions that must hold before any remaining activity opens; empty if one is open, or none remains."""
        return self.missing(self.next) if self.next else ()

    @property
    def _lock_words(self) -> LockWords:
        return LockWords(self.enrolment, self.locks, self.language, self.now)

    def type_of(self, entry: Entry) -> ActivityType | None:
        """Return the activity type that runs it; None while that is absent, or switched off at the learner's
        institution.
        """
        return activities.find(entry.kind, at=self.enrolment.institution)

    @property
    def next_title(self) -> Text:
        return self.title_of(self.next) if self.next else Text("")

    @property
    def next_url(self) -> str:
        """The address of `next`; that of the course where nothing is left."""
        return self.url if self.next is None else self.url_of(self.next)

    @property
    def url(self) -> str:
        """The address of the course."""
        return address_of("learn:course", self.enrolment.course.slug)

    @property
    def completed_url(self) -> str:
        """The address of what was achieved, once the course is completed."""
        return address_of("learn:completed", self.enrolment.course.slug)

    @property
    def results(self) -> list[tuple[str, Text, float]]:
        """Address, title and score of each activity that counts and has a score, in order."""
        scores = self.enrolment.scores
        return [
            (self.url_of(entry), self.title_of(entry), scores[entry.id])
            for entry in self.outline.activities
            if entry.id in self.required and scores.get(entry.id) is not None
        ]

    def url_of(self, entry: Entry) -> str:
        """Return the address of an activity of the course."""
        return address_of("learn:activity", self.enrolment.course.slug, entry.slug)

    def title_of(self, entry: Entry) -> Text:
        return entry.title(self.language, self.outline.source)

    @cached_property
    def overdue(self) -> bool:
        return self.enrolment.is_overdue(self.now)

    @property
    def due_soon(self) -> bool:
        due = self.enrolment.due_at
        return self.enrolment.completed_at is None and due is not None and self.now <= due < self.now + SOON

    @cached_property
    def due(self) -> str:
        """The due date in a sentence, or until when it is open if it is never due; empty if it has neither date, or is
        complete.
        """
        last = self.enrolment.due_at or self.enrolment.closes_at
        if last is None or self.enrolment.completed_at is not None:
            return ""
        sentence = _("Overdue since %(day)s") if self.overdue else _("Due %(day)s")
        if self.enrolment.due_at is None:
            sentence = _("Closed since %(day)s") if self.is_closed else _("Open until %(day)s")
        return sentence % {"day": self._day(last)}

    @cached_property
    def opens(self) -> str:
        """The day on which it opens, in words; empty if it is open."""
        opens_at = self.enrolment.opens_at
        if opens_at is None or not self.enrolment.opens_later(self.now):
            return ""
        return _("Opens %(day)s") % {"day": self._day(opens_at)}

    @property
    def cohort(self) -> str:
        """The name of the cohort to which it was assigned, which is read with the enrolment; nothing where it was to
        none.
        """
        return getattr(self.enrolment, "cohort_name", None) or ""

    @property
    def is_closed(self) -> bool:
        return self.enrolment.is_closed(self.now)

    @property
    def is_open(self) -> bool:
        """True if work can be done in it now."""
        return not self.opens and not self.is_closed

    @property
    def window(self) -> str:
        """The reason in a sentence why no work can be done in it now; empty if it can."""
        return windows.not_open(self.enrolment, now=self.now) or windows.closed(self.enrolment, now=self.now)

    def _day(self, moment: datetime) -> str:
        return words.day(moment, today=timezone.localdate(self.now))

    @property
    def urgency(self) -> str:
        """The kind of pill that its due date wants."""
        soon = "due" if self.due_soon else ""
        return "overdue" if self.overdue else soon

    def steps(self) -> list[Step]:
        """Return every activity in order, with its title in the reader's language and its state."""
        upcoming = self.next
        return [
            self._step(entry, current=upcoming is not None and entry.id == upcoming.id)
            for entry in self.outline.activities
        ]

    def _step(self, entry: Entry, *, current: bool) -> Step:
        done, score = entry.id in self.enrolment.done, self.enrolment.scores.get(entry.id)
        state, pill = (_("Done"), "done") if done else ("", "")
        if score is not None:
            share = words.percent(score)
            state = share if done else _("Not passed yet: %(score)s") % {"score": share}
            pill = pill or "due"
        kind = self.type_of(entry)
        if kind is None and not done:
            state, pill = _("Not available now"), "draft"
        missing = self.missing(entry)
        if missing:
            state, pill = _("Locked"), "draft"
        name = kind.called(lambda: self._definition(entry)) if kind else ""
        required = entry.id in self.required
        words_ = about(entry, name, required=required)
        return Step(self.url_of(entry), self.title_of(entry), words_, done, current, required, state, pill, missing)

    def _definition(self, entry: Entry) -> dict[str, object]:
        return lookup.content(entry.content(self.language, self.enrolment.country, self.outline.source)).definition


def about(entry: Entry, name: object, *, required: bool) -> str:
    """Return the name of an activity and how long it takes: “Lesson · 30 minutes”."""
    parts: list[Any] = [
        str(name),
        words.hours(entry.minutes) if entry.minutes else "",
        "" if required else _("optional"),
    ]
    return " · ".join(part for part in parts if part)
