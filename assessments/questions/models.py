"""Questions and the categories they are kept in."""

from html import unescape
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.models import RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from courses.fields import BlockField
from lms.plugins.question import QuestionType, questions

from .blocks import TEXT, BodyStream, HintStream, SoundStream


class Category(models.Model):
    """A part of the bank that quizzes draw from."""

    name = models.CharField(_("name"), max_length=160, unique=True)

    panels = [FieldPanel("name")]

    class Meta:
        verbose_name = _("question category")
        verbose_name_plural = _("question categories")

    def __str__(self) -> str:
        return self.name


class QuestionQuerySet(models.QuerySet["Question"]):
    def usable(self) -> Self:
        return self.filter(archived=False)


class KindField(models.CharField):
    """The type of the block that is the question's body, as a column to filter by."""

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        model_instance.kind = model_instance.written_kind
        return model_instance.kind

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class Question(RevisionMixin, TranslatableMixin, models.Model):
    """One question in one language; its versions in other languages share the translation key."""

    class Difficulty(models.TextChoices):
        EASY = "easy", _("Easy")
        MEDIUM = "medium", _("Medium")
        HARD = "hard", _("Hard")

    category = models.ForeignKey(Category, models.PROTECT, related_name="questions", verbose_name=_("category"))
    kind = KindField(_("type"), max_length=40, editable=False)
    difficulty = models.CharField(_("difficulty"), max_length=10, choices=Difficulty, default=Difficulty.MEDIUM)
    name = models.CharField(_("name"), max_length=120, blank=True, help_text=_("For the bank only; learners do not see it."))
    stem = RichTextField(_("question"), features=TEXT)
    sounds = BlockField(SoundStream, verbose_name=_("sounds"), blank=True, help_text=_("To be heard with the question, below its text."))
    body = BlockField(BodyStream, verbose_name=_("type and answers"))
    hints = BlockField(HintStream, verbose_name=_("hints"), blank=True)
    feedback = RichTextField(_("overall feedback"), blank=True, features=TEXT, help_text=_("Why the right answer is right."))
    archived = models.BooleanField(_("archived"), default=False, help_text=_("No longer drawn; past attempts keep it."))

    objects = QuestionQuerySet.as_manager()

    override_translatable_fields = [
        SynchronizedField(name, overridable=False) for name in ("category", "kind", "difficulty", "name", "archived")
    ]
    panels = [
        FieldRowPanel([FieldPanel("category"), FieldPanel("difficulty"), FieldPanel("name")]),
        FieldPanel("stem"),
        FieldPanel("sounds"),
        FieldPanel("body"),
        FieldPanel("feedback"),
        FieldPanel("hints"),
        FieldPanel("archived"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.name or unescape(strip_tags(self.stem))[:90]

    @property
    def type(self) -> QuestionType:
        """Raises `lms.plugins.registry.NotInstalled` for a type that is not there."""
        return questions.get(self.written_kind)

    @property
    def written_kind(self) -> str:
        """The type of the body as it stands, also of one that is not installed; nothing where there is no body yet."""
        stored = self._meta.get_field("body").get_prep_value(self.body)
        return stored[0]["type"] if stored else ""

    def written(self) -> dict[str, Any]:
        """The body as plain JSON, with its rich text as the editor stores it. Raises `NotInstalled`."""
        return self.type.body(self.body[0].value)

    def clean(self) -> None:
        super().clean()
        self.kind = self.written_kind
        if self.kind in questions and (problems := self.type.problems(self.written())):
            raise ValidationError({"body": problems})
