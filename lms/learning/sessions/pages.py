"""The page with which an editor makes attendance a requirement of a course."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.models import ActivityPage


class SessionPage(ActivityPage):
    """Activity of attendance: a share of so many minutes. Instructors say which sessions count for it."""

    activity_kind = "session"

    introduction = models.TextField(_("introduction"), blank=True)
    share = models.PositiveIntegerField(
        _("share that has to be attended (per cent)"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Of the minutes of all sessions together, which stand above."),
    )
    excused_counts = models.BooleanField(
        _("who is excused counts as present"),
        default=False,
        help_text=_("Otherwise the time of a session at which somebody is excused is missing."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        *ActivityPage.activity_panels,
        MultiFieldPanel([FieldPanel("share"), FieldPanel("excused_counts")], heading=_("Attendance")),
        *ActivityPage.release_panels,
    ]
    override_translatable_fields = [
        *ActivityPage.override_translatable_fields,
        TranslatableField("introduction"),
        *(SynchronizedField(name, overridable=False) for name in ("share", "excused_counts")),
    ]

    class Meta:
        verbose_name = _("attendance page")
        verbose_name_plural = _("attendance pages")
