"""Base notice to the person who began background work: it is finished, or was given up."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words

KEPT = timedelta(days=7)


class WorkFinishedNotice(NoticeKind):
    """Notice about one kind of `Work`. The rows are looked through from time to time, so that nothing is lost with a
    process.

    `person` and `begun` are the columns of who began it, and when: what is begun anew is told anew.
    """

    channels: tuple[str, ...] = ()
    every = timedelta(minutes=2)
    person = "by"
    begun: str

    def finished(self) -> QuerySet[Any]:
        """Return the rows on which nothing is left to do, or which wait for the person who began them."""
        raise NotImplementedError

    def say(self, row: Any) -> tuple[str, str, str]:
        """Return the title of the work, a sentence, and the path of its page."""
        raise NotImplementedError

    def occasions(self, *, now: datetime) -> Iterator[Occasion]:
        """Yield the occasions. One statement."""
        rows = self.finished().filter(touched_at__gt=now - KEPT).exclude(**{self.person: None}).order_by("pk")
        for pk, status, person, begun, ended in rows.values_list("pk", "status", self.person, self.begun, "touched_at"):
            facts = {"pk": str(pk), "status": status}
            yield Occasion(person, f"{pk}:{status}:{begun:%Y-%m-%dT%H:%M:%S}", ended, ended + KEPT, facts)

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        """Return the words of each notice; None for work that is gone, or continues since."""
        rows = self.finished().filter(pk__in={one.facts["pk"] for one in told if "pk" in one.facts})
        known = {(str(row.pk), row.status): row for row in rows}
        return [self._words(known.get((one.facts.get("pk", ""), one.facts.get("status", "")))) for one in told]

    def _words(self, row: object) -> Words | None:
        if row is None:
            return None
        about, sentence, link = self.say(row)
        return Words(finished(about), sentence, link)


def finished(about: str) -> str:
    """Return the subject of a notice that `about` is finished."""
    return gettext("Finished: %(title)s") % {"title": about}
