"""Block of a short text: the answers that are foreseen."""

from django.utils.translation import gettext_lazy
from wagtail import blocks

from ..shared.answer_variants import VariantBlock


class VariantsBlock(blocks.StructBlock):
    answers = blocks.ListBlock(
        VariantBlock(),
        label=gettext_lazy("answers"),
        min_num=1,
        help_text=gettext_lazy("The first one that fits counts. Put what is exact before what has a *."),
    )
    case = blocks.BooleanBlock(label=gettext_lazy("capital letters count"), required=False)
    marks = blocks.BooleanBlock(label=gettext_lazy("accents count, as in é"), required=False)
