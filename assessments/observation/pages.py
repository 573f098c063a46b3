"""The page with which an editor sets up a checklist."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.models import ActivityPage
from courses.pages.fields import BlockField

from .activity import BEST, LAST
from .blocks import CriteriaStream


class ChecklistPage(ActivityPage):
    """A practical task: what is looked at, at which levels, and what passes."""

    activity_kind = "checklist"

    class Counting(models.TextChoices):
        BEST = BEST, _("The best observation")
        LAST = LAST, _("The last observation")

    introduction = models.TextField(
        _("for learners"),
        blank=True,
        help_text=_("Description of the task. Learners read it, and the criteria, beforehand."),
    )
    for_observers = models.TextField(
        _("for observers"), blank=True, help_text=_("How to set the task and what to watch. Learners do not see it.")
    )
    criteria = BlockField(CriteriaStream, verbose_name=_("criteria"), blank=True)
    enough = models.PositiveIntegerField(
        _("passes with (per cent of the points)"), default=60, validators=[MaxValueValidator(100)]
    )
    counts = models.CharField(_("what counts of several"), max_length=8, choices=Counting, default=Counting.BEST)
    photo = models.BooleanField(
        _("a photo may be taken"),
        default=False,
        help_text=_("One of each learner at most, which only they and their staff see."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("for_observers"),
        FieldPanel("criteria"),
        HelpPanel(template="observation/admin/rubrics.html"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("enough"), FieldPanel("counts")]), FieldPanel("photo")], heading=_("Rules")
        ),
        *ActivityPage.activity_panels,
        *ActivityPage.release_panels,
    ]
    override_translatable_fields = [
        *ActivityPage.override_translatable_fields,
        *(TranslatableField(name) for name in ("introduction", "for_observers", "criteria")),
        *(SynchronizedField(name, overridable=False) for name in ("enough", "counts", "photo")),
    ]

    class Meta:
        verbose_name = _("checklist page")
        verbose_name_plural = _("checklist pages")
