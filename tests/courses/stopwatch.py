"""A plugin as far as lessons are concerned: one block, whose author was careless."""

from wagtail import blocks

from courses.fields import BlockField
from courses.models import LessonPage
from lms.plugins.activity import NotReady
from lms.plugins.block import LessonBlock


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
        return f'<p class="x" onclick="x()">{said}</p><script>alert(1)</script><!--check:{"0" * 36}-->{value["steps"].source}'


def anew() -> None:
    """Let lessons make their blocks anew, as when the site starts."""
    field = LessonPage._meta.get_field("body")
    assert isinstance(field, BlockField)
    field.__dict__.pop("stream_block", None)
