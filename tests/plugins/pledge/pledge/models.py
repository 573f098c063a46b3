from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from courses.models import ActivityPage


class PledgePage(ActivityPage):
    activity_kind = "pledge"
    text = models.TextField()
    content_panels = [
        *Page.content_panels,
        FieldPanel("text"),
        *ActivityPage.activity_panels,
        *ActivityPage.release_panels,
    ]
