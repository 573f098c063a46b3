"""Words for a learner about locked activities: what is missing, and where it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.catalogue import lookup
from courses.catalogue import models as catalogue
from courses.catalogue.conditions import ANY
from courses.catalogue.outline import Outline
from lms.foundation.plugins.access import Condition, Missing, Place, access_conditions
from lms.foundation.plugins.pages.address_cache import address_of
from lms.foundation.plugins.runtime.registry import NotInstalled

from ..models import Enrolment
from .locks import Locks


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
        if condition.kind == ANY:
            return Missing(_("One of these is enough:"), any_of=self.missing(condition.any_of))
        try:
            kind = access_conditions.get(condition.kind, at=self.enrolment.institution)
            return kind.for_learners(condition, self)
        except NotInstalled:
            return Missing(_("A condition that this site does not know any more. Ask your instructor."))

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def course(self, condition: Condition) -> Place:
        known = self.locks.courses.get(condition.subject)
        if known is None:
            return Place("?")
        title = str(catalogue.in_language(known.titles, self.language))
        return Place(title, address_of("learn:course", known.slug) if known.enrolled else "")

    def activity(self, condition: Condition) -> Place:
        entry = self.outline.by_id(condition.subject)
        if entry is None:
            return Place("?")
        url = address_of("learn:activity", self.enrolment.course.slug, entry.slug)
        return Place(str(entry.title(self.language, self.outline.source)), url)
