"""Questions and the categories they are kept in."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from courses.blocks import OptionBlock
from courses.fields import BlockField
from lms.plugins.question import QuestionType, questions

from .forms import QuestionForm


class Category(models.Model):
    """A part of the bank that quizzes draw from."""

    name = models.CharField(_("name"), max_length=160, unique=True)

    panels = [FieldPanel("name")]

    class Meta:
        verbose_name = _("question category")
        verbose_name_plural = _("question categories")

    def __str__(self) -> str:
        return self.name


class OptionStream(blocks.StreamBlock):
    option = OptionBlock(label=_("Option"))


class QuestionQuerySet(models.QuerySet["Question"]):
    def usable(self) -> Self:
        return self.filter(archived=False)


class Question(RevisionMixin, TranslatableMixin, models.Model):
    """One question in one language; its versions in other languages share the translation key."""

    class Difficulty(models.TextChoices):
        EASY = "easy", _("Easy")
        MEDIUM = "medium", _("Medium")
        HARD = "hard", _("Hard")

    category = models.ForeignKey(Category, models.PROTECT, related_name="questions", verbose_name=_("category"))
    kind = models.CharField(_("type"), max_length=40, default="single")
    difficulty = models.CharField(_("difficulty"), max_length=10, choices=Difficulty, default=Difficulty.MEDIUM)
    stem = models.TextField(_("question"))
    options = BlockField(OptionStream, verbose_name=_("options"))
    feedback = models.TextField(_("overall feedback"), blank=True, help_text=_("Why the right answer is right."))
    archived = models.BooleanField(_("archived"), default=False, help_text=_("No longer drawn; past attempts keep it."))

    objects = QuestionQuerySet.as_manager()

    base_form_class = QuestionForm
    override_translatable_fields = [SynchronizedField(name, overridable=False) for name in ("category", "kind", "difficulty", "archived")]
    panels = [
        FieldRowPanel([FieldPanel("category"), FieldPanel("kind"), FieldPanel("difficulty")]),
        FieldPanel("stem"),
        FieldPanel("options"),
        FieldPanel("feedback"),
        FieldPanel("archived"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.stem[:90]

    @property
    def type(self) -> QuestionType:
        """Raises `lms.plugins.registry.NotInstalled` for a type that is not there."""
        return questions.get(self.kind)

    def option_list(self) -> list[dict[str, Any]]:
        """The options as the question type reads them."""
        return [{"id": block.id, **{name: block.value[name] for name in ("text", "right", "feedback")}} for block in self.options]

    def clean(self) -> None:
        super().clean()
        if self.kind not in questions:
            raise ValidationError({"kind": _("Choose one of the installed question types.")})
        if problems := self.type.problems(self.option_list()):
            raise ValidationError({"options": problems})
