"""The page of a form: its fields, as they are printed, and as questions ask for them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from ..catalogue.texts import Text
from ..pages.fields import BlockField
from ..pages.translations import language_of

TYPES = [
    ("text", _("Short text")),
    ("long", _("Long text")),
    ("one", _("One choice")),
    ("several", _("Several choices")),
    ("known", _("Yes, no or unknown")),
    ("date", _("Date")),
    ("number", _("Number")),
    ("table", _("Rows of a table")),
]
WITH_OPTIONS = ("one", "several", "table")


class NameBlock(blocks.CharBlock):
    """A name that is the same in every language."""

    def get_translatable_segments(self, value: object) -> list[object]:
        return []

    def restore_translated_segments(self, value: object, segments: object) -> object:
        return value


class PaperFieldBlock(blocks.StructBlock):
    name = NameBlock(
        label=_("name"),
        max_length=40,
        validators=[RegexValidator(r"^[a-z][a-z0-9-]*$", _("Use small letters, digits and hyphens."))],
        help_text=_("Questions ask for the field by this name. Do not change it, and give it to no other field."),
    )
    label = blocks.CharBlock(label=_("label"), max_length=200)
    type = blocks.ChoiceBlock(choices=TYPES, default="text", label=_("type"))
    options = blocks.ListBlock(
        blocks.CharBlock(label=_("option, or column"), max_length=200),
        label=_("options of a choice, or columns of a table"),
        min_num=0,
        default=[],
    )
    rows = blocks.IntegerBlock(label=_("rows to write in"), default=3, min_value=1, max_value=20)
    help = blocks.CharBlock(label=_("help"), max_length=300, required=False)
    guidance = blocks.CharBlock(
        label=_("for whoever marks it"),
        max_length=400,
        required=False,
        help_text=_("The blank form does not show this."),
    )

    class Meta:
        icon = "form"
        label = _("Field")

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        value = super().clean(value)
        if (value["type"] in WITH_OPTIONS) != bool(value["options"]):
            sentence = _("Choices and tables need options or columns; other fields have none.")
            raise blocks.StructBlockValidationError({"options": ValidationError(sentence)})
        return value


class PaperStream(blocks.StreamBlock):
    heading = blocks.CharBlock(icon="title", label=_("Heading"), max_length=120)
    field = PaperFieldBlock()

    class Meta:
        max_num = 60

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        value = super().clean(value)
        names = [block.value["name"] if block.block_type == "field" else "" for block in value]
        twice = {
            place: ValidationError(_("Another field has this name."))
            for place, name in enumerate(names)
            if name and name in names[:place]
        }
        if twice:
            raise blocks.StreamBlockValidationError(block_errors=twice)
        return value


class PaperPage(Page):
    """A form. Cases and questions refer to it by its slug, and to its fields by their names."""

    introduction = models.TextField(_("introduction"), blank=True, help_text=_("How it is filled in, in short."))
    fields: Any = BlockField(PaperStream, verbose_name=_("fields"))

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("fields")]
    promote_panels = [FieldPanel("slug")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    class Meta:
        verbose_name = _("form (blank paper)")
        verbose_name_plural = _("forms (blank papers)")

    def serve(self, request, *args, **kwargs):
        """Show the blank form in the language in which it is written, in the reader's frame."""
        language = language_of(self)
        context = {
            "title": Text(self.title, language),
            "language": language,
            "trail": [(_("Procedures and forms"), reverse("courses:procedures"))],
            "page": self,
            "parts": [_part(block) for block in self.fields],
        }
        return render(request, "courses/papers/paper.html", context)

    def serve_preview(self, request, mode_name: str):
        return self.serve(request)


def _part(block: blocks.StreamValue.StreamChild) -> dict[str, object]:
    """Return a heading or a field for the template; `lines` has something for each line to write in."""
    if block.block_type == "heading":
        return {"heading": block.value}
    rows = (block.value["rows"] or 1) if block.value["type"] in ("long", "table") else 1
    return {**block.value, "lines": range(rows)}
