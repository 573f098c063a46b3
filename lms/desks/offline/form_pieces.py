"""Pieces of drawn forms: pages of attempts that have not begun, without learner, key, seed, token and clock."""

import hashlib
import json
from types import SimpleNamespace

from django.core.cache import cache
from django.template.loader import render_to_string

from courses.catalogue import lookup
from courses.catalogue.outline import Entry
from lms.foundation.plugins.runtime.errors import NotInstalled
from lms.learning.progress.access import activity_types
from lms.learning.progress.player.activity_place import ActivityPlace
from lms.learning.progress.player.learner_course import LearnerCourse
from lms.version import VERSION

from .drawn_events import start_of
from .lesson_pieces import EVENT_ID, FORMAT, KEPT, Piece
from .models import Draw

NO_ATTEMPT = SimpleNamespace(number="", pk="", answered_at=None)


def form_piece(way: LearnerCourse, entry: Entry, draw: Draw) -> Piece | None:
    """Return the form of `draw`, as its own content has it; None while it cannot be drawn, as without its plugin."""
    key = f"offline.form:{VERSION}:{draw.pk}:{way.language}"
    body: bytes | None = cache.get(key)
    if body is None:
        try:
            body = _drawn(way, entry, draw)
        except NotInstalled:
            return None
        cache.set(key, body, KEPT)
    return Piece(hashlib.sha256(body).hexdigest(), body)


def _drawn(way: LearnerCourse, entry: Entry, draw: Draw) -> bytes:
    content, place = lookup.content(draw.content), ActivityPlace(way, entry, None)
    kind = activity_types.activity_type(entry.kind, content.digest, at=way.enrolment.institution)
    form, state = start_of(draw).start.draw(kind)
    context = {
        "content": content,
        "entry": entry,
        "attempt": NO_ATTEMPT,
        "closed": False,
        "offline": True,
        "activity": kind.context(content.definition, form, state, closed=False, now=draw.issued_at),
        "spoken": place.spoken,
        "time_left": None,
    }
    html = EVENT_ID.sub(r'\1"', render_to_string(kind.template, context))
    spoken = {"lang": place.foreign["code"]} if place.foreign else {}
    piece = {"v": FORMAT, "title": str(way.title_of(entry)), "parts": [html], **spoken}
    return json.dumps(piece, ensure_ascii=False, separators=(",", ":")).encode()
