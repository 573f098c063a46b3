"""A question type: the learner takes notes on a statement,
and earns a share for each key point that the notes catch.
"""

import re
from collections.abc import Mapping
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.question import JSON, Parts, QuestionType, texts

LONGEST = 2000


class PointBlock(blocks.StructBlock):
    point = blocks.CharBlock(label=gettext_lazy("key point"), max_length=200)
    words = blocks.CharBlock(label=gettext_lazy("words that show it, with commas between"), max_length=400)

    class Meta:
        label = gettext_lazy("Key point")


class KeyPoints(QuestionType):
    """Body: `points`, each with its `id`, the `point` in a sentence,
    and the `words` of which one at least has to occur.
    """

    slug = "fieldnotes_keypoints"
    name = gettext_lazy("Notes on a statement")
    template = "fieldnotes/keypoints.html"
    stylesheet = "fieldnotes/notes.css"
    version = 2

    def block(self) -> Any:
        points = blocks.ListBlock(PointBlock(), label=gettext_lazy("key points"), min_num=1)
        return blocks.StructBlock([("points", points)], label=self.name, icon="edit")

    def body(self, value: Any) -> dict[str, JSON]:
        points = [
            {
                "id": item.id,
                "point": item.value["point"],
                "words": [word.strip() for word in item.value["words"].split(",") if word.strip()],
            }
            for item in value["points"].bound_blocks
        ]
        return {"points": points}

    def stored(self, body: Mapping[str, JSON]) -> dict[str, JSON]:
        points = [{**point, "words": ", ".join(point["words"])} for point in body["points"]]
        return super().stored({"points": points})

    def problems(self, body: Mapping[str, JSON]) -> list[str]:
        wordless = [point["point"] for point in body["points"] if not any(map(_plain, point["words"]))]
        found = [_("Give “%(point)s” at least one word that shows it.") % {"point": point} for point in wordless]
        return found if body["points"] else [_("Give at least one key point.")]

    def split(self, body: Mapping[str, JSON]) -> Parts:
        key = {point["id"]: point["words"] for point in body["points"]}
        return Parts(
            shown={"count": len(key)},
            key=key,
            reveal={"points": {point["id"]: point["point"] for point in body["points"]}},
        )

    def order(self, shown: Mapping[str, JSON], *, chance: Random | None) -> JSON:
        return []

    def read(self, data: Mapping[str, Any], *, order: JSON) -> JSON:
        sent = texts(data.get(""))
        if set(data) != {""} or sent is None or len(sent) != 1 or len(sent[0]) > LONGEST:
            raise InvalidAnswer(_("Write your notes as text, up to 2,000 characters."))
        return sent[0].strip()

    def mark(self, key: JSON, response: JSON) -> float | None:
        return len(_caught(key, response)) / len(key) if response else 0.0

    def context(
        self,
        shown: Mapping[str, JSON],
        *,
        order: JSON,
        response: JSON,
        key: JSON = None,
        reveal: Mapping[str, JSON] | None = None,
    ) -> dict[str, Any]:
        about = {"text": response or "", "count": shown["count"], "points": []}
        if reveal is not None:
            caught = _caught(key, response) if response else []
            about["points"] = [{"point": point, "caught": name in caught} for name, point in reveal["points"].items()]
        return about

    def upgrade(self, what: str, value: JSON, version: int) -> JSON:
        """Version 1 kept the words of a key point as an editor wrote them, in one text."""
        return {name: words.split(",") for name, words in value.items()} if what == "key" else value


def _caught(key: Mapping[str, list[str]], notes: str) -> list[str]:
    """Ids of the key points of which a word occurs in `notes`."""
    written = _plain(notes)
    return [point for point, words in key.items() if any(_plain(word) in written for word in words if _plain(word))]


def _plain(text: str) -> str:
    """Whole words in any script, small, with a blank on either side; nothing where there are none."""
    words = re.findall(r"\w+", text.casefold())
    return f" {' '.join(words)} " if words else ""
