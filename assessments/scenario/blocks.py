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


class SceneReference(blocks.FieldBlock):
    """Another scene of the page, by the id of its block. The editor's script makes a list of the scenes out of it."""

    def __init__(self, required: bool = False, help_text: Any = None, **kwargs: Any) -> None:
        attrs = {"data-scene-reference": "", "data-scene-none": _("The scenario ends here")}
        self.field = forms.CharField(
            required=required, help_text=help_text, max_length=60, widget=forms.TextInput(attrs=attrs)
        )
        super().__init__(**kwargs)

    def get_translatable_segments(self, value: object) -> list[object]:
        """Return nothing: a reference has no words to translate."""
        return []

    def restore_translated_segments(self, value: object, segments: object) -> object:
        return value


class SceneReferenceAdapter(FieldBlockAdapter):
    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["scenario/scenes.js"])


register(SceneReferenceAdapter(), SceneReference)


class ChoiceBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("what the learner does"), max_length=400, rows=2)
    goes_to = SceneReference(label=_("then go to"))
    feedback = blocks.TextBlock(
        label=_("why it is right, or tempting"), max_length=600, rows=2, help_text=_("Learners read it afterwards.")
    )
    marks = blocks.IntegerBlock(label=_("marks"), default=0, min_value=0, max_value=20)
    never = blocks.BooleanBlock(label=_("critical mistake"), required=False, default=False)

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


class SceneStream(blocks.StreamBlock):
    scene = SceneBlock()

    class Meta:
        max_num = 60
