"""What an editor writes a short text in: the answers that are foreseen."""

from django.utils.translation import gettext_lazy
from wagtail import blocks

from .typed import LONGEST, credit_block, feedback_block


class VariantBlock(blocks.StructBlock):
    """One answer that somebody may write."""

    text = blocks.CharBlock(
        label=gettext_lazy("answer"), max_length=LONGEST, help_text=gettext_lazy("A * stands for any text. Write \\* for a star.")
    )
    credit = credit_block()
    feedback = feedback_block()


class VariantsBlock(blocks.StructBlock):
    answers = blocks.ListBlock(
        VariantBlock(),
        label=gettext_lazy("answers"),
        min_num=1,
        help_text=gettext_lazy("The first one that fits counts. Put what is exact before what has a *."),
    )
    case = blocks.BooleanBlock(label=gettext_lazy("capital letters count"), required=False)
    marks = blocks.BooleanBlock(label=gettext_lazy("accents count, as in é"), required=False)
