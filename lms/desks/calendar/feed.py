"""The calendar as programs read it: iCalendar (RFC 5545), with as few words as will do."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext
from icalendar import Calendar, Event, vDuration

from .items import Item

AGAIN = timedelta(hours=6)
"""How often programs are asked to come again."""


def calendar_of(items: Iterable[Item], *, site: str, now: datetime) -> bytes:
    """Return a calendar of `items`. `site` is the address of the site, which names and links them.

    What meetings are about stays on the site: a drill may be called after a case, and calendars are kept by others.
    Times are UTC; what is due is the whole day on which it is due where its learner serves, wherever it is read.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Mafunzo//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", "Mafunzo")
    calendar.add("x-wr-calname", "Mafunzo")
    calendar["refresh-interval"] = vDuration(AGAIN, params={"VALUE": "DURATION"})
    calendar["x-published-ttl"] = vDuration(AGAIN)
    for item in items:
        calendar.add_component(_event(item, site, now))
    return calendar.to_ical()


def _event(item: Item, site: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{item.key}@{site.partition('//')[2] or 'mafunzo'}")
    event.add("dtstamp", now)
    event.add("summary", _summary(item))
    event.add("url", f"{site}{item.url}")
    if item.starts_at is None:
        event.add("dtstart", item.day)
        event.add("dtend", item.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        return event
    event.add("dtstart", item.starts_at.astimezone(UTC))
    if item.ends_at is not None:
        event.add("dtend", item.ends_at.astimezone(UTC))
    if item.institution:
        event.add("location", f"{item.room}, {item.institution}")
    event.add("status", "CANCELLED" if item.cancelled else "CONFIRMED")
    return event


def _summary(item: Item) -> str:
    said = gettext("%(word)s: %(title)s") % {"word": item.word, "title": item.plain} if item.plain else item.word
    return gettext("Called off: %(title)s") % {"title": said} if item.cancelled else said
