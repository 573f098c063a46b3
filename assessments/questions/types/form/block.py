"""Block for a form that is filled in."""

from django.utils.translation import gettext_lazy
from wagtail import blocks

from courses.pages.streams import ReadyList, RowChoiceBlock
from courses.papers.fields import field_choices


class AskedBlock(blocks.StructBlock):
    field = RowChoiceBlock(choices=field_choices, label=gettext_lazy("field of a form"))
    expected = blocks.TextBlock(
        label=gettext_lazy("what is right"),
        required=False,
        default="",
        rows=2,
        help_text=gettext_lazy(
            "For a choice the number of the option, or numbers: 1, 3; for yes, no or unknown that word in English; "
            "for a text or number what is accepted, a line each, where * stands for any text. Empty: a person marks it."
        ),
    )
    points = blocks.FloatBlock(label=gettext_lazy("points"), default=1, min_value=0, max_value=100)
    specimen = blocks.TextBlock(
        label=gettext_lazy("a model answer"),
        required=False,
        default="",
        rows=2,
        help_text=gettext_lazy("Shown with the result, and to whoever marks."),
    )


class FormBlock(blocks.StructBlock):
    asked = ReadyList(AskedBlock(), label=gettext_lazy("fields"), min_num=1, max_num=40)
