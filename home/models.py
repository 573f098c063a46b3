"""The pages around the courses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from courses.blocks import FEATURES


class HomePage(Page):
    """The root of the site: what Mafunzo is, and the programmes it offers."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.ProgrammePage", "home.StandardPage"]
    max_count_per_parent = 10

    class Meta:
        verbose_name = _("home page")


class StandardPage(Page):
    """A page of plain text, such as the privacy notice."""

    body = RichTextField(_("body"), features=["h2", "h3", *FEATURES])

    content_panels = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("plain page")
