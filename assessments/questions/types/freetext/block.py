"""Block for a question that is answered in one's own words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from assessments.questions.bank.blocks import TEXT
from courses.pages.streams import ReadyList


class LevelBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=gettext_lazy("what such an answer looks like"), max_length=500)
    points = blocks.FloatBlock(label=gettext_lazy("points"), min_value=0, max_value=1000)


class CriterionBlock(blocks.StructBlock):
    text = blocks.CharBlock(
        label=gettext_lazy("criterion"),
        max_length=300,
        help_text=gettext_lazy("Learners see it before they answer; its levels they do not."),
    )
    levels = ReadyList(LevelBlock(), label=gettext_lazy("levels"), min_num=2)


class FreeTextBlock(blocks.StructBlock):
    words_min = blocks.IntegerBlock(label=gettext_lazy("words at least"), required=False, min_value=1, max_value=3000)
    words_max = blocks.IntegerBlock(
        label=gettext_lazy("words at most"),
        required=False,
        min_value=1,
        max_value=3000,
        help_text=gettext_lazy("Learners are told, and so is who marks; an answer is kept whatever its length."),
    )
    lines = blocks.IntegerBlock(label=gettext_lazy("lines shown"), default=8, min_value=1, max_value=40)
    model = blocks.RichTextBlock(
        label=gettext_lazy("a model answer"),
        required=False,
        features=TEXT,
        help_text=gettext_lazy("Shown with the result."),
    )
    rubric = blocks.ListBlock(CriterionBlock(), label=gettext_lazy("rubric"), min_num=0, default=[])

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value["words_min"] and value["words_max"] and value["words_min"] > value["words_max"]:
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("At least is more than at most. Change one of the numbers of words.")]
            )
        return value
