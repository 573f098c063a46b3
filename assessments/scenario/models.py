"""The page with which an author writes a scenario, scene by scene."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList, TabbedInterface
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.models import ActivityPage
from courses.pages.fields import BlockField

from .blocks import CounterStream, SceneStream
from .panels import CheckPanel


class ScenarioPage(ActivityPage):
    """One learner, one scene after the other, each with choices that lead on."""

    activity_kind = "scenario"

    class Feedback(models.TextChoices):
        AT_ONCE = "at once", _("After each choice")
        AT_THE_END = "at the end", _("At the end")

    introduction = models.TextField(_("introduction"), blank=True)
    content_note = models.CharField(
        _("content note"),
        max_length=300,
        blank=True,
        help_text=_("Content that may distress, and an alternative for the same credit."),
    )
    wellbeing = models.CharField(
        _("well-being line"), max_length=300, blank=True, help_text=_("How to pause, and whom to turn to.")
    )
    scenes: Any = BlockField(SceneStream, verbose_name=_("scenes"), blank=True)
    counters: Any = BlockField(
        CounterStream,
        verbose_name=_("counters"),
        blank=True,
        null=True,
        help_text=_("Numbers that choices raise and lower, like trust. Conditions ask for them."),
    )
    pass_mark = models.PositiveIntegerField(
        _("pass mark (per cent)"),
        default=70,
        validators=[MaxValueValidator(100)],
        help_text=_("Learners who make a critical mistake do not pass, whatever their marks."),
    )
    feedback = models.CharField(_("feedback"), max_length=10, choices=Feedback, default=Feedback.AT_ONCE)

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *Page.content_panels,
                    FieldPanel("introduction"),
                    FieldPanel("content_note"),
                    FieldPanel("wellbeing"),
                    FieldPanel("scenes"),
                    FieldPanel("counters"),
                    HelpPanel(template="scenario/story_link.html"),
                    CheckPanel(heading=_("Picture and check")),
                ],
                heading=_("Scenes"),
            ),
            ObjectList(
                [FieldPanel("pass_mark"), FieldPanel("feedback"), *ActivityPage.activity_panels], heading=_("Marks")
            ),
            ObjectList(ActivityPage.release_panels, heading=_("Release")),
            ObjectList(Page.promote_panels, heading=_("Promote")),
        ]
    )
    override_translatable_fields = [
        *ActivityPage.override_translatable_fields,
        *(TranslatableField(name) for name in ("introduction", "content_note", "wellbeing", "scenes", "counters")),
        *(SynchronizedField(name, overridable=False) for name in ("pass_mark", "feedback")),
    ]

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
