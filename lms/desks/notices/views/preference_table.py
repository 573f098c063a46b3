"""Table of kinds of notices by channels, as a person chooses them, and the parsing of the sent form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from lms.foundation.plugins.channel import DEVICE, OWN, Channel, channels
from lms.foundation.plugins.notice import NoticeKind, kinds
from lms.people.directory.models import User

from ..models import BadAddress, Preference
from ..own_test import TestMessage
from ..quiet_hours import QuietHours
from ..rules import INAPP, quiet_hours

HOURS = [f"{hour:02}:00" for hour in range(24)]


@dataclass(frozen=True)
class Cell:
    """One choice: the name of its field, its channel, whether it is on, and whether it can be changed."""

    field: str
    label: str
    on: bool
    fixed: bool


@dataclass(frozen=True)
class Line:
    name: str
    cells: list[Cell]


@dataclass(frozen=True)
class Table:
    """Choices of one person. `all` has a cell for each channel, which is on where every kind comes by it; `missing` are
    the names of channels that do not reach the person. `daily` is the choice of one mail a day, where mails reach them.
    """

    all: list[Cell]
    lines: list[Line]
    missing: list[str]
    daily: Cell | None
    quiet: QuietHours

    @property
    def quiet_choices(self) -> list[tuple[str, str, list[str]]]:
        """Field, chosen time and all times of the beginning and of the end of the quiet hours."""
        chosen = (("quiet_begin", self.quiet.begin), ("quiet_end", self.quiet.end))
        return [(name, at, sorted({*HOURS, at})) for name, when in chosen for at in [f"{when:%H:%M}"]]


def table_for(person: User) -> Table:
    """Return the table, in two statements."""
    reached = _channels(person)
    chosen, own = {}, None
    for row in Preference.objects.filter(person=person):
        chosen[row.kind, row.channel] = row.on
        own = row.channel if row.kind == Preference.QUIET else own
    bad = dict(BadAddress.objects.filter(person=person).values_list("channel", "address"))
    usable = [one for one in reached if one.address(person) and bad.get(one.slug) != one.address(person)]
    lines = [Line(str(kind.name), [_cell(kind, one, chosen) for one in usable]) for kind in _kinds(person)]
    daily = any(one.slug == "mail" for one in usable)
    return Table(
        all=[
            Cell(one.slug, str(one.name), all(line.cells[column].on for line in lines), False)
            for column, one in enumerate(usable)
        ],
        lines=lines,
        missing=[str(one.name) for one in reached if one not in usable and one.uses not in (DEVICE, OWN)],
        daily=Cell("daily:mail", "", chosen.get((Preference.DAILY, "mail"), False), False) if daily else None,
        quiet=quiet_hours(own),
    )


def chosen_in(sent: Mapping[str, str], person: User) -> dict[tuple[str, str], bool]:
    """Return the choices in a sent form, for the kinds and channels that the person may choose. A box that is not
    ticked is not sent, and counts as off. The button that was pressed above a column sets the whole of it: `all` is
    “mail:on” or “mail:off” then.
    """
    column, _colon, whole = sent.get("all", "").partition(":")
    reached = [one for one in _channels(person) if one.address(person)]
    chosen = {
        (kind.slug, one.slug): whole == "on" if one.slug == column else field_of(kind, one) in sent
        for kind in _kinds(person)
        for one in reached
        if not kind.required
    }
    return chosen | {(Preference.DAILY, "mail"): "daily:mail" in sent}


def quiet_in(sent: Mapping[str, str]) -> str:
    """Return the quiet hours in a sent form, as in “20:00-07:00”; empty where they cannot be read."""
    try:
        begin, end = (time.fromisoformat(sent.get(name, "")) for name in ("quiet_begin", "quiet_end"))
    except ValueError:
        return ""
    return f"{begin:%H:%M}-{end:%H:%M}"


def field_of(kind: NoticeKind, channel: Channel) -> str:
    return f"{kind.slug}:{channel.slug}"


def _cell(kind: NoticeKind, channel: Channel, chosen: Mapping[tuple[str, str], bool]) -> Cell:
    default = channel.slug in kind.channels
    on = default if kind.required else chosen.get((kind.slug, channel.slug), default)
    return Cell(field_of(kind, channel), str(channel.name), on, kind.required)


def _kinds(person: User) -> list[NoticeKind]:
    """Return the kinds of notices for people with the duties of `person`, but for their own test message."""
    on = [kind for kind in kinds.on_at(person.institution) if kind.slug != TestMessage.slug]
    return [kind for kind in on if kind.duty in ("", *person.duties)]


def _channels(person: User) -> list[Channel]:
    return [one for one in channels.on_at(person.institution) if one.slug != INAPP]
