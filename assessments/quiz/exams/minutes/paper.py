"""The minutes of an exam on A4."""

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
from ..models import Sitting
from ..times import Times, times_of
from .models import Minute
from .queries import Minutes, minutes_of


class MinutesPaper(FileKind[Sitting]):
    """Minutes as a file. Asked: {"sitting": key}."""

    slug = "exam_minutes"
    ending = "pdf"
    content_type = "application/pdf"
    action = "quiz_minutes_printed"

    def find(self, by: User, asked: Mapping[str, object]) -> Sitting:
        return invigilated_by(by, asked["sitting"])

    def title(self, found: Sitting) -> str:
        return _("Minutes of the exam: %(quiz)s") % {"quiz": found.activity.title_in(get_language())}

    def name(self, found: Sitting) -> str:
        return f"exam-{found.pk}-minutes"

    def write(self, found: Sitting, file: IO[bytes], *, by: User, told: Told) -> None:
        quiz = str(found.activity.title_in(get_language()))
        with clock_of(found.institution):
            file.write(pdf(found, minutes_of(found), quiz=quiz, times=times_of(found)))

    def note(self, found: Sitting, *, by: User, now: datetime) -> None:
        note(self.action, by=by, institution=found.institution_id, now=now, sitting=found.pk)


def pdf(sitting: Sitting, minutes: Minutes, *, quiz: str, times: Times) -> bytes:
    """Return characters that no font has are left out: the service number tells who it is. Raises `CannotBeSet`."""
    context = {
        "faces": fonts.faces(),
        "sitting": sitting,
        "times": times,
        "minutes": minutes,
        "quiz": fonts.drawable(quiz),
        "cohort": fonts.drawable(sitting.cohort.name),
        "institution": fonts.drawable(sitting.institution.name),
        "room": fonts.drawable(sitting.room),
        "invigilator": fonts.drawable(sitting.invigilator.name) if sitting.invigilator else "",
        "lines": [
            (line, fonts.drawable(line.ticket.learner.name), fonts.drawable(line.ticket.learner.service_number))
            for line in minutes.lines
        ],
        "entries": [_entry(one, minutes) for one in minutes.entries],
        "signed_by": fonts.drawable(minutes.signature.by.name) if minutes.signature else "",
    }
    return typeset(render_to_string("quiz/exams/minutes_paper.html", context))


def _entry(minute: Minute, minutes: Minutes) -> dict[str, object]:
    return {
        "minute": minute,
        "corrects": minute.corrects,
        "who": fonts.drawable(minute.learner.name) if minute.learner else "",
        "by": fonts.drawable(minute.by.name),
        "words": fonts.drawable(minute.words),
        "is_corrected": hasattr(minute, "correction"),
        "added": bool(minutes.signature) and minute in minutes.added,
    }
