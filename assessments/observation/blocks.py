"""Blocks in which an editor writes the criteria of a checklist."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.pages.streams import ReadyList

from .rules import Criterion

MOST_CRITERIA, MOST_LEVELS = 30, 10


class LevelBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("what is to be seen"), max_length=500)
    points = blocks.FloatBlock(label=_("points"), min_value=0, max_value=1000, default=0)


class CriterionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("criterion"), max_length=300)
    help = blocks.TextBlock(label=_("what to look at"), required=False, rows=2, max_length=600)
    must = blocks.BooleanBlock(
        label=_("must be reached"),
        required=False,
        help_text=_("Learners with a level of 0 points here do not pass, whatever the sum."),
    )
    levels = ReadyList(LevelBlock(), label=_("levels"), min_num=2, max_num=MOST_LEVELS, ready=3)

    class Meta:
        icon = "tick"
        label = _("Criterion")


class CriteriaStream(blocks.StreamBlock):
    """Stream of the criteria, in order."""

    criterion = CriterionBlock()

    class Meta:
        max_num = MOST_CRITERIA


def criteria_of(page: Any) -> list[Criterion]:
    """Return the criteria of `page` as plain values; ids are those of the blocks, which translations share."""
    return [
        {
            "id": block.id,
            "text": block.value["text"],
            "help": block.value["help"],
            "must": block.value["must"],
            "levels": [
                {"id": level.id, "text": level.value["text"], "points": level.value["points"]}
                for level in block.value["levels"].bound_blocks
            ],
        }
        for block in page.criteria
    ]
