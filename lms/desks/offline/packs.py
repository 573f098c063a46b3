"""Packs: what a phone keeps of one course for one learner, and where it finds the pieces."""

import hashlib
import json
from typing import Any
from uuid import UUID

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.catalogue import lookup
from courses.catalogue.outline import Entry
from courses.lessons.activity import Lesson
from lms.learning.progress.player.activity_place import ActivityPlace
from lms.learning.progress.player.learner_course import LearnerCourse

from .lesson_pieces import Piece, piece_of

FILES = ("interface/mafunzo.css", "interface/mark.svg", "offline/phone.js", "offline/export.js")


def pack_of(way: LearnerCourse, person: str) -> dict[str, Any]:
    """Return the pack of a learner's course; `person` is the name under which the phone keeps it."""
    entries = way.outline.activities
    lookup.contents([_digest(way, entry) for entry in entries if entry.kind == Lesson.slug])
    pack = {
        "person": person,
        "enrolment": way.enrolment.pk,
        "course": way.enrolment.course.slug,
        "title": str(way.title),
        "language": way.language,
        "release": way.enrolment.release_id,
        "shell": reverse("offline:shell"),
        "page": reverse("offline:phone"),
        "files": [static(name) for name in FILES],
        "words": words(),
        "activities": [_activity(way, entry) for entry in entries],
    }
    return {**pack, "digest": hashlib.sha256(json.dumps(pack, sort_keys=True).encode()).hexdigest()}


def piece_in(way: LearnerCourse, activity: str, name: str) -> Piece | None:
    """Return the piece of this name of an activity, the id of which is given; None where it is another by now."""
    entry = way.outline.by_id(activity)
    piece = _piece(way, entry) if entry else None
    return piece if piece and piece.name == name else None


def _activity(way: LearnerCourse, entry: Entry) -> dict[str, Any]:
    piece = _piece(way, entry)
    address = reverse("offline:piece", args=[way.enrolment.course.slug, UUID(entry.id), piece.name]) if piece else ""
    return {
        "id": entry.id,
        "slug": entry.slug,
        "title": str(way.title_of(entry)),
        "done": entry.id in way.enrolment.done,
        "piece": address,
    }


def _piece(way: LearnerCourse, entry: Entry) -> Piece | None:
    """Return the piece of an activity; None where a phone does not keep it: no lesson, locked, or switched off."""
    if entry.kind != Lesson.slug or way.type_of(entry) is None or way.missing(entry):
        return None
    return piece_of(ActivityPlace(way, entry, None))


def _digest(way: LearnerCourse, entry: Entry) -> str:
    return entry.content(way.language, way.enrolment.country, way.outline.source)


def words() -> dict[str, str]:
    """Return the sentences that a phone shows where it makes a page itself, in the reader's language."""
    return {
        "waits": _("What waits on this phone"),
        "saved": _("Saved on this phone"),
        "sent": _("Sent, not confirmed yet"),
        "counted": _("Counted"),
        "late": _("Arrived late: your instructor decides"),
        "held": _("Kept, but not counted"),
        "done": _("Done"),
        "next": _("Done, next"),
        "back": _("Back to the course"),
        "online": _("This part needs the network. Open it when you are online."),
        "courses": _("Courses on this phone"),
    }
