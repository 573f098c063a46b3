"""The rows of a quiz: questions that are always asked, and draws at random."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from assessments.questions.models import Category, Objective, Question


class Draw(Orderable):
    """One question that everybody gets, or so many at random of those that fit; 0 for all of them."""

    page = ParentalKey("quiz.QuizPage", on_delete=models.CASCADE, related_name="draws")
    question = models.ForeignKey(
        Question,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("this question"),
        help_text=_("Everybody gets it. Empty: questions are drawn."),
    )
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    tag = models.ForeignKey(
        "taggit.Tag", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tag")
    )
    difficulty = models.CharField(_("difficulty"), max_length=10, choices=Question.Difficulty, blank=True)
    objective = models.ForeignKey(
        Objective, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("learning objective")
    )
    number = models.PositiveIntegerField(
        _("number of questions"),
        default=10,
        validators=[MinValueValidator(0), MaxValueValidator(200)],
        help_text=_("0: all of them."),
    )
    mark = models.FloatField(
        _("marks for each"),
        default=1.0,
        validators=[MinValueValidator(0.0), MaxValueValidator(100.0)],
    )
    section = models.PositiveIntegerField(
        _("in section"), default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )

    panels = [
        FieldPanel("category"),
        FieldRowPanel([FieldPanel("number"), FieldPanel("mark"), FieldPanel("difficulty"), FieldPanel("section")]),
        FieldRowPanel([FieldPanel("tag"), FieldPanel("objective"), FieldPanel("question")]),
    ]

    class Meta(Orderable.Meta):
        pass

    def __str__(self) -> str:
        return self.question.named if self.question else f"{self.number} × {self.topic}"

    @property
    def topic(self) -> str:
        """Describe the topic it draws from in words: “Means · Hard”."""
        parts = [self.category, self.tag, self.objective, self.get_difficulty_display() if self.difficulty else None]
        return " · ".join(str(part) for part in parts if part)

    @property
    def owners(self) -> list[int]:
        """The ids of institutions whose own questions it may take, besides shared ones: the quiz's institution and
        those above it.
        """
        institution = self.page.institution
        return [int(pk) for pk in institution.path.split("/") if pk] if institution else []

    @property
    def wanted(self) -> int:
        """The number of questions; 0 for all."""
        return 0 if self.question_id else self.number

    def phrase(self) -> Q:
        """Return the questions that it may take, archived ones included: those that are shared, and those of the quiz's
        institution and above it.

        A question that the row names is taken whosever it is.
        """
        if self.question is not None:
            return Q(translation_key=self.question.translation_key)
        condition = Q(owner=None) | Q(owner__in=self.owners)
        if self.category:
            condition &= Q(category__path__startswith=self.category.path)
        for name in ("tag", "objective", "difficulty"):
            if value := getattr(self, name):
                condition &= Q(**{"tagged_items__tag" if name == "tag" else name: value})
        return condition

    def clean(self) -> None:
        super().clean()
        wishes: list[Any] = [self.category, self.tag, self.difficulty, self.objective]
        if self.question_id and any(wishes):
            raise ValidationError(gettext("Choose one question, or say which are drawn; not both in one row."))
        if not self.question_id and not any(wishes):
            raise ValidationError(
                gettext(
                    "Say which questions are drawn: a category, a tag, a difficulty or an objective; or choose one "
                    "question."
                )
            )
