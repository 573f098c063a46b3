"""Block of a numerical question: the numbers that are foreseen, and the units."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from ..shared.typed_answers import LONGEST, credit_block, feedback_block


class NumberBlock(blocks.StructBlock):
    """One number, and how near is near enough."""

    value = blocks.FloatBlock(
        label=gettext_lazy("number"),
        required=False,
        help_text=gettext_lazy("Empty: any other answer, to say something about it."),
    )
    tolerance = blocks.FloatBlock(label=gettext_lazy("tolerance"), default=0, min_value=0)
    relative = blocks.BooleanBlock(
        label=gettext_lazy("the tolerance is a share of the number"),
        required=False,
        help_text=gettext_lazy("0.05 is then 5 per cent of it."),
    )
    credit = credit_block()
    feedback = feedback_block()


class UnitBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=gettext_lazy("unit"), max_length=LONGEST)
    factor = blocks.FloatBlock(
        label=gettext_lazy("how many of it make one of the first unit"),
        default=1,
        help_text=gettext_lazy(
            "1 for the unit in which the numbers above are. With answers in metres, 100 for cm and 0.001 for km."
        ),
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value["factor"] <= 0:
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("The number of units that make one is greater than 0.")]
            )
        return value


class NumbersBlock(blocks.StructBlock):
    answers = blocks.ListBlock(
        NumberBlock(),
        label=gettext_lazy("answers"),
        min_num=1,
        help_text=gettext_lazy("The first one that is near enough counts."),
    )
    unit = blocks.ChoiceBlock(
        [
            ("none", gettext_lazy("A number alone")),
            ("optional", gettext_lazy("A unit may be written; it has to be right then")),
            ("required", gettext_lazy("A unit has to be written")),
        ],
        default="none",
        label=gettext_lazy("unit"),
    )
    penalty = blocks.FloatBlock(
        label=gettext_lazy("what a wrong or missing unit costs (per cent of the marks)"),
        default=100,
        min_value=0,
        max_value=100,
    )
    units = blocks.ListBlock(UnitBlock(), label=gettext_lazy("units"), min_num=0, default=[])
