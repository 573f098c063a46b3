"""The minutes of an exam on A4."""

from django.template.loader import render_to_string

from lms.foundation.interface.paper import fonts
from lms.foundation.interface.paper.typesetting import typeset

from ..models import Sitting
from ..times import Times
from .models import Minute
from .queries import Minutes


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
