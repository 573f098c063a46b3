"""Blocks in which editors write questions: the stream of all types that are installed, and the parts that types
share.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.rich_text import RichText
from wagtailmedia.blocks import AudioChooserBlock

from courses.pages.streams import OpenStream, ReadyList
from lms.foundation.plugins.question import questions

TEXT = ["bold", "italic", "superscript", "subscript", "ol", "ul", "link", "image"]
LINE = ["bold", "italic", "superscript", "subscript", "image"]
"""For what stands in one line, such as an option."""


class BodyStream(OpenStream):
    """The body of a question: one block, whose type is the question's kind."""

    registry = questions

    @classmethod
    def _brought(cls) -> Iterator[tuple[str, blocks.Block]]:
        return (pair for pair in super()._brought() if questions.get(pair[0]).in_bank)

    class Meta:
        max_num = 1


class HintStream(blocks.StreamBlock):
    hint = blocks.RichTextBlock(label=gettext_lazy("Hint"), features=TEXT)


class SoundBlock(blocks.StructBlock):
    """Block of a recording. The words in it can be read too, so the transcript is required."""

    title = blocks.CharBlock(
        label=gettext_lazy("title"), max_length=160, help_text=gettext_lazy("Options can name a sound by its title.")
    )
    recording = AudioChooserBlock(label=gettext_lazy("audio"))
    transcript = blocks.RichTextBlock(label=gettext_lazy("transcript"), features=TEXT)


class SoundStream(blocks.StreamBlock):
    """Stream of the recordings of a question."""

    sound = SoundBlock(label=gettext_lazy("Sound with transcript"), icon="media")


class OptionBlock(blocks.StructBlock):
    """One option, its share of the marks, and why it is right or not."""

    text = blocks.RichTextBlock(label=gettext_lazy("option"), features=LINE)
    right = blocks.BooleanBlock(label=gettext_lazy("right"), required=False)
    credit = blocks.FloatBlock(
        label=gettext_lazy("part of the marks (per cent)"),
        required=False,
        min_value=-100,
        max_value=100,
        help_text=gettext_lazy("Only where an option earns a part of the marks, or costs some. Most need none."),
    )
    feedback = blocks.RichTextBlock(
        label=gettext_lazy("why it is right, or tempting and wrong"), required=False, features=TEXT
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value["right"] and value["credit"] is not None and value["credit"] <= 0:
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("A right option earns marks. Take away the mark or the percentage.")]
            )
        return value


class OptionsBlock(blocks.StructBlock):
    options = ReadyList(OptionBlock(), label=gettext_lazy("options"), min_num=2)


class ScoredOptionsBlock(OptionsBlock):
    scoring = blocks.ChoiceBlock(
        [
            ("all", gettext_lazy("All or nothing: full marks for exactly the right options")),
            ("difference", gettext_lazy("Right minus wrong: each wrong option takes away what a right one earns")),
            ("weights", gettext_lazy("The percentages of the chosen options, added up")),
        ],
        default="all",
        label=gettext_lazy("marks"),
    )


class VerdictBlock(blocks.StructBlock):
    """One of the two answers to a statement."""

    text = blocks.RichTextBlock(
        label=gettext_lazy("in other words"),
        required=False,
        features=LINE,
        help_text=gettext_lazy("Empty: “True” or “False”."),
    )
    feedback = blocks.RichTextBlock(
        label=gettext_lazy("why it is right, or tempting and wrong"), required=False, features=TEXT
    )


class StatementBlock(blocks.StructBlock):
    right = blocks.ChoiceBlock(
        [("true", gettext_lazy("True")), ("false", gettext_lazy("False"))], label=gettext_lazy("the statement is")
    )
    credit = blocks.FloatBlock(
        label=gettext_lazy("part of the marks for the other answer (per cent)"),
        required=False,
        min_value=-100,
        max_value=100,
    )
    true = VerdictBlock(label=gettext_lazy("For the answer “true”"))
    false = VerdictBlock(label=gettext_lazy("For the answer “false”"))


def plain(value: object) -> Any:
    """Return the value of a block as plain JSON: rich text as HTML, a list's items as mappings with their `id`, an
    image as its key.
    """
    if isinstance(value, RichText):
        return value.source
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, ListValue):
        return [{"id": child.id, **_named(plain(child.value))} for child in value.bound_blocks]
    if isinstance(value, Mapping):
        return {name: plain(part) for name, part in value.items()}
    return value


def _named(item: object) -> dict[str, object]:
    return item if isinstance(item, dict) else {"text": item}
