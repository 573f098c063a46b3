"""The blocks of a lesson. Each renders to HTML that is safe to send and names no Wagtail URL."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from lms.foundation.plugins.block import lesson_blocks
from lms.people.directory.countries import country_choices

from ..pages.streams import OpenStream, ReadyList, RowBlock, RowChoiceBlock
from ..procedures.steps import step_choices
from .drawings import read_drawing

FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock([("note", _("Note")), ("warning", _("Warning"))], default="note", label=_("tone"))
    title = blocks.CharBlock(label=_("title"), max_length=120)
    text = blocks.RichTextBlock(features=FEATURES, label=_("text"))

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "courses/blocks/callout.html"


class CaseBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=160)
    content_note = blocks.CharBlock(
        label=_("content note"), required=False, max_length=200, help_text=_("Shown before distressing material.")
    )
    skip = blocks.TextBlock(
        label=_("for readers who skip the case"),
        required=False,
        rows=3,
        max_length=600,
        help_text=_("The case in short, without what distresses: enough to answer the check that follows."),
    )
    text = blocks.RichTextBlock(features=FEATURES, label=_("text"))
    wellbeing = blocks.TextBlock(
        label=_("well-being line"),
        required=False,
        rows=2,
        max_length=300,
        help_text=_("Shown after the case: how to pause, whom to turn to."),
    )

    class Meta:
        icon = "user"
        label = _("Case box")
        template = "courses/blocks/case.html"

    def clean(self, value):
        value = super().clean(value)
        if value["skip"] and not value["content_note"]:
            sentence = _("Say in the content note what the case is about, so that learners know whether to skip it.")
            raise blocks.StructBlockValidationError({"content_note": ValidationError(sentence)})
        return value


class RecordedBlock(blocks.StructBlock):
    """Common base of video and audio: a recording is never the only carrier of a fact, so the transcript is
    required.
    """

    title = blocks.CharBlock(label=_("title"), max_length=160)
    transcript = blocks.RichTextBlock(features=FEATURES, label=_("transcript"))


class VideoBlock(RecordedBlock):
    recording = VideoChooserBlock(label=_("video"))

    class Meta:
        icon = "media"
        label = _("Video with transcript")
        template = "courses/blocks/video.html"


class AudioBlock(RecordedBlock):
    recording = AudioChooserBlock(label=_("audio"))

    class Meta:
        icon = "media"
        label = _("Audio with transcript")
        template = "courses/blocks/audio.html"


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("caption"), max_length=200)
    header = blocks.ListBlock(
        blocks.CharBlock(label=_("Column heading"), required=False, max_length=200),
        label=_("column headings"),
        default=["", ""],
    )
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.CharBlock(label=_("Cell"), required=False, max_length=500), label=_("Row")),
        label=_("rows"),
        default=[["", ""], ["", ""]],
    )

    class Meta:
        icon = "table"
        label = _("Table")
        template = "courses/blocks/table.html"

    def clean(self, value):
        value = super().clean(value)
        if any(len(row) != len(value["header"]) for row in value["rows"]):
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("Each row needs as many cells as there are column headings.")]
            )
        return value


class TermBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("word"), max_length=120)
    meaning = blocks.TextBlock(label=_("what it means here"), rows=2, max_length=600)


class GlossaryBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=160)
    terms = ReadyList(TermBlock(), label=_("words"), min_num=1, max_num=100)

    class Meta:
        icon = "list-ul"
        label = _("Glossary")
        template = "courses/blocks/glossary.html"


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("option"), max_length=500)
    right = blocks.BooleanBlock(label=_("right"), required=False)
    feedback = blocks.TextBlock(label=_("why it is right, or tempting and wrong"), required=False, rows=2)


class CheckBlock(blocks.StructBlock):
    stem = blocks.TextBlock(label=_("question"), rows=2)
    options = ReadyList(OptionBlock(), label=_("options"), min_num=2, max_num=8)
    in_order = blocks.BooleanBlock(
        label=_("keep the options in this order"),
        required=False,
        help_text=_("Otherwise they are shuffled, for everybody in the same way."),
    )

    class Meta:
        icon = "help"
        label = _("Knowledge check")
        template = "courses/blocks/check.html"

    def clean(self, value):
        value = super().clean(value)
        if not any(option["right"] for option in value["options"]):
            raise blocks.StructBlockValidationError(non_block_errors=[_("Mark at least one option as right.")])
        return value


class DocumentBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=160)
    document = DocumentChooserBlock(label=_("document"))

    class Meta:
        icon = "doc-full"
        label = _("Document to download")
        template = "courses/blocks/document.html"


class CitationBlock(blocks.StructBlock):
    provisions = blocks.ListBlock(RowBlock("courses.Provision", label=_("provision")), label=_("provisions"), min_num=1)

    class Meta:
        icon = "openquote"
        label = _("Law citation")
        template = "courses/blocks/nothing.html"


class CountryBlock(blocks.StructBlock):
    countries = blocks.MultipleChoiceBlock(choices=country_choices, label=_("for learners in"))
    text = blocks.RichTextBlock(features=FEATURES, label=_("text"))
    provisions = blocks.ListBlock(
        RowBlock("courses.Provision", label=_("provision")),
        label=_("provisions cited"),
        required=False,
        min_num=0,
    )

    class Meta:
        icon = "globe"
        label = _("Country block")
        template = "courses/blocks/country.html"


class ProcedureBlock(blocks.StructBlock):
    step = RowChoiceBlock(choices=step_choices, label=_("step"))

    class Meta:
        icon = "list-ol"
        label = _("Step of a procedure")
        template = "courses/blocks/procedure.html"


class DrawingBlock(blocks.TextBlock):
    """The SVG of a diagram, the same in all languages."""

    def clean(self, value):
        value = super().clean(value)
        read_drawing(value)
        return value

    def get_searchable_content(self, value):
        return []

    def get_translatable_segments(self, value):
        """Return nothing, for wagtail-localize: its words are translated beside it."""
        return []

    def restore_translated_segments(self, value, segments):
        return value


class DiagramBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("caption"), max_length=160)
    drawing = DrawingBlock(
        label=_("SVG"),
        rows=6,
        help_text=_("Shapes and texts without styles, scripts, links or pictures; colours are “currentColor” or none."),
    )
    words = blocks.ListBlock(
        blocks.CharBlock(label=_("words"), required=False, max_length=160),
        label=_("words in the diagram"),
        default=[],
        help_text=_("In place of the texts of the SVG, in their order. Empty: the text stays."),
    )
    alt_text = blocks.TextBlock(
        label=_("alternative text"),
        rows=4,
        max_length=1500,
        help_text=_("All that the diagram teaches, for readers who do not see it."),
    )

    class Meta:
        icon = "draft"
        label = _("Diagram")
        template = "courses/blocks/nothing.html"


class LessonStream(OpenStream):
    """Blocks of a lesson; plugins bring more."""

    registry = lesson_blocks

    heading = blocks.CharBlock(icon="title", label=_("Heading"), max_length=160, template="courses/blocks/heading.html")
    text = blocks.RichTextBlock(features=FEATURES, icon="pilcrow", label=_("Text"), template="courses/blocks/text.html")
    image = ImageBlock(icon="image", label=_("Image"), template="courses/blocks/image.html")
    video = VideoBlock()
    audio = AudioBlock()
    callout = CalloutBlock()
    table = TableBlock()
    diagram = DiagramBlock()
    glossary = GlossaryBlock()
    case = CaseBlock()
    document = DocumentBlock()
    check = CheckBlock()
    country = CountryBlock()
    citation = CitationBlock()
    procedure = ProcedureBlock()
