"""The page of a case: what stands beside its seats, cards and decisions, which are written on pages of their own."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from assessments.casework import FAULT, read_texts
from courses.models import ActivityPage
from courses.pages.forms import ReleasedPageForm
from courses.procedures.steps import procedure_choices

from ..page.case_files import asked_of, findings_of
from ..page.finding_texts import sentence
from .panels import CheckPanel, PicturePanel


class CaseForm(ReleasedPageForm):
    """Form of a page whose case is written on pages of its own. A draft may have faults: they stop its publication."""

    looked = forms.BooleanField(
        label=_("I looked at what the checker asks"),
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.own = self.instance.locale.language_code if self.instance.locale_id else settings.LANGUAGE_CODE
        if known := self.fields.get("procedure"):
            choices = [("", "–"), *procedure_choices()]
            self.fields["procedure"] = forms.ChoiceField(
                choices=choices, required=False, label=known.label, help_text=known.help_text
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("looked"):
            self.instance.warnings_read = asked_of(self.instance)
        if self.data.get("action-publish"):
            self._may_go_live()
        return cleaned

    def _may_go_live(self) -> None:
        """Say beside its field, before the page is published, what a release would refuse."""
        page = self.instance
        found, texts = findings_of(page), read_texts(page.texts.get(self.own, {}))
        if faults := [sentence(one, texts) for one in found if one.level == FAULT and "language" not in one.values]:
            self.add_error("looked", faults)
        elif asked_of(page) not in ("", page.warnings_read):
            self.add_error("looked", gettext("The checker asks something. Look at it, then tick this."))


class CasePage(ActivityPage):
    """A case that several people play. `structure` is its definition, `texts` its words by language, `findings` what
    the checker found in them; `paths` were played beforehand and have to end as well in every edition; `warnings_read`
    is the digest of the warnings at which somebody looked.
    """

    activity_kind = "simulation"
    base_form_class = CaseForm

    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("Text that everybody reads beforehand: never a card of the case.")
    )
    wellbeing = models.CharField(
        _("well-being line"), max_length=300, blank=True, help_text=_("How to pause, and whom to turn to.")
    )
    procedure = models.CharField(
        _("procedure"),
        max_length=36,
        blank=True,
        help_text=_("The numbers of steps in the case are those of this procedure: the debrief names the steps."),
    )
    structure = models.JSONField(default=dict, editable=False)
    texts = models.JSONField(default=dict, editable=False)
    findings = models.JSONField(default=list, editable=False)
    paths = models.JSONField(default=dict, editable=False)
    warnings_read = models.CharField(max_length=64, blank=True, editable=False)

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("wellbeing"),
        CheckPanel(heading=_("Content of the case, and points to check")),
        FieldPanel("looked"),
        FieldPanel("procedure"),
        *ActivityPage.activity_panels,
        *ActivityPage.release_panels,
        PicturePanel(heading=_("Seats and time")),
    ]
    override_translatable_fields = [
        *ActivityPage.override_translatable_fields,
        *(TranslatableField(name) for name in ("introduction", "wellbeing")),
        *(
            SynchronizedField(name, overridable=False)
            for name in ("procedure", "structure", "texts", "findings", "paths", "warnings_read")
        ),
    ]

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
