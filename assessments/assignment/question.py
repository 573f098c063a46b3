"""Type of the one question of a hand-in: a text and files, which a person marks."""

import json
from collections.abc import Mapping
from typing import Any, TypeGuard

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.questions.types.freetext.type import FreeText
from lms.foundation.plugins.activity import InvalidAnswer

FIELDS = {"id": str, "name": str, "size": int, "ending": str}
"""Facts of a file in a response, and their types."""


class Work(FreeText):
    """The response is {"text", "files"}, or empty; a file has its `FIELDS`. Files come from the server alone: it puts
    them into an answer, each as JSON in the part “files”.
    """

    slug = "work"
    name = gettext_lazy("Hand-in")
    template = "assignment/work.html"
    desk_template = "assignment/desk.html"
    in_bank = False

    def read(self, data: Mapping[str, object], *, order: object) -> Any:
        sent = data.get("files", [])
        if not isinstance(sent, list):
            raise no_file()
        rest = {part: value for part, value in data.items() if part != "files"}
        return response_of(super().read({"": [""], **rest}, order=order), [_file(one) for one in sent])

    def unfinished(self, key: Any, response: Any, *, order: object) -> str:
        return ""

    def context(
        self, shown: Any, *, order: object, response: Any, key: Any = None, reveal: Any = None
    ) -> dict[str, object]:
        given = response or {"text": "", "files": []}
        about = super().context(shown, order=order, response=given["text"], key=key, reveal=reveal)
        return about | {"files": given["files"], "may_write": shown.get("text", True)}


def response_of(text: str, files: list[dict[str, Any]]) -> Any:
    """Return a text and files as the response that is stored; empty for nothing."""
    return {"text": text, "files": files} if text or files else ""


def _file(sent: object) -> dict[str, Any]:
    try:
        found = json.loads(sent) if isinstance(sent, str) else None
    except ValueError:
        found = None
    if not is_file(found):
        raise no_file()
    return found


def is_file(found: object) -> TypeGuard[dict[str, Any]]:
    """Return whether these are the facts of a file."""
    return isinstance(found, dict) and {name: type(value) for name, value in found.items()} == FIELDS


def no_file() -> InvalidAnswer:
    """Return the refusal of what is no file of the work."""
    return InvalidAnswer(_("The file does not belong to this hand-in. Reload the page and add the file again."))
