"""The page of a standard operating procedure, with its steps."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from lms.foundation.interface.words import full_date
from lms.foundation.plugins.block import clean
from lms.people.directory.countries import country_choices, country_name

from ..catalogue.texts import Text
from ..pages.fields import BlockField
from ..pages.streams import RowBlock, RowChoiceBlock
from ..pages.translations import language_of
from ..papers.fields import paper_choices

FEATURES = ["bold", "italic", "ol", "ul", "link"]


class NationalBlock(blocks.StructBlock):
    countries = blocks.MultipleChoiceBlock(choices=country_choices, label=_("countries"))
    text = blocks.TextBlock(
        label=_("rule, or question"), rows=2, help_text=_("Where nothing is known yet, write whom to ask for what.")
    )


class StepBlock(blocks.StructBlock):
    """A step. Its number is its name: what cites the step keeps the number."""

    number = blocks.IntegerBlock(
        label=_("number"),
        min_value=1,
        max_value=99,
        help_text=_("Courses and cases cite the step by its number. Do not give the number of one step to another."),
    )
    title = blocks.CharBlock(label=_("title"), max_length=120)
    who = blocks.CharBlock(label=_("who acts"), max_length=200)
    action = blocks.RichTextBlock(features=FEATURES, label=_("action"))
    limit = blocks.CharBlock(label=_("time limit"), max_length=200, required=False)
    papers = blocks.ListBlock(
        RowChoiceBlock(choices=paper_choices, label=_("form")), label=_("forms used"), min_num=0, default=[]
    )
    provisions = blocks.ListBlock(
        RowBlock("courses.Provision", label=_("provision")),
        label=_("provisions cited"),
        required=False,
        min_num=0,
        default=[],
    )
    source = blocks.CharBlock(label=_("other source"), max_length=300, required=False)
    national = blocks.ListBlock(NationalBlock(), label=_("in single countries"), min_num=0, default=[])

    class Meta:
        icon = "list-ol"
        label = _("Step")


class StepStream(blocks.StreamBlock):
    step = StepBlock()

    class Meta:
        max_num = 60

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        value = super().clean(value)
        numbers = [step.value["number"] for step in value]
        twice = {
            place: ValidationError(_("Another step has this number."))
            for place, number in enumerate(numbers)
            if number in numbers[:place]
        }
        if twice:
            raise blocks.StreamBlockValidationError(block_errors=twice)
        return value


class ProcedurePage(Page):
    """A standard operating procedure. Its earlier versions are the revisions of the page."""

    introduction = models.TextField(_("introduction"), blank=True)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        choices=country_choices,
        help_text=_("Empty: a procedure for every country."),
    )
    edition = models.CharField(_("edition"), max_length=120, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    steps: Any = BlockField(StepStream, verbose_name=_("steps"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldRowPanel([FieldPanel("country"), FieldPanel("edition"), FieldPanel("valid_from")]),
        FieldPanel("steps"),
        HelpPanel(template="courses/procedures/citations_panel.html", heading=_("Cited by")),
    ]
    promote_panels = [FieldPanel("slug")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    override_translatable_fields = [
        *(SynchronizedField(name, overridable=False) for name in ("slug", "country", "valid_from"))
    ]

    class Meta:
        verbose_name = _("procedure (SOP)")
        verbose_name_plural = _("procedures (SOP)")

    def serve(self, request, *args, **kwargs):
        """Show the page in the language in which it is written, in the reader's frame."""
        language = language_of(self)
        with override(language):
            titles = dict(paper_choices())
            steps = [_shown(block.value, titles) for block in self.steps]
            valid_from = full_date(self.valid_from) if self.valid_from else ""
        following = zip(steps, [*steps, None][1:], strict=True)
        context = {
            "title": Text(self.title, language),
            "language": language,
            "trail": [(_("Procedures and forms"), reverse("courses:procedures"))],
            "page": self,
            "valid_from": valid_from,
            "steps": [{**one, "next": after} for one, after in following],
        }
        return render(request, "courses/procedures/procedure.html", context)

    def serve_preview(self, request, mode_name: str):
        return self.serve(request)


def _shown(value: blocks.StructValue, papers: Mapping[str, str]) -> dict[str, object]:
    """Return a step for its template; `papers` are the titles of the forms that are published, by slug."""
    national = [
        {"countries": " · ".join(country_name(code) for code in one["countries"]), "text": one["text"]}
        for one in value["national"]
    ]
    provisions = [one for one in value["provisions"] if one is not None and one.live]
    used = [(slug, papers[slug]) for slug in value["papers"] or () if slug in papers]
    # What a form stored was cleaned by Wagtail's editor; what came another way was not.
    return {
        **value,
        "action": clean(str(value["action"])),
        "national": national,
        "provisions": provisions,
        "papers": used,
    }
