"""The pages around the courses, the workers' signs of life, the version of the database, and notes about backups."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from courses.catalogue.texts import Text
from courses.lessons.blocks import FEATURES

from .front_page import programmes


class HomePage(Page):
    """The root of the site: what Mafunzo is, and the programmes it offers."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.ProgrammePage", "courses.ProcedurePage", "courses.PaperPage", "home.StandardPage"]
    max_count_per_parent = 10

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Return a page that is not written in this language yet is shown in the one it was written in first."""
        try:
            return super().route(request, path_components)
        except Http404:
            source = HomePage.objects.filter(
                translation_key=self.translation_key, locale__language_code=settings.LANGUAGE_CODE
            ).first()
            if source is None or source.pk == self.pk:
                raise
            return source.route(request, path_components)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        context = {"programmes": programmes(request), "title": Text(self.title, self.locale.language_code)}
        return {**super().get_context(request, *args, **kwargs), **context}


class StandardPage(Page):
    """A page of plain text, such as the privacy notice."""

    body = RichTextField(_("body"), features=["h2", "h3", *FEATURES])

    content_panels = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("plain page")


class Heartbeat(models.Model):
    """Time at which a worker last took a task from `queue`."""

    queue = models.CharField(primary_key=True, max_length=40)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.queue}: {self.seen_at}"


class DatabaseVersion(models.Model):
    """Version of Mafunzo that migrated this database: the last row says of which its tables are, the first since when.
    A program that is older than `oldest_program` does not work with them.
    """

    name = models.CharField(max_length=40, unique=True)
    oldest_program = models.CharField(max_length=40)
    migrated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class BackupSet(models.Model):
    """Set of a backup that this installation wrote, and its last verification; `fault` is empty where that held."""

    name = models.CharField(primary_key=True, max_length=200)
    made_at = models.DateTimeField()
    size = models.BigIntegerField()
    verified_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name


class AlertQuerySet(models.QuerySet["Alert"]):
    def due(self, now: datetime) -> Self:
        """Return those whose change has lasted, was not told, and may be told: at most one mail an hour about a part,
        but for the first that says that it works again.
        """
        may = Q(told_at=None) | Q(told_at__lte=now - Alert.HOUR) | Q(broken=False, flaps=False)
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        return self.exclude(broken=models.F("told")).filter(may, free, changed_at__lte=now - Alert.PATIENCE)

    def claim(self, pk: str, *, until: datetime, now: datetime) -> bool:
        """Take one that is due for this process alone. Returns false where another was first."""
        return bool(self.due(now).filter(pk=pk).update(leased_until=until))


class Alert(models.Model):
    """Part of the health page about which people are mailed: how it is, and what they were told.

    `flaps` where it broke again within a day of a mail about it.
    """

    PATIENCE, HOUR, DAY = timedelta(minutes=2), timedelta(hours=1), timedelta(days=1)

    part = models.CharField(primary_key=True, max_length=40)
    broken = models.BooleanField()
    changed_at = models.DateTimeField()
    told = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True)
    flaps = models.BooleanField(default=False)
    leased_until = models.DateTimeField(null=True)

    objects = AlertQuerySet.as_manager()

    def __str__(self) -> str:
        return self.part

    def note_told(self, now: datetime) -> None:
        """Note that the present state was told."""
        if self.broken:
            self.flaps = self.told_at is not None and now - self.told_at < self.DAY
        self.told, self.told_at, self.leased_until = self.broken, now, None
        self.save(update_fields=["told", "told_at", "leased_until", "flaps"])
