"""The blocks of which a scenario is written: scenes, and the choices in them."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.field_block import FieldBlockAdapter

from courses.pages.streams import RowChoiceBlock
from courses.procedures.steps import step_choices

from .scenes import LEAST, MADE, MOST, NOT_MADE


class Reference(blocks.FieldBlock):
    """Another thing of the page, by the id of its block: a `scene`, a `counter`, or an earlier choice or counter
    (`asked`). The editor's script makes a list of them out of it.
    """

    def __init__(self, kind: str, none: Any = "–", required: bool = False, **kwargs: Any) -> None:
        attrs = {"data-reference": kind, "data-none": none}
        help_text = kwargs.pop("help_text", None)
        self.field = forms.CharField(
            required=required, help_text=help_text, max_length=60, widget=forms.TextInput(attrs=attrs)
        )
        super().__init__(**kwargs)

    def get_translatable_segments(self, value: object) -> list[object]:
        """Return nothing: a reference has no words to translate."""
        return []

    def restore_translated_segments(self, value: object, segments: object) -> object:
        return value


class ReferenceAdapter(FieldBlockAdapter):
    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["scenario/scenes.js"])


register(ReferenceAdapter(), Reference)
ENDS = _("The scenario ends here")


class CountBlock(blocks.StructBlock):
    counter = Reference("counter", required=True, label=_("counter"))
    number = blocks.IntegerBlock(
        label=_("adds"), min_value=-1000, max_value=1000, default=1, help_text=_("Less than 0 takes away, like -1.")
    )

    class Meta:
        label = _("Change of a counter")


class AskBlock(blocks.StructBlock):
    of = Reference("asked", required=True, label=_("earlier choice or counter"))
    how = RowChoiceBlock(
        label=_("condition"),
        choices=[
            (MADE, _("the choice was made")),
            (NOT_MADE, _("the choice was not made")),
            (LEAST, _("the counter is at least")),
            (MOST, _("the counter is at most")),
        ],
        default=MADE,
    )
    number = blocks.IntegerBlock(
        label=_("number"), required=False, min_value=-10000, max_value=10000, help_text=_("For a counter.")
    )

    class Meta:
        label = _("Condition")


class BranchBlock(blocks.StructBlock):
    asks = blocks.ListBlock(AskBlock(), label=_("if all of this is so"), default=[], max_num=5)
    goes_to = Reference("scene", ENDS, label=_("go to"))

    class Meta:
        label = _("Another way on")


class ChoiceBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("what the learner does"), max_length=400, rows=2)
    goes_to = Reference("scene", ENDS, label=_("then go to"))
    feedback = blocks.TextBlock(
        label=_("why it is right, or tempting"), max_length=600, rows=2, help_text=_("Learners read it afterwards.")
    )
    marks = blocks.IntegerBlock(label=_("marks"), default=0, min_value=0, max_value=20)
    never = blocks.BooleanBlock(label=_("critical mistake"), required=False, default=False)
    offered_if = blocks.ListBlock(
        AskBlock(),
        label=_("offered only if all of this is so"),
        default=[],
        max_num=5,
        help_text=_("None: the choice is always offered."),
    )
    counts = blocks.ListBlock(CountBlock(), label=_("changes of counters"), default=[], max_num=5)
    branches = blocks.ListBlock(
        BranchBlock(),
        label=_("other ways on"),
        default=[],
        max_num=5,
        help_text=_("The first one whose conditions are true is taken in place of “then go to”."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Choice")


class SceneBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=120)
    text = blocks.TextBlock(label=_("what happens"), max_length=2000, rows=4)
    ask = blocks.CharBlock(label=_("question"), max_length=200, required=False, default="")
    choices = blocks.ListBlock(
        ChoiceBlock(),
        label=_("choices"),
        default=[],
        max_num=6,
        help_text=_("None: the scenario ends with this scene. Learners see the choices in another order."),
    )

    step = RowChoiceBlock(
        choices=step_choices,
        label=_("step of a procedure"),
        required=False,
        help_text=_("Learners get a link to it once they have decided."),
    )

    class Meta:
        icon = "form"
        label = _("Scene")


class CounterBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("name"), max_length=60)
    start = blocks.IntegerBlock(label=_("starts at"), default=0, min_value=-1000, max_value=1000)
    shown = blocks.BooleanBlock(label=_("learners see it"), required=False, default=False)

    class Meta:
        icon = "plus"
        label = _("Counter")


class CounterStream(blocks.StreamBlock):
    counter = CounterBlock()

    class Meta:
        max_num = 10


class SceneStream(blocks.StreamBlock):
    scene = SceneBlock()

    class Meta:
        max_num = 60
