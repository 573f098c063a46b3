"""Block for a question about a place in a picture."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter
from wagtail.images.blocks import ImageChooserBlock

from assessments.questions.bank.blocks import TEXT

from .marking import is_region

SHAPES = [("rect", gettext_lazy("Rectangle")), ("circle", gettext_lazy("Circle")), ("polygon", gettext_lazy("Polygon"))]


class PlaceBlock(blocks.CharBlock):
    """Numbers in per cent. No text: nobody translates it."""

    def get_translatable_segments(self, value: object) -> list[object]:
        return []

    def restore_translated_segments(self, value: object, segments: object) -> object:
        return value


class RegionBlock(blocks.StructBlock):
    """A region, what it is called in the list, and its share of the marks."""

    label = blocks.CharBlock(
        label=gettext_lazy("what it is called"),
        max_length=200,
        help_text=gettext_lazy("The list below the picture names it so."),
    )
    shape = blocks.ChoiceBlock(SHAPES, default="rect", label=gettext_lazy("shape"))
    place = PlaceBlock(
        label=gettext_lazy("place (per cent of the picture)"),
        max_length=2000,
        help_text=gettext_lazy(
            "Draw it on the picture, or write numbers from the top left corner. Rectangle: left, top, right, bottom, "
            "as in 10 20 35 60. "
            "Circle: across, down, radius in per cent of the width. Polygon: across and down of each corner."
        ),
    )
    right = blocks.BooleanBlock(label=gettext_lazy("right"), required=False)
    credit = blocks.FloatBlock(
        label=gettext_lazy("part of the marks (per cent)"),
        required=False,
        min_value=-100,
        max_value=100,
        help_text=gettext_lazy("Only where a region earns a part of the marks, or costs some. Most need none."),
    )
    feedback = blocks.RichTextBlock(
        label=gettext_lazy("why it is right, or tempting and wrong"), required=False, features=TEXT
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not is_region(value["shape"], shares(value["place"])):
            sentence = _(
                "These numbers do not describe such a shape on the picture. Each number has to be from 0 to "
                "100, as the help says."
            )
            raise blocks.StructBlockValidationError(block_errors={"place": ValidationError(sentence)})
        return value


class HotspotBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=gettext_lazy("picture"))
    alt = blocks.CharBlock(
        label=gettext_lazy("the picture in words"),
        max_length=500,
        help_text=gettext_lazy("For who cannot see it. Do not give the answer away."),
    )
    regions = blocks.ListBlock(RegionBlock(), label=gettext_lazy("regions"), min_num=1)
    several = blocks.BooleanBlock(label=gettext_lazy("several regions may be chosen"), required=False)

    class Meta:
        help_text = gettext_lazy(
            "Choose the picture. Then go to a region, choose its shape, and drag it out on the picture; of a polygon, "
            "click its corners. "
            "Where regions overlap, the first one counts."
        )


class HotspotBlockAdapter(StructBlockAdapter):
    """Adapter for the editor, where regions are drawn on the chosen picture."""

    js_constructor = "questions.HotspotBlock"

    @cached_property
    def media(self) -> Any:
        from django import forms

        return super().media + forms.Media(js=["questions/drawing.js"], css={"all": ["questions/drawing.css"]})


register(HotspotBlockAdapter(), HotspotBlock)


def shares(place: str) -> list[float]:
    """Return numbers in per cent, parted by spaces, semicolons or commas, as numbers of 0..1; nothing where one of them
    is none.
    """
    try:
        return [float(Decimal(number) / 100) for number in place.replace(",", " ").replace(";", " ").split()]
    except InvalidOperation:
        return []


def in_per_cent(coords: list[float]) -> str:
    """Return the other way round; exact."""
    return " ".join(f"{(Decimal(repr(float(number))) * 100).normalize():f}" for number in coords)
