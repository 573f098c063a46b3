"""Blocks of the instructor's package of a course."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from lms.people.directory.countries import country_choices

from .streams import ReadyList, RowBlock


class StepBlock(blocks.StructBlock):
    minutes = blocks.IntegerBlock(label=_("minutes"), min_value=1, max_value=600)
    title = blocks.CharBlock(label=_("title"), max_length=120)
    text = blocks.TextBlock(label=_("what to do"), rows=2)


class SessionBlock(blocks.StructBlock):
    """A plan of one class, whose steps fill its minutes."""

    minutes = blocks.IntegerBlock(label=_("minutes in all"), min_value=1, max_value=600)
    steps = ReadyList(StepBlock(), label=_("steps"), min_num=1)

    class Meta:
        icon = "time"
        label = _("Session plan")

    def clean(self, value):
        value = super().clean(value)
        total = sum(step["minutes"] for step in value["steps"])
        if total != value["minutes"]:
            sentence = ngettext(
                "The steps take %(total)s minute. Change them, or the minutes in all.",
                "The steps take %(total)s minutes. Change them, or the minutes in all.",
                total,
            )
            raise blocks.StructBlockValidationError({"minutes": ValidationError(sentence % {"total": total})})
        return value


class AnswerBlock(blocks.StructBlock):
    about = blocks.CharBlock(label=_("task"), max_length=200)
    text = blocks.TextBlock(label=_("answer"), rows=4)

    class Meta:
        icon = "check"
        label = _("Answer to a task")


class BeliefBlock(blocks.StructBlock):
    belief = blocks.CharBlock(label=_("belief"), max_length=300)
    answer = blocks.TextBlock(label=_("what to answer"), rows=2)

    class Meta:
        icon = "comment"
        label = _("Likely belief")


class ReadingBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=300)
    author = blocks.CharBlock(label=_("author"), required=False, default="", max_length=200)
    year = blocks.IntegerBlock(label=_("year"), required=False, min_value=1000, max_value=9999)
    url = blocks.URLBlock(label=_("address"), required=False, default="")
    note = blocks.TextBlock(label=_("why to read it"), required=False, default="", rows=2)

    class Meta:
        icon = "doc-full"
        label = _("Text to read")


class LawyerBlock(blocks.StructBlock):
    country = blocks.ChoiceBlock(choices=country_choices, label=_("country"))
    name = blocks.CharBlock(label=_("Lawyer"), max_length=200)
    checked_on = blocks.DateBlock(label=_("checked on"), required=False)

    class Meta:
        icon = "globe"
        label = _("Lawyer of a country")


class ChangeBlock(blocks.StructBlock):
    date = blocks.DateBlock(label=_("day"))
    text = blocks.TextBlock(label=_("what changed"), rows=2)

    class Meta:
        icon = "history"
        label = _("Change")


class SessionStream(blocks.StreamBlock):
    session = SessionBlock()


class AnswerStream(blocks.StreamBlock):
    answer = AnswerBlock()


class BeliefStream(blocks.StreamBlock):
    belief = BeliefBlock()


class ReadingStream(blocks.StreamBlock):
    text = ReadingBlock()


class TermStream(blocks.StreamBlock):
    term = RowBlock("courses.Term", label=_("word"))


class LawyerStream(blocks.StreamBlock):
    """Stream of the lawyers who checked the course, one for each country."""

    lawyer = LawyerBlock()

    def clean(self, value):
        value = super().clean(value)
        seen: set[str] = set()
        for place, block in enumerate(value):
            if block.value["country"] in seen:
                error = ValidationError(gettext("This country has a lawyer above. Put both names in one row."))
                raise blocks.StreamBlockValidationError(block_errors={place: error})
            seen.add(block.value["country"])
        return value


class ChangeStream(blocks.StreamBlock):
    change = ChangeBlock()
