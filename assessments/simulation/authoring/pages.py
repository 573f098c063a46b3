"""The page with which an author brings a case: its file, checked, in each language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.models import ActivityPage

from .page_forms import CaseForm
from .panels import CheckPanel, PicturePanel


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
        FieldPanel("file"),
        FieldPanel("language"),
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
