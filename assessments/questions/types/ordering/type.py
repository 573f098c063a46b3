"""Ordering: items are put in order. They are written in the right one."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import blocks

from assessments.formats.bodies import OrderingBody
from assessments.questions.bank.blocks import LINE, plain
from courses.pages.streams import ReadyList
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.question import Parts, QuestionType

from ..marking import guess_score
from ..shared.shapes import OrderingKey, OrderingShown, Reveal
from ..shared.shuffled_parts import mixed, repeated
from .marking import SCORINGS, NoPlace, places, shared


class ItemBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(label=gettext_lazy("text"), features=LINE)


class ItemsBlock(blocks.StructBlock):
    items = ReadyList(
        ItemBlock(),
        label=gettext_lazy("items, in the right order"),
        min_num=2,
        help_text=gettext_lazy("Learners get them in another order."),
    )
    scoring = blocks.ChoiceBlock(
        [
            ("exact", gettext_lazy("All or nothing: every item at its place")),
            ("run", gettext_lazy("The longest run of items that follow each other as they should")),
            ("pairwise", gettext_lazy("The share of pairs of items that stand in the right order to each other")),
        ],
        default="exact",
        label=gettext_lazy("marks"),
    )


class Ordering(QuestionType):
    """The response maps ids to places, 1 for the first, as they were given: also half-way,
    and with several at one place.
    """

    slug = "ordering"
    name = gettext_lazy("Ordering")
    template = "questions/types/ordering.html"
    script = "questions/arrange.js"

    def block(self) -> ItemsBlock:
        return ItemsBlock(icon="list-ol", label=self.name)

    def body(self, value: object) -> dict[str, object]:
        written = plain(value)
        return {**written, "scoring": written["scoring"] or "exact"}

    def problems(self, body: OrderingBody) -> list[str]:
        sentences = [] if len(body["items"]) > 1 else [_("Give at least two items.")]
        return sentences + [
            _("“%(text)s” stands there several times, so nobody can tell which comes first. Say it in different words.")
            % {"text": text}
            for text in repeated(item["text"] for item in body["items"])
        ]

    def split(self, body: OrderingBody) -> Parts:
        texts = {item["id"]: item["text"] for item in body["items"]}
        return Parts(
            shown={"items": [{"id": name, "text": texts[name]} for name in mixed(texts)]},
            key={"order": list(texts), "scoring": body["scoring"]},
        )

    def order(self, shown: OrderingShown, *, chance: Random | None) -> list[str]:
        order = [item["id"] for item in shown["items"]]
        if chance is not None:
            chance.shuffle(order)
        return order

    def read(self, data: Mapping[str, object], *, order: Sequence[str]) -> dict[str, int]:
        try:
            return places(data, items=order)
        except NoPlace:
            raise InvalidAnswer(_("Give each item one of the places that are offered.")) from None

    def mark(self, key: OrderingKey, response: Mapping[str, int] | None) -> float:
        return SCORINGS[key["scoring"]](key["order"], response or {})

    def unfinished(self, key: OrderingKey, response: Mapping[str, int] | None, *, order: Sequence[str]) -> str:
        left = len(order) - len(response or {})
        if left:
            return ngettext("%(count)s item has no place yet.", "%(count)s items have no place yet.", left) % {
                "count": left
            }
        return _("Several items have the same place. Give each a place of its own.") if shared(response or {}) else ""

    def guess(self, key: OrderingKey, *, order: Sequence[str]) -> float | None:
        return guess_score.order(len(key["order"]), key["scoring"])

    def context(
        self,
        shown: OrderingShown,
        *,
        order: Sequence[str],
        response: Mapping[str, int] | None,
        key: OrderingKey | None = None,
        reveal: Reveal | None = None,
    ) -> dict[str, object]:
        """Return the context: the rows stand as they were drawn; once the key is given, in the right order; closed
        without it, as they were put.
        """
        texts, given = {item["id"]: item["text"] for item in shown["items"]}, response or {}
        rows: list[dict[str, Any]] = [
            {"id": name, "text": texts.get(name, ""), "place": given.get(name)}
            for name in (key["order"] if key else order)
        ]
        if key is not None:
            for right, row in enumerate(rows, start=1):
                row["right"] = right
                row["look"] = "incorrect yours" if row["place"] else ""
                if row["place"] == right:
                    row["look"] = "correct yours"
        put = sorted((row for row in rows if row["place"]), key=lambda row: row["place"])
        return {"rows": rows, "put": put, "places": range(1, len(order) + 1), "crowded": bool(shared(given))}
