"""The page with which an editor sets up a quiz."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable, Page
from wagtail_localize.fields import SynchronizedField

from assessments.questions.models import Category
from courses.models import ActivityPage

from .statistics_models import StatisticsRun

__all__ = ["Draw", "QuizPage", "StatisticsRun"]


class QuizPage(ActivityPage):
    """A quiz: how many questions are drawn from which categories, and what passes."""

    activity_kind = "quiz"

    introduction = models.TextField(_("introduction"), blank=True)
    pass_mark = models.PositiveIntegerField(_("pass mark (per cent)"), default=70, validators=[MaxValueValidator(100)])
    attempts = models.PositiveIntegerField(
        _("attempts allowed"), default=3, validators=[MaxValueValidator(100)], help_text=_("0: as many as wanted.")
    )
    shuffle = models.BooleanField(_("shuffle questions and options"), default=True)

    override_translatable_fields = [
        *ActivityPage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in ("pass_mark", "attempts", "shuffle", "draws")),
    ]
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        InlinePanel("draws", heading=_("Questions"), label=_("Draw"), min_num=1),
        FieldRowPanel([FieldPanel("pass_mark"), FieldPanel("attempts"), FieldPanel("shuffle")]),
        *ActivityPage.activity_panels,
        *ActivityPage.release_panels,
    ]

    class Meta:
        verbose_name = _("quiz")


class Draw(Orderable):
    """So many questions at random from a category; 0 for all of them."""

    page = ParentalKey(QuizPage, on_delete=models.CASCADE, related_name="draws")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name=_("category"))
    number = models.PositiveIntegerField(
        _("number of questions"), default=10, validators=[MinValueValidator(0), MaxValueValidator(200)], help_text=_("0: all of them.")
    )

    panels = [FieldRowPanel([FieldPanel("category"), FieldPanel("number")])]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "category"], name="category_drawn_once_by_a_quiz")]

    def __str__(self) -> str:
        return f"{self.number} × {self.category}"
