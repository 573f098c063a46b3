"""Services for people’s own notices: marking them as read, and choosing what comes by which channel."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from lms.foundation.plugins.notice import kinds
from lms.people.directory.models import User

from .models import Notice, Preference

KEPT = timedelta(days=180)


def mark_read(*, notice: Notice, now: datetime) -> None:
    """Say that the notice was read, once."""
    Notice.objects.unread().filter(pk=notice.pk).update(read_at=now)


def mark_all_read(*, person: User, up_to: int, now: datetime) -> int:
    """Say so of all that `person` has, up to the one with this primary key: what came since the page was drawn stays
    unread. Returns how many.
    """
    return Notice.objects.of(person).unread().filter(pk__lte=up_to).update(read_at=now)


def mark_seen(kind: str, person: int, subjects: Sequence[str], now: datetime) -> None:
    """Say that `person` read those of `kind` with these `subjects`: they saw the matter itself."""
    seen = Notice.objects.unread().filter(person=person, kind=kind, subject__in=subjects)
    seen.update(read_at=now)


@transaction.atomic
def choose(*, person: User, chosen: Mapping[tuple[str, str], bool], quiet: str = "") -> None:
    """Keep what `person` wants, by kind and channel; `quiet` are their own quiet hours, as in “20:00-07:00”."""
    if quiet:
        Preference.objects.filter(person=person, kind=Preference.QUIET).exclude(channel=quiet).delete()
        chosen = {**chosen, (Preference.QUIET, quiet): True}
    rows = [Preference(person=person, kind=kind, channel=by, on=on) for (kind, by), on in chosen.items()]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["on"], unique_fields=["person", "kind", "channel"]
    )


def turn_on_unchosen(*, person: User, channel: str) -> None:
    """Let `person` be told by `channel` of every kind of which they have not said otherwise."""
    rows = [Preference(person=person, kind=kind.slug, channel=channel, on=True) for kind in kinds if not kind.required]
    Preference.objects.bulk_create(rows, ignore_conflicts=True)


def delete_old(*, now: datetime) -> int:
    """Delete what was told long ago, with its deliveries, and count again what nobody read. Returns how many rows."""
    deleted: int = Notice.objects.filter(made_at__lt=now - KEPT).delete()[0]
    recount_unread()
    return deleted


def recount_unread(*, using: str = "default") -> int:
    """Put right how many notices people have not read, where the number is another. Returns for how many people."""
    unread = Notice.objects.unread().filter(person=OuterRef("pk")).order_by().values("person")
    number = Coalesce(Subquery(unread.annotate(number=Count("pk")).values("number")), Value(0))
    people = User.objects.using(using).alias(number=number)
    return people.exclude(unread_notices=F("number")).update(unread_notices=number)
