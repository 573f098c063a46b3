"""Parser of what a browser sent, to the data of an event: nothing foreign, not too much, not too often.

The journal keeps it for ever.
"""

import json
from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.identifiers import uuid7_of

RESERVED = {"csrfmiddlewaretoken", "event_id", "next", "review"}
"""Fields that speak to the player, not to the activity: they are no part of what was answered."""
REPLACED = "\ufffd"


LONGEST = 64 * 1024
"""Bytes of one answer, as JSON in UTF-8."""


class BadAnswer(InvalidAnswer):
    """The request cannot be read as an answer."""


class TooLarge(InvalidAnswer):
    """The answer is longer than the journal takes."""


def read_answer(request: HttpRequest) -> tuple[dict[str, list[str]], UUID]:
    """Return the fields of the form, each a list of values, and the id of the event. Raises `BadAnswer`."""
    data = {name: values for name, values in request.POST.lists() if name not in RESERVED}
    if not _is_text(request, data):
        raise BadAnswer(_("Part of the answer could not be read as text. Reload the page and answer again."))
    try:
        return data, uuid7_of(request.POST.get("event_id", ""))
    except ValueError:
        raise BadAnswer(_("This page was out of date. Reload it and answer again.")) from None


def _is_text(request: HttpRequest, data: dict[str, list[str]]) -> bool:
    """Return whether the form arrived as text: Django replaces bytes that are no UTF-8, or, if they were not escaped
    either, reads the whole body as Latin-1.
    """
    if request.content_type == "application/x-www-form-urlencoded" and not request.body.isascii():
        return False
    return not any(REPLACED in text or "\x00" in text for name, values in data.items() for text in (name, *values))


def refuse_too_large(data: Mapping[str, object]) -> None:
    """Raise `TooLarge` where the journal does not take so much."""
    if len(json.dumps(data, ensure_ascii=False).encode()) > LONGEST:
        sentence = _(
            "The text is too long to be saved at once: at most %(kilobytes)s KB. Go back, and save one "
            "question at a time or shorten it."
        )
        raise TooLarge(sentence % {"kilobytes": LONGEST // 1024})


def fragment_of(data: dict[str, list[str]]) -> str:
    """Return the fragment of the place on the page where the learner was: a check, or a flagged question; empty for
    neither.
    """
    if check := (data.get("check") or [""])[0]:
        return f"#check-{check}"
    question = (data.get("flag") or data.get("unflag") or [""])[0]
    return f"#question-{question}" if question else ""
