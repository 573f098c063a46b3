"""What whoever began work in the background is told: that it is finished, or was given up."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from lms.foundation.plugins.notice import NoticeKind, Occasion, Told, Words

KEPT = timedelta(days=7)


class Finished(NoticeKind):
    """Of one kind of `Work`. The rows are looked through from time to time, so that nothing is lost with a process.

    `person` and `begun` are the columns of who began it, and when: what is begun anew is told anew.
    """

    channels: tuple[str, ...] = ()
    every = timedelta(minutes=2)
    person = "by"
    begun: str

    def finished(self) -> QuerySet[Any]:
        """The rows on which nothing is left to do, or which wait for whoever began them."""
        raise NotImplementedError

    def say(self, row: Any) -> tuple[str, str, str]:
        """What it was about, a sentence, and the path of the page where it is."""
        raise NotImplementedError

    def occasions(self, *, now: datetime) -> Iterator[Occasion]:
        """One statement."""
        rows = self.finished().filter(touched_at__gt=now - KEPT).exclude(**{self.person: None}).order_by("pk")
        for pk, status, person, begun, ended in rows.values_list("pk", "status", self.person, self.begun, "touched_at"):
            facts = {"pk": str(pk), "status": status}
            yield Occasion(person, f"{pk}:{status}:{begun:%Y-%m-%dT%H:%M:%S}", ended, ended + KEPT, facts)

    def words(self, told: Sequence[Told], *, now: datetime) -> Sequence[Words | None]:
        """Nothing is said of work that is gone, or goes on since."""
        rows = self.finished().filter(pk__in={one.facts["pk"] for one in told if "pk" in one.facts})
        known = {(str(row.pk), row.status): row for row in rows}
        return [self._words(known.get((one.facts.get("pk", ""), one.facts.get("status", "")))) for one in told]

    def _words(self, row: Any) -> Words | None:
        if row is None:
            return None
        about, sentence, link = self.say(row)
        return Words(finished(about), sentence, link)


def finished(about: str) -> str:
    """The subject of a notice that `about` is finished."""
    return gettext("Finished: %(title)s") % {"title": about}
