"""Block of a text with gaps: the text with [[1]], [[2]] …, and below it the gaps in that order."""

from django.utils.translation import gettext_lazy
from wagtail import blocks

from assessments.questions.bank.blocks import TEXT

from ..shared.answer_variants import VariantBlock
from ..shared.typed_answers import LONGEST


class GapBlock(blocks.StructBlock):
    answers = blocks.ListBlock(VariantBlock(), label=gettext_lazy("answers"), min_num=1)
    kind = blocks.ChoiceBlock(
        [("text", gettext_lazy("Words")), ("number", gettext_lazy("A number"))],
        default="text",
        label=gettext_lazy("what is written in it"),
    )
    tolerance = blocks.FloatBlock(
        label=gettext_lazy("tolerance"),
        default=0,
        min_value=0,
        help_text=gettext_lazy("How far a number may be from the right one."),
    )


class ExtraBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=gettext_lazy("wrong choice"), max_length=LONGEST)


class GapsBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(
        label=gettext_lazy("text with gaps"),
        features=TEXT,
        help_text=gettext_lazy(
            "Write [[1]] where the first gap of the list below belongs, [[2]] for the second, and so on."
        ),
    )
    mode = blocks.ChoiceBlock(
        [
            ("typed", gettext_lazy("Written in: the answers of a gap are ways to write it")),
            ("list", gettext_lazy("Chosen from a list: the answers of a gap are its list")),
            ("drag", gettext_lazy("Dragged in: the right answers of all gaps are mixed")),
        ],
        default="typed",
        label=gettext_lazy("how a gap is filled"),
    )
    gaps = blocks.ListBlock(GapBlock(), label=gettext_lazy("gaps"), min_num=1)
    extras = blocks.ListBlock(
        ExtraBlock(),
        label=gettext_lazy("wrong choices that are mixed in, where answers are dragged"),
        min_num=0,
        default=[],
    )
    case = blocks.BooleanBlock(label=gettext_lazy("capital letters and accents count"), required=False)
