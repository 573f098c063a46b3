"""Notices to who brought a list: it was applied; or it was read at night and waits."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, kinds, tell

from .models import Roster

KEPT = timedelta(days=7)
WAITING = (Roster.Status.CHOOSING, Roster.Status.READY, Roster.Status.FAILED)


class ListApplied(NoticeKind):
    slug = "list_applied"
    name = _("A list of people was applied")
    channels = ()
    duty = "administrator"

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        """Return the words of each notice; None for lists that are gone or were undone."""
        done = Roster.objects.filter(pk__in={one.facts["roster"] for one in told}, status=Roster.Status.DONE)
        names = dict(done.values_list("pk", "name"))
        return [_words(one.facts["roster"], names) for one in told]


class ListWaits(NoticeKind):
    slug = "list_waits"
    name = _("A list of people that was read at night waits for you")
    channels = ()
    duty = "administrator"

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        """Return the words of each notice; None for lists that were dropped or got on since."""
        lists = Roster.objects.filter(pk__in={one.facts["roster"] for one in told}, status__in=WAITING).in_bulk()
        return [_waiting(lists.get(one.facts["roster"])) for one in told]


def _waiting(roster: Roster | None) -> Words | None:
    if roster is None:
        return None
    about = {"file": roster.name, "state": roster.get_status_display()}
    text = gettext("The list “%(file)s” was read at night. Its state: %(state)s.") % about
    return Words(gettext("List read: %(file)s") % about, text, reverse("academy:list", args=[roster.pk]))


def _words(pk: int, names: dict[int, str]) -> Words | None:
    if pk not in names:
        return None
    about = {"file": names[pk]}
    text = gettext("The list “%(file)s” was applied.") % about
    return Words(gettext("List applied: %(file)s") % about, text, reverse("academy:list", args=[pk]))


def tell_of_list(roster: Roster, *, now: datetime) -> None:
    """Tell whoever applied it, or set up the source from which it came at night; nobody where a command did."""
    waits = roster.at_night and roster.status in WAITING
    if roster.by_id is not None and (waits or roster.status == Roster.Status.DONE):
        facts = {"roster": roster.pk}
        tell(
            ListWaits.slug if waits else ListApplied.slug,
            [Occasion(roster.by_id, f"{roster.pk}:{now:%Y-%m-%dT%H:%M}", now, now + KEPT, facts)],
            now=now,
        )


def register() -> None:
    """Add them, when the app is ready."""
    kinds.register(ListApplied)
    kinds.register(ListWaits)
