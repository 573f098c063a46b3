"""Channels and times of a person’s notices, by their choices, their addresses, and the quiet hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone

from lms.foundation.plugins.channel import Channel, channels
from lms.foundation.plugins.notice import NoticeKind
from lms.people.directory.models import User

from .models import BadAddress, Preference
from .quiet_hours import QuietHours

INAPP = "inapp"
"""The page of notices: whatever is told stands there, and nothing has to be sent."""


@lru_cache(maxsize=64)
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return timezone.get_default_timezone()


def zone_of(person: User) -> tzinfo:
    """Return the time zone of the person’s institution, or else that of the installation."""
    return _zone(person.institution.timezone) if person.institution else timezone.get_default_timezone()


def quiet_hours(own: str | None) -> QuietHours:
    """Return the quiet hours of a person who chose `own`, as in “20:00-07:00”; those of the installation without."""
    return _read(own or settings.QUIET_HOURS)


_read = lru_cache(maxsize=256)(QuietHours.read)


@dataclass(frozen=True)
class Choices:
    """Choices of some people for one kind, and their addresses that reach nobody. Two statements for all people."""

    kind: NoticeKind
    chosen: Mapping[tuple[int, str], bool]
    daily: frozenset[tuple[int, str]]
    quiet: Mapping[int, str]
    bad: Mapping[tuple[int, str], str]

    @classmethod
    def of(cls, people: Sequence[int], kind: NoticeKind) -> "Choices":
        kinds = (kind.slug, Preference.DAILY, Preference.QUIET)
        rows = Preference.objects.filter(person__in=people, kind__in=kinds)
        chosen, daily, quiet = {}, set(), {}
        for person, of_kind, channel, on in rows.values_list("person", "kind", "channel", "on"):
            if of_kind == kind.slug:
                chosen[person, channel] = on
            elif of_kind == Preference.QUIET:
                quiet[person] = channel
            elif on:
                daily.add((person, channel))
        marked = BadAddress.objects.filter(person__in=people).values_list("person", "channel", "address")
        bad = {(person, channel): address for person, channel, address in marked}
        return cls(kind, {} if kind.required else chosen, frozenset(daily), quiet, bad)

    def channels_of(self, person: User) -> list[Channel]:
        """Return the channels by which `person` is told, where they are reached by them."""
        on = [channel for channel in channels.on_at(person.institution) if channel.slug != INAPP]
        wanted = [one for one in on if self.chosen.get((person.pk, one.slug), one.slug in self.kind.channels)]
        return [one for one in wanted if self._reaches(one, person)]

    def _reaches(self, channel: Channel, person: User) -> bool:
        address = channel.address(person)
        return bool(address) and self.bad.get((person.pk, channel.slug)) != address

    def when(self, person: User, channel: Channel, *, now: datetime) -> datetime:
        """Return when `person` is told by `channel`: outside the quiet hours, or at their end if the person wants this
        channel once a day.
        """
        quiet, zone = quiet_hours(self.quiet.get(person.pk)), zone_of(person)
        if (person.pk, channel.slug) in self.daily:
            return quiet.next_end(now, zone)
        return quiet.earliest(now, zone)
