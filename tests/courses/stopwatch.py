"""A plugin as far as lessons are concerned: one block, whose author was careless."""

from wagtail import blocks

from courses.models import LessonPage
from courses.pages.fields import BlockField
from lms.foundation.plugins.activity import NotReady
from lms.foundation.plugins.block import LessonBlock, lesson_blocks
from lms.foundation.plugins.runtime import activation

LAP = {
    "type": "stopwatch_lap",
    "id": "0190a000-0000-7000-8000-00000000000a",
    "value": {"minutes": 14, "task": "Read", "steps": "<p>Look.</p>"},
}
TEXT = {"type": "text", "id": "0190a000-0000-7000-8000-00000000000b", "value": "<p>Between.</p>"}
ABSENCE = "A part of this lesson cannot be shown at the moment"


class LapStruct(blocks.StructBlock):
    minutes = blocks.IntegerBlock()
    task = blocks.CharBlock()
    steps = blocks.RichTextBlock(required=False)


class Lap(LessonBlock):
    slug = "stopwatch_lap"

    def block(self):
        return LapStruct(label="Lap")

    def html(self, value, *, language, country):
        if value["minutes"] == 0:
            raise NotReady("A lap takes a minute at least.")
        said = f"{value['task']} in {60 / (value['minutes'] - 13):.0f} {language} {country or 'everywhere'}"
        return (
            '<p class="x" '
            f'onclick="x()">{said}</p><script>alert(1)</script><!--check:{"0" * 36}-->{value["steps"].source}'
        )


def anew() -> None:
    """Let lessons make their blocks anew, as when the site starts."""
    field = LessonPage._meta.get_field("body")
    assert isinstance(field, BlockField)
    field.__dict__.pop("stream_block", None)


def come() -> None:
    activation.know("stopwatch", package=__name__, on_by_default=True)
    lesson_blocks.register(Lap)
    anew()


def go() -> None:
    lesson_blocks.withdraw("stopwatch")
    anew()
