"""Packs: what a phone keeps of one course for one learner, and where it finds the pieces."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.catalogue import lookup
from courses.catalogue.outline import Entry
from lms.learning.progress.player.activity_place import ActivityPlace
from lms.learning.progress.player.learner_course import LearnerCourse

from . import draws
from .draws import digest_of
from .lesson_pieces import Piece, form_piece, piece_of
from .models import Draw

FILES = ("interface/mafunzo.css", "interface/mark.svg", "offline/phone.js", "offline/export.js")


def pack_of(way: LearnerCourse, person: str, *, device: str = "") -> dict[str, Any]:
    """Return the pack of a learner's course; `person` is the name under which the phone keeps it, and `device` the name
    that the phone gives itself, for which forms were drawn.
    """
    entries = way.outline.activities
    lookup.contents([digest_of(way, entry) for entry in entries])
    forms = draws.offered(way, device=device)
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
        "activities": [_activity(way, entry) | _form(way, entry, forms) for entry in entries],
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


def _form(way: LearnerCourse, entry: Entry, forms: Mapping[str, Draw]) -> dict[str, str]:
    """Return the draw and the address of the form of an activity that is answered by one; nothing for any other."""
    draw = forms.get(entry.id)
    piece = form_piece(way, entry, draw) if draw else None
    return {"draw": str(draw.pk), "form": reverse("offline:form", args=[draw.pk, piece.name])} if draw and piece else {}


def form_in(way: LearnerCourse, draw: Draw, name: str) -> Piece | None:
    """Return the form of a draw by the name of its piece; None where it is another by now."""
    entry = way.outline.by_id(str(draw.activity_id)) if way.enrolment.pk == draw.enrolment_id else None
    piece = form_piece(way, entry, draw) if entry else None
    return piece if piece and piece.name == name else None


def _piece(way: LearnerCourse, entry: Entry) -> Piece | None:
    """Return the piece of an activity that begins by itself; None where a phone does not keep it, it is locked, or its
    plugin is switched off.
    """
    kind = way.type_of(entry)
    if kind is None or not kind.begins_by_itself or way.missing(entry):
        return None
    place = ActivityPlace(way, entry, None)
    return None if kind.offline(place.content.definition) == "no" else piece_of(place)


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
        "result": _("The result comes once the site has been reached."),
        "next": _("Done, next"),
        "back": _("Back to the course"),
        "online": _("This part needs the network. Open it when you are online."),
        "courses": _("Courses on this phone"),
    }
