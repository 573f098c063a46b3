"""The room of an exam on paper: the plan of its seats, across, and the list to sign, upright."""

from collections.abc import Mapping
from datetime import datetime
from typing import IO

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.files.kinds import FileKind, Told
from lms.foundation.interface.paper import fonts
from lms.foundation.interface.paper.typesetting import typeset
from lms.people.audit.services import note
from lms.people.directory.clocks import clock_of
from lms.people.directory.models import User

from ..choices import invigilated_by
from ..models import Sitting, Ticket
from ..times import Times, times_of
from . import roll

_PLAN_WIDTH = 257
"""Of the sheet across, in millimetres."""
_LONGEST = 60
"""Characters of a name on a seat."""


class RoomPaper(FileKind[Sitting]):
    """Plan of the seats and list to sign as a file. Asked: {"sitting": key}."""

    slug = "exam_room"
    ending = "pdf"
    content_type = "application/pdf"
    action = "quiz_room_printed"

    def find(self, by: User, asked: Mapping[str, object]) -> Sitting:
        return invigilated_by(by, asked["sitting"])

    def title(self, found: Sitting) -> str:
        return _("Room list: %(quiz)s") % {"quiz": found.activity.title_in(get_language())}

    def name(self, found: Sitting) -> str:
        return f"exam-{found.pk}-room"

    def write(self, found: Sitting, file: IO[bytes], *, by: User, told: Told) -> None:
        quiz = str(found.activity.title_in(get_language()))
        with clock_of(found.institution):
            file.write(pdf(found, quiz=quiz, times=times_of(found)))

    def note(self, found: Sitting, *, by: User, now: datetime) -> None:
        note(self.action, by=by, institution=found.institution_id, now=now, sitting=found.pk)


def pdf(sitting: Sitting, *, quiz: str, times: Times) -> bytes:
    """Return characters that no font has are left out: the number tells who it is. Raises `CannotBeSet`."""
    tickets = roll.tickets_of(sitting)
    for ticket in tickets:
        ticket.learner.name = fonts.drawable(ticket.learner.name)
        ticket.learner.service_number = fonts.drawable(ticket.learner.service_number)
    context = {
        "faces": fonts.faces(),
        "sitting": sitting,
        "quiz": fonts.drawable(quiz),
        "cohort": fonts.drawable(sitting.cohort.name),
        "room": fonts.drawable(sitting.room),
        "times": times,
        "lines": roll.lines(sitting, tickets, times),
        "plan": [(row, [_on_seat(one) for one in seats]) for row, seats in roll.table(sitting, tickets)],
        "width": _PLAN_WIDTH // (sitting.row_seats or 1),
    }
    return typeset(render_to_string("quiz/exams/room_paper.html", context))


def _on_seat(ticket: Ticket | None) -> tuple[str, str]:
    if ticket is None:
        return "", ""
    return ticket.learner.name[:_LONGEST], ticket.learner.service_number
