"""The list on which attendance is noted: what stands in a line, and what was sent of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from lms.foundation.interface.parsing import whole_number

from .attendance_services import Mark
from .choices import Status
from .models import Attendance, Session

LONGEST = 300
"""Characters of a reason."""


@dataclass(frozen=True)
class AttendanceLine:
    """One learner on the list. `was` says in short what stands there as the page is made; `meanwhile` is what stands
    there where it is no longer what the page that was sent was made from.
    """

    number: int
    learner: Any
    status: str = ""
    missed: str = ""
    reason: str = ""
    was: str = ""
    problem: str = ""
    by_code: bool = False
    meanwhile: "AttendanceLine | None" = None

    @property
    def state(self) -> str:
        return str(Status(self.status).label) if self.status else ""

    @property
    def digest(self) -> str:
        text = f"{self.status}|{self.missed}|{self.reason}"
        return sha256(text.encode()).hexdigest()[:12]


NOTHING = AttendanceLine(0, None).digest
"""Of a line of which nothing is said."""


def line_of(number: int, learner: object, row: Attendance | None, session: Session) -> AttendanceLine:
    """Return the line of a learner, with the known values."""
    if row is None:
        line = AttendanceLine(number, learner)
    else:
        missed = str(session.minutes - row.minutes) if row.status == Status.LATE else ""
        line = AttendanceLine(number, learner, row.status, missed, row.reason, by_code=row.way == "code")
    return replace(line, was=line.digest)


def submitted_lines(lines: Iterable[AttendanceLine], data: Mapping[str, str]) -> list[AttendanceLine]:
    """Return the lines as they were sent; a line unchanged since the page was made, or equal to the known values, gets
    the present ones.
    """
    read = []
    for line in lines:
        pk = line.learner.pk
        if f"status-{pk}" not in data:
            read.append(line)
            continue
        status, missed, reason = (_printed(data.get(f"{name}-{pk}", "")) for name in ("status", "missed", "reason"))
        filled, was = replace(line, status=status, missed=missed, reason=reason), data.get(f"was-{pk}", NOTHING)
        overtaken = replace(filled, meanwhile=line) if was != line.was else filled
        read.append(line if filled.digest in (was, line.was) else overtaken)
    return read


def touched_lines(lines: Iterable[AttendanceLine], session: Session) -> list[AttendanceLine]:
    """Return the changed lines, each with its faults."""
    return [replace(line, problem=_problem(line, session)) for line in lines if line.digest != line.was]


def mark_of(line: AttendanceLine) -> Mark:
    """Return the attendance in a line without a problem."""
    late = line.status == Status.LATE
    return Mark(line.learner.pk, line.status, (whole_number(line.missed) or 0) if late else 0, line.reason)


def _printed(text: str) -> str:
    """Return the typed text without characters that no database keeps."""
    return "".join(sign for sign in text if sign.isprintable()).strip()


def _problem(line: AttendanceLine, session: Session) -> str:
    if line.status not in Status.values:
        return _("Choose whether they came.")
    missed = whole_number(line.missed)
    if line.status == Status.LATE and not (missed and 0 < missed < session.minutes):
        most = session.minutes - 1
        return _("Write how many minutes they missed, from 1 to %(most)s, in digits.") % {"most": most}
    if line.status == Status.EXCUSED and not line.reason:
        return _("Write why they are excused.")
    if len(line.reason) > LONGEST:
        return _("Write the reason in %(most)s characters at most.") % {"most": LONGEST}
    return ""
