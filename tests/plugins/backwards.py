"""Rows as version 1 of an outside plugin stored them, in the environment of the plugin."""

from typing import Any

from courses.catalogue import lookup
from courses.models import Content
from lms.learning.progress.models import Attempt

from .school import NOTES


def take_back(enrolment: Any) -> dict[str, Any]:
    """The course, the log and the notes of somebody as they would have been; what they were is returned."""
    for content in Content.objects.filter(kind="fieldnotes_log"):
        content.definition = {"instruction": content.definition["instruction"], "number": 2}
        content.save(update_fields=["definition"])
    for content in Content.objects.filter(kind="quiz"):
        questions = content.definition["questions"].items()
        content.definition["questions"] = {name: _first(question) for name, question in questions}
        content.save(update_fields=["definition"])
    lookup.forget()
    quiz = enrolment.attempts.get(activity__slug=NOTES)
    types = {**quiz.state.pop("types"), "item": quiz.form["items"][0]["version"]}
    quiz.form["items"] = [_first(item) for item in quiz.form["items"]]
    quiz.save(update_fields=["form", "state"])
    attempt = enrolment.attempts.get(kind="fieldnotes_log")
    numbers = [value["$version"] for value in (attempt.form, attempt.state)]
    notes = [[note["minutes"], note["well"], note["better"]] for note in attempt.state["notes"]]
    Attempt.objects.filter(pk=attempt.pk).update(form={"number": 2}, state={"notes": notes})
    return {"numbers": numbers, "notes": notes, "types": types}


def _first(stored: dict[str, Any]) -> dict[str, Any]:
    """A question or an item with the key that version 1 of its type had."""
    if stored["kind"] != "fieldnotes_keypoints":
        return stored
    key = {name: ", ".join(words) for name, words in stored["key"].items()}
    return {name: one for name, one in stored.items() if name != "version"} | {"key": key}
