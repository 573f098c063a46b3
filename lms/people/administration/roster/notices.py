"""Notice to the uploader of a list: it was applied."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, kinds, tell

from .models import Roster

KEPT = timedelta(days=7)


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


def _words(pk: int, names: dict[int, str]) -> Words | None:
    if pk not in names:
        return None
    about = {"file": names[pk]}
    text = gettext("The list “%(file)s” was applied.") % about
    return Words(gettext("List applied: %(file)s") % about, text, reverse("academy:list", args=[pk]))


def tell_of_list(roster: Roster, *, now: datetime) -> None:
    """Tell whoever applied it; nobody where a command did."""
    if roster.by_id is not None:
        facts = {"roster": roster.pk}
        tell(
            ListApplied.slug,
            [Occasion(roster.by_id, f"{roster.pk}:{now:%Y-%m-%dT%H:%M}", now, now + KEPT, facts)],
            now=now,
        )


def register() -> None:
    """Add it, when the app is ready."""
    kinds.register(ListApplied)
