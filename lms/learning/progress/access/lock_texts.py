"""Words for a learner about locked activities: what is missing, and where it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.catalogue import lookup
from courses.catalogue import models as catalogue
from courses.catalogue.conditions import ACTIVITY, ANY, COURSE, DATE, ROLE, SCORE, Condition
from courses.catalogue.outline import Outline
from lms.foundation.interface import words
from lms.foundation.plugins.pages.address_cache import address_of
from lms.people.directory.choices import RoleFamily

from ..models import Enrolment
from .locks import Locks


@dataclass(frozen=True)
class Missing:
    """One thing that has to hold yet: a sentence, and the address where it is done, if that is open to the learner."""

    text: str
    url: str = ""
    any_of: tuple["Missing", ...] = ()
    """What is enough, one of them; `text` stands above."""

    @property
    def sentence(self) -> str:
        """The same without a list."""
        return " ".join([self.text, *(one.text for one in self.any_of)])


@dataclass(frozen=True)
class LockWords:
    """Words for the conditions of an enrolment's release, in `language`."""

    enrolment: Enrolment
    locks: Locks
    language: str
    now: datetime

    @classmethod
    def of(cls, enrolment: Enrolment, locks: Locks, *, now: datetime) -> "LockWords":
        return cls(enrolment, locks, get_language() or "en", now)

    @property
    def outline(self) -> Outline:
        return lookup.release(self.enrolment.release_id).outline

    def missing(self, conditions: Iterable[Condition]) -> tuple[Missing, ...]:
        return tuple(self._said(one) for one in conditions)

    def sentence(self, conditions: Iterable[Condition]) -> str:
        """Return all missing conditions in sentences, one after the other."""
        return " ".join([_("This part is locked."), *(one.sentence for one in self.missing(conditions))])

    def _said(self, condition: Condition) -> Missing:
        say = {COURSE: self._course, ACTIVITY: self._activity, SCORE: self._activity, DATE: self._date, ROLE: _roles}
        if condition.kind == ANY:
            return Missing(_("One of these is enough:"), any_of=self.missing(condition.any_of))
        if condition.kind not in say:
            return Missing(_("A condition that this site does not know any more. Ask your instructor."))
        return say[condition.kind](condition)

    def _course(self, condition: Condition) -> Missing:
        known = self.locks.courses.get(condition.subject)
        title = str(catalogue.in_language(known.titles, self.language)) if known else "?"
        if known is not None and known.enrolled:
            url = address_of("learn:course", known.slug)
            return Missing(_("Complete the course “%(title)s” first.") % {"title": title}, url)
        sentence = _("Complete the course “%(title)s” first. You are not enrolled in it yet: ask your instructor.")
        return Missing(sentence % {"title": title})

    def _activity(self, condition: Condition) -> Missing:
        entry = self.outline.by_id(condition.subject)
        title = str(entry.title(self.language, self.outline.source)) if entry else "?"
        url = address_of("learn:activity", self.enrolment.course.slug, entry.slug) if entry else ""
        if condition.kind == SCORE:
            score = words.percent(condition.percent / 100)
            return Missing(_("Reach %(score)s or more in “%(title)s” first.") % {"score": score, "title": title}, url)
        return Missing(_("Complete “%(title)s” first.") % {"title": title}, url)

    def _date(self, condition: Condition) -> Missing:
        day = words.day(date.fromisoformat(condition.day), today=timezone.localdate(self.now))
        return Missing(_("Opens on %(day)s.") % {"day": day})


def _roles(condition: Condition) -> Missing:
    labels = [str(RoleFamily(role).label) for role in condition.roles if role in RoleFamily.values]
    return Missing(_("Only for these role families: %(roles)s.") % {"roles": get_text_list(labels, _("or"))})
