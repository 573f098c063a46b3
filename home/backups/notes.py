"""Notes about sets: which are kept, which was verified, and what `/health/` says of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.conf import settings

from lms.foundation.plugins.health import UP, WARNING, Finding

from ..models import BackupSet

OLD = timedelta(days=2)
_PERIODS = {"daily": "%Y-%m-%d", "weekly": "%G-%V", "monthly": "%Y-%m"}


def kept(times: Mapping[str, datetime], rules: Mapping[str, int], good: str) -> set[str]:
    """Return the names of the sets to keep: of as many days, weeks and months that have one, as `rules` say, the last
    of each; in any case the newest of all and the last one that was verified, `good`.
    """
    newest_first = sorted(times, key=times.__getitem__, reverse=True)
    names = {*newest_first[:1], *({good} & times.keys())}
    for period, number in rules.items():
        last_of: dict[str, str] = {}
        for name in newest_first:
            last_of.setdefault(times[name].strftime(_PERIODS[period]), name)
        names.update(list(last_of.values())[:number])
    return names


def note_made(name: str, size: int, now: datetime) -> None:
    """Note that a set was written."""
    BackupSet.objects.update_or_create(name=name, defaults={"made_at": now, "size": size})


def note_verified(name: str, made_at: datetime, fault: str, now: datetime) -> None:
    """Note that a set was verified, and the sentence about its fault, if any."""
    BackupSet.objects.update_or_create(
        name=name,
        defaults={"verified_at": now, "fault": fault[:500]},
        create_defaults={"made_at": made_at, "size": 0, "verified_at": now, "fault": fault[:500]},
    )


def last_good() -> str:
    """Return the name of the newest set that was verified without a fault; an empty text where none was."""
    verified = BackupSet.objects.filter(verified_at__isnull=False, fault="").order_by("-made_at")
    return verified.values_list("name", flat=True).first() or ""


def forget_all_but(names: Iterable[str]) -> None:
    """Delete the notes of sets that are gone."""
    BackupSet.objects.exclude(name__in=list(names)).delete()


def check(now: datetime) -> Finding:
    """Report, for the health page, how old the last backup is and when one was verified: a warning where the last is
    older than two days, where a verification failed last, and in production where there is none.
    """
    if not settings.BACKUP_TO:
        return Finding(WARNING if settings.PLUGINS_QUARANTINE else UP, {"configured": False})
    rows = list(BackupSet.objects.values_list("made_at", "verified_at", "fault"))
    made = max((row[0] for row in rows), default=None)
    _at, fault = max(((at, fault) for _made, at, fault in rows if at), default=(None, ""))
    good = max((at for _made, at, fault in rows if at and not fault), default=None)
    old = made is None or abs(now - made) > OLD
    figures = {
        "hours_old": None if made is None else round((now - made) / timedelta(hours=1)),
        "days_since_verified": None if good is None else (now - good).days,
        "failed_verification": bool(fault),
    }
    return Finding(WARNING if old or fault else UP, figures)
