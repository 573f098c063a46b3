"""The page of a lesson."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from ..pages.fields import BlockField
from ..pages.models import ActivityPage, ReleasedPage
from .blocks import LessonStream


class LessonPage(ActivityPage):
    """A lesson: one reading column of blocks."""

    activity_kind = "lesson"

    body: Any = BlockField(LessonStream, verbose_name=_("body"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("body"),
        *ActivityPage.activity_panels,
        *ReleasedPage.release_panels,
    ]

    class Meta:
        verbose_name = _("lesson")
