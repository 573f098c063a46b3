"""Rating: statements on a scale, for surveys.

There is no right and wrong, so that it counts neither for nor against.
"""

from collections.abc import Mapping
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.formats.bodies import RatingBody
from assessments.questions.bank.blocks import plain
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.question import Parts, QuestionType

from ..shared.shapes import RatingOrder, RatingShown, Reveal
from .block import RatingBlock
from .marking import NoRating, rated

FEWEST, MOST = 2, 10


class Rating(QuestionType):
    """The response is the point, 1 and up, given to each statement that was rated, by its id."""

    slug = "rating"
    name = gettext_lazy("Rating scale")
    template = "questions/types/rating.html"
    scored = False

    def block(self) -> RatingBlock:
        return RatingBlock(icon="order", label=self.name)

    def body(self, value: object) -> dict[str, object]:
        return plain(value)

    def stored(self, body: RatingBody) -> dict[str, object]:
        statements = [
            {"type": "item", "id": statement["id"], "value": statement["text"]} for statement in body["statements"]
        ]
        return {**body, "statements": statements}

    def problems(self, body: RatingBody) -> list[str]:
        sentences = []
        if not body["statements"]:
            sentences.append(_("Give at least one statement."))
        if not FEWEST <= body["points"] <= MOST:
            sentences.append(_("A scale has %(fewest)s to %(most)s points.") % {"fewest": FEWEST, "most": MOST})
        if not body["low"].strip() or not body["high"].strip():
            sentences.append(_("Say what the two ends of the scale mean."))
        return sentences

    def split(self, body: RatingBody) -> Parts:
        return Parts(shown={name: body[name] for name in ("statements", "points", "low", "high")}, key=None)

    def order(self, shown: RatingShown, *, chance: object) -> RatingOrder:
        """Return the order as written: statements are never shuffled: answers to a survey are compared."""
        return {"statements": [statement["id"] for statement in shown["statements"]], "points": shown["points"]}

    def read(self, data: Mapping[str, object], *, order: RatingOrder) -> dict[str, int]:
        try:
            return rated(data, statements=order["statements"], points=order["points"])
        except NoRating:
            raise InvalidAnswer(_("Choose a point of the scale for each statement.")) from None

    def unfinished(self, key: object, response: Mapping[str, int] | None, *, order: RatingOrder) -> str:
        left = len(order["statements"]) - len(response or {})
        return (
            ngettext("%(count)s statement is not rated yet.", "%(count)s statements are not rated yet.", left)
            % {"count": left}
            if left
            else ""
        )

    def mark(self, key: object, response: object) -> None:
        return None

    def context(
        self,
        shown: RatingShown,
        *,
        order: RatingOrder,
        response: Mapping[str, int] | None,
        key: object = None,
        reveal: Reveal | None = None,
    ) -> dict[str, object]:
        given, points = response or {}, shown["points"]
        texts = {statement["id"]: statement["text"] for statement in shown["statements"]}
        ends = {1: escape(shown["low"]), points: escape(shown["high"])}
        statements = []
        for name in order["statements"]:
            scale = [
                {"point": point, "chosen": given.get(name) == point, "meaning": ends.get(point, "")}
                for point in range(1, points + 1)
            ]
            meaning = ends.get(given.get(name, 0), "")
            statements.append(
                {"id": name, "text": texts.get(name, ""), "given": given.get(name), "meaning": meaning, "scale": scale}
            )
        return {"statements": statements, "points": points, "low": shown["low"], "high": shown["high"]}
