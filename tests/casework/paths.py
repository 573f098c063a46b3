"""Recorded paths through *The guesthouse*: the good one and four typical mistakes."""

import json
from typing import Any

from django.conf import settings

from assessments.casework.definition.case_folder import SHIPPED, open_folder
from assessments.casework.definition.combined_file import combine

GUESTHOUSE = settings.DATA_DIR / "guesthouse.json"
"""The case as one file, with its words in English beside its structure, as authors upload it."""
_OPENED = open_folder(SHIPPED / "guesthouse")
GUESTHOUSE.write_text(json.dumps(combine(_OPENED.case, _OPENED.texts["en"])), encoding="utf-8")
MISTAKES = (
    "good",
    "the knock at the door",
    "papers before people",
    "her word against theirs",
    "help for those who talk",
)


def path(name: str) -> list[dict[str, Any]]:
    """A log as other programs write it. People whose entry is refused do not come back."""
    return json.loads((SHIPPED / "guesthouse" / "paths" / f"{name.replace(' ', '-')}.json").read_text())


FORMS = {line["data"]["form"]: line["data"]["values"] for line in path("good") if line["verb"] == "send"}
