"""Notes of markers beside a work: on a passage, a file or the whole, with a file of their own or without; and files
that the scanner took out of both. Pure.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lms.foundation.plugins.activity import JSON, InvalidAnswer, Step

from .question import is_file, response_of

LONGEST, MOST = 2000, 100
Values = Mapping[str, Any]


def annotated(state: Values, data: Values, now: datetime) -> Step:
    """Add {"passage", "file", "text", "attachment"} to the notes of work that was handed in. Raises `InvalidAnswer`."""
    note, kept = data.get("note"), list(state.get("notes", ()))
    if state.get("marks") is None or not isinstance(note, dict):
        raise InvalidAnswer(_("Only work that is handed in takes comments."))
    passage, file, text = (str(note.get(name) or "").strip() for name in ("passage", "file", "text"))
    attachment = note.get("attachment")
    if attachment is not None and not is_file(attachment):
        raise InvalidAnswer(_("This file cannot be added. Choose it again."))
    if not text and attachment is None:
        raise InvalidAnswer(_("Write a comment, or add a file."))
    if max(len(text), len(passage)) > LONGEST or len(kept) >= MOST:
        raise InvalidAnswer(_("Write at most %(number)s characters.") % {"number": LONGEST})
    work = _work(state)
    if passage and _plain(passage) not in _plain(work["text"]):
        raise InvalidAnswer(_("This passage is not in the text. Copy it from there."))
    if file and file not in {one["id"] for one in work["files"]}:
        raise InvalidAnswer(_("This file is not part of the work."))
    said = {"passage": passage, "file": file, "text": text, "attachment": attachment}
    return Step({**state, "notes": [*kept, {**said, "by": data.get("by"), "at": now.isoformat()}]})


def without_infected(state: Values, data: Values) -> Step:
    """Return the state without a file with a virus; its name stays, where the file was."""
    key, work, infected = data.get("file"), _work(state), list(state.get("infected", ()))
    files = [one for one in work["files"] if one["id"] != key]
    infected += [one["name"] for one in work["files"] if one["id"] == key]
    found = {**state, "responses": {**state["responses"], "work": response_of(work["text"], files)}}
    if infected:
        found["infected"] = infected
    if "notes" in state:
        found["notes"] = [_cleaned(note, key) for note in state["notes"]]
    return Step(found)


def _cleaned(note: Values, key: object) -> Values:
    attachment = note["attachment"]
    if attachment is None or attachment["id"] != key:
        return note
    return {**note, "attachment": None, "infected": attachment["name"]}


def attachments(state: Values) -> set[str]:
    """Return the ids of the files that markers added."""
    return {note["attachment"]["id"] for note in state.get("notes", ()) if note["attachment"]}


def are_released(state: Values, *, is_waiting: bool) -> bool:
    """Return whether the learner may read the notes: the work is marked, or was returned."""
    return not is_waiting or "returned" in state


def for_learner(state: Values) -> list[JSON]:
    """Return the notes, each with the name of the file that it is on; whether they are released says the template."""
    names = {one["id"]: one["name"] for one in _work(state)["files"]}
    return [{**note, "file": names.get(note["file"], "")} for note in state.get("notes", ())]


def _work(state: Values) -> Values:
    found: Values = state["responses"].get("work") or {"text": "", "files": []}
    return found


def _plain(text: str) -> str:
    return " ".join(text.split())
