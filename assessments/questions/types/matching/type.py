"""Matching: to each text on one side belongs a match on the other.

One match may belong to several texts, or to none.
"""

from collections.abc import Mapping, Sequence
from random import Random

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from assessments.formats.bodies import MatchingBody, Pair
from assessments.questions.bank.blocks import LINE, plain
from courses.pages.streams import ReadyList
from lms.foundation.plugins.question import Parts

from ..shared.assigned_choices import AssignmentType
from ..shared.shapes import AssignmentOrder, AssignmentShown
from ..shared.shuffled_parts import opaque, words

LONGEST = 250


class PairBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(label=gettext_lazy("text"), features=LINE)
    match = blocks.CharBlock(label=gettext_lazy("what belongs to it"), max_length=LONGEST)


class ExtraBlock(blocks.StructBlock):
    match = blocks.CharBlock(label=gettext_lazy("a choice that belongs to nothing"), max_length=LONGEST)


class PairsBlock(blocks.StructBlock):
    pairs = ReadyList(
        PairBlock(),
        label=gettext_lazy("pairs"),
        min_num=2,
        help_text=gettext_lazy(
            "Write a text that belongs to several others the same way in each pair: it becomes one choice."
        ),
    )
    extras = blocks.ListBlock(ExtraBlock(), label=gettext_lazy("further choices"), default=[])
    scoring = blocks.ChoiceBlock(
        [
            ("each", gettext_lazy("The share of texts that are matched rightly")),
            ("all", gettext_lazy("All or nothing")),
        ],
        default="each",
        label=gettext_lazy("marks"),
    )


class Matching(AssignmentType):
    """A choice is known by the first pair or extra that is written with its match,
    under a name that does not show which.
    """

    slug = "matching"
    name = gettext_lazy("Matching")
    template = "questions/types/matching.html"

    def block(self) -> PairsBlock:
        return PairsBlock(icon="link", label=self.name)

    def body(self, value: object) -> dict[str, object]:
        written = plain(value)
        return {**written, "scoring": written["scoring"] or "each"}

    def problems(self, body: MatchingBody) -> list[str]:
        pairs, sentences = body["pairs"], []
        if len(pairs) < 2:
            sentences.append(_("Give at least two pairs."))
        elif len({part["match"] for part in [*pairs, *body["extras"]]}) < 2:
            sentences.append(
                _(
                    "Everything has the same match, so there is nothing to choose. Give a different match, or a "
                    "further choice."
                )
            )
        if not all(part["match"].strip() for part in [*pairs, *body["extras"]]):
            sentences.append(_("Write what belongs to each text, and take away further choices that are empty."))
        matches = {pair["match"] for pair in pairs}
        sentences += [
            _("“%(choice)s” belongs to a text, so it is a choice already. Take it out of the further choices.")
            % {"choice": extra["match"]}
            for extra in body["extras"]
            if extra["match"] in matches
        ]
        return sentences + [
            _("“%(text)s” stands in several pairs with different matches. Leave one of them.") % {"text": text}
            for text in _torn(pairs)
        ]

    def split(self, body: MatchingBody) -> Parts:
        parts = [*body["pairs"], *body["extras"]]
        first: dict[str, str] = {}
        for part in parts:
            first.setdefault(part["match"], opaque(part["id"]))
        return Parts(
            shown={
                "items": [{"id": pair["id"], "text": pair["text"]} for pair in body["pairs"]],
                "choices": dict(sorted((opaque(part["id"]), part["match"]) for part in parts)),
                "offered": [first[match] for match in sorted(first, key=str.casefold)],
            },
            key={"right": {pair["id"]: first[pair["match"]] for pair in body["pairs"]}, "scoring": body["scoring"]},
        )

    def order(self, shown: AssignmentShown, *, chance: Random | None) -> AssignmentOrder:
        """Return the order as written: the texts as they stand, the choices by alphabet. `shown` has the text of every
        match, so that a version in another language, in which other matches may be the same, has one for each choice
        that was drawn.
        """
        items, choices = [item["id"] for item in shown["items"]], [*shown["offered"]]
        if chance is not None:
            chance.shuffle(items)
            chance.shuffle(choices)
        return {"items": items, "choices": choices}

    def labels(self, shown: AssignmentShown) -> Mapping[str, str]:
        return shown["choices"]


def _torn(pairs: Sequence[Pair]) -> list[str]:
    """Return the texts that stand in pairs with different matches."""
    matches: dict[str, set[str]] = {}
    for pair in pairs:
        matches.setdefault(words(pair["text"]), set()).add(pair["match"])
    return [text for text, places in matches.items() if text and len(places) > 1]
