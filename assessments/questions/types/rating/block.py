"""Block for statements that are rated."""

from django.utils.translation import gettext_lazy
from wagtail import blocks

from assessments.questions.bank.blocks import LINE


class RatingBlock(blocks.StructBlock):
    statements = blocks.ListBlock(
        blocks.RichTextBlock(label=gettext_lazy("Statement"), features=LINE),
        label=gettext_lazy("statements"),
        min_num=1,
    )
    points = blocks.IntegerBlock(label=gettext_lazy("points of the scale"), default=5, min_value=2, max_value=10)
    low = blocks.CharBlock(label=gettext_lazy("what 1 means"), max_length=60, default=gettext_lazy("Strongly disagree"))
    high = blocks.CharBlock(
        label=gettext_lazy("what the highest point means"), max_length=60, default=gettext_lazy("Strongly agree")
    )
