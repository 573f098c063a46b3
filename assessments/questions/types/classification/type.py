"""Classification: each item is put into the bin where it belongs, such as act, means or purpose."""

from collections.abc import Iterator, Mapping
from random import Random

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from assessments.formats.bodies import ClassificationBody, Sorted
from assessments.questions.bank.blocks import LINE, TEXT, plain
from courses.pages.streams import ReadyList
from lms.foundation.plugins.question import Parts

from ..shared.assigned_choices import AssignmentType
from ..shared.shapes import AssignmentOrder, AssignmentShown
from ..shared.shuffled_parts import mixed, repeated

NONE = "none"
"""The choice of who puts an item into no bin."""


class SortedBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(label=gettext_lazy("item"), features=LINE)
    feedback = blocks.RichTextBlock(label=gettext_lazy("why it belongs there"), required=False, features=TEXT)


class BinBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=gettext_lazy("name of the bin"), max_length=100)
    items = blocks.ListBlock(SortedBlock(), label=gettext_lazy("what belongs in it"))


class BinsBlock(blocks.StructBlock):
    bins = ReadyList(BinBlock(), label=gettext_lazy("bins"), min_num=1, ready=2)
    extras = blocks.ListBlock(
        SortedBlock(),
        label=gettext_lazy("what belongs in no bin"),
        default=[],
        help_text=gettext_lazy("Where there is something, learners can also choose “None of them”."),
    )
    scoring = blocks.ChoiceBlock(
        [
            ("each", gettext_lazy("The share of items that are put where they belong")),
            ("all", gettext_lazy("All or nothing")),
        ],
        default="each",
        label=gettext_lazy("marks"),
    )


class Classification(AssignmentType):
    """The bins stand as they are written; their items are mixed."""

    slug = "classification"
    name = gettext_lazy("Classification")
    template = "questions/types/classification.html"

    def block(self) -> BinsBlock:
        return BinsBlock(icon="group", label=self.name)

    def body(self, value: object) -> dict[str, object]:
        written = plain(value)
        return {**written, "scoring": written["scoring"] or "each"}

    def problems(self, body: ClassificationBody) -> list[str]:
        sentences = []
        if len(body["bins"]) + bool(body["extras"]) < 2:
            sentences.append(_("Give at least two bins, or something that belongs in no bin."))
        if not any(one["items"] for one in body["bins"]):
            sentences.append(_("Put at least one item into a bin."))
        sentences += [
            _("Two bins are called “%(name)s”. Give each a name of its own.") % {"name": name}
            for name in repeated(one["text"] for one in body["bins"])
        ]
        return sentences + [
            _("“%(text)s” stands there several times. Leave it where it belongs.") % {"text": text}
            for text in repeated(item["text"] for item, _place in _placed(body))
        ]

    def split(self, body: ClassificationBody) -> Parts:
        placed = {item["id"]: (item, place) for item, place in _placed(body)}
        return Parts(
            shown={
                "items": [{"id": name, "text": placed[name][0]["text"]} for name in mixed(placed)],
                "bins": [{"id": one["id"], "text": one["text"]} for one in body["bins"]],
                "extras": bool(body["extras"]),
            },
            key={"right": {name: place for name, (_item, place) in placed.items()}, "scoring": body["scoring"]},
            reveal={
                "feedback": {name: item["feedback"] for name, (item, _place) in placed.items() if item["feedback"]}
            },
        )

    def order(self, shown: AssignmentShown, *, chance: Random | None) -> AssignmentOrder:
        items = [item["id"] for item in shown["items"]]
        if chance is not None:
            chance.shuffle(items)
        return {
            "items": items,
            "choices": [*(one["id"] for one in shown["bins"]), *([NONE] if shown["extras"] else [])],
        }

    def labels(self, shown: AssignmentShown) -> Mapping[str, str]:
        return {NONE: _("None of them"), **{one["id"]: one["text"] for one in shown["bins"]}}


def _placed(body: ClassificationBody) -> Iterator[tuple[Sorted, str]]:
    """Yield each item and the bin where it belongs."""
    for one in body["bins"]:
        for item in one["items"]:
            yield item, one["id"]
    for item in body["extras"]:
        yield item, NONE
