"""The table of what somebody is told by which channel, and what they sent of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.foundation.plugins.channel import DEVICE, Channel, channels
from lms.foundation.plugins.notice import NoticeKind, kinds
from lms.people.directory.models import User

from ..models import BadAddress, Preference
from ..rules import INAPP


@dataclass(frozen=True)
class Cell:
    """One choice: the name of its field, what it says, whether it is on, and whether it can be changed."""

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
    """`columns` are channels that reach the person; `missing` the names of those that do not. `daily` is the choice of
    one mail a day, where mails reach them.
    """

    columns: list[str]
    lines: list[Line]
    missing: list[str]
    daily: Cell | None


def table_for(person: User) -> Table:
    """Return two statements."""
    reached = _channels(person)
    chosen = {(row.kind, row.channel): row.on for row in Preference.objects.filter(person=person)}
    bad = dict(BadAddress.objects.filter(person=person).values_list("channel", "address"))
    usable = [one for one in reached if one.address(person) and bad.get(one.slug) != one.address(person)]
    lines = [Line(str(kind.name), [_cell(kind, one, chosen) for one in usable]) for kind in _kinds(person)]
    daily = next((one for one in usable if one.slug == "mail"), None)
    return Table(
        columns=[str(one.name) for one in usable],
        lines=lines,
        missing=[str(one.name) for one in reached if one not in usable and one.uses != DEVICE],
        daily=Cell("daily:mail", "", chosen.get((Preference.DAILY, "mail"), False), False) if daily else None,
    )


def chosen_in(sent: Mapping[str, object], person: User) -> dict[tuple[str, str], bool]:
    """Return the choices in a sent form, for the kinds and channels that the person may choose. A box that is not
    ticked is not sent, and counts as off.
    """
    reached = [one for one in _channels(person) if one.address(person)]
    chosen = {
        (kind.slug, one.slug): field_of(kind, one) in sent
        for kind in _kinds(person)
        for one in reached
        if not kind.required
    }
    return chosen | {(Preference.DAILY, "mail"): "daily:mail" in sent}


def field_of(kind: NoticeKind, channel: Channel) -> str:
    return f"{kind.slug}:{channel.slug}"


def _cell(kind: NoticeKind, channel: Channel, chosen: Mapping[tuple[str, str], bool]) -> Cell:
    default = channel.slug in kind.channels
    on = default if kind.required else chosen.get((kind.slug, channel.slug), default)
    return Cell(field_of(kind, channel), str(channel.name), on, kind.required)


def _kinds(person: User) -> list[NoticeKind]:
    """Return the kinds of notices for people with the duties of `person`."""
    return [kind for kind in kinds.on_at(person.institution) if kind.duty in ("", *person.duties)]


def _channels(person: User) -> list[Channel]:
    return [one for one in channels.on_at(person.institution) if one.slug != INAPP]
