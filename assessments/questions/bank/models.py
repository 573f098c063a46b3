"""Questions, in the categories and under the objectives of the bank."""

from functools import cache
from html import unescape
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.sql import Query
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail_localize.fields import SynchronizedField

from assessments.formats.html import words
from courses.pages.drafts import BOOKKEEPING
from courses.pages.fields import BlockField
from courses.pages.forms import NotTranslated
from lms.foundation.database.folded import FoldedField
from lms.foundation.interface.words import shortened
from lms.foundation.plugins.question import QuestionType, questions
from lms.people.directory.current_viewer import OfViewer, Unlimited, viewer
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.directory.reach import institutions_in_reach

from .blocks import TEXT, BodyStream, HintStream, SoundStream
from .categories import Category, Objective
from .digest import digest_of
from .forms import QuestionForm


class QuestionQuerySet(models.QuerySet["Question"]):
    def usable(self) -> Self:
        """Return questions that learners can get: published and not archived. What a row says is what was published
        last.
        """
        return self.filter(live=True, archived=False)

    def published_once(self) -> Self:
        """Filter to questions that learners can get or could get once. A question that was never published is a draft
        and counts nowhere.
        """
        return self.filter(Q(live=True) | Q(first_published_at__isnull=False))

    def within(self, category: Category) -> Self:
        """Return questions of `category` and of all below it."""
        return self.filter(category__path__startswith=category.path)

    def visible_to(self, viewer: User) -> Self:
        """Return questions that are shared, and those of the institutions at, above or below the places of `viewer`.

        A viewer's places are their own institution and those where they hold any role. What they may do with what they
        see, Wagtail's permissions say.
        """
        return (
            self if viewer.is_superuser else self.filter(_shared_or_near(person=viewer.pk, place=viewer.institution_id))
        )

    def visible_now(self) -> Self:
        """Filter to questions that are visible to the viewer of the present page; see
        `lms.people.directory.current_viewer`.
        """
        return self.filter(Q(Unlimited()) | _shared_or_near(person=OfViewer("pk"), place=OfViewer("institution_id")))


def _shared_or_near(*, person: object, place: object) -> Q:
    """Return shared questions, and those of institutions at, above or below `place` and where `person` holds a role.

    Both are ids.
    """
    return Q(owner=None) | Q(owner__in=institutions_in_reach(person=person, place=place))


class QuestionManager(models.Manager.from_queryset(QuestionQuerySet)):  # type: ignore[misc]  # a base made by a call
    """Questions; in Wagtail's admin, whoever wrote the view, those that the signed-in person may see."""

    def get_queryset(self) -> QuestionQuerySet:
        queryset = super().get_queryset()
        queryset.query = _visible_now().chain()
        return queryset


@cache
def _visible_now() -> Query:
    """Return the query of `visible_now`: the same for everybody until it is sent, and making it takes longer than
    asking.
    """
    return QuestionQuerySet(Question).visible_now().query


class KindField(models.CharField):
    """The type of the block that is the question's body, as a column to filter by."""

    def pre_save(self, model_instance: Any, add: bool) -> object:
        model_instance.kind = model_instance.written_kind
        return model_instance.kind

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class DigestField(KindField):
    """Column with the digest of the question's content."""

    def pre_save(self, model_instance: Any, add: bool) -> object:
        stored = model_instance.stored_body
        model_instance.digest = digest_of(stored["type"], model_instance.stem, stored["value"]) if stored else ""
        return model_instance.digest


SAME_IN_EVERY_LANGUAGE = (
    *("category", "kind", "difficulty", "objective", "step", "owner", "name", "number", "archived", "digest", "folded"),
    "tagged_items",
)


class TaggedQuestion(ItemBase):
    """A tag on a question."""

    content_object = ParentalKey("questions.Question", on_delete=models.CASCADE, related_name="tagged_items")
    tag = models.ForeignKey("taggit.Tag", models.CASCADE, related_name="tagged_questions")

    tag.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]  # the bank finds questions by tag itself

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="question_tagged_once")]


class Question(
    PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, TranslatableMixin, ClusterableModel
):
    """One question in one language; its versions in other languages share the translation key.

    The row is what was published last, and what quizzes are compiled from. What somebody wrote since is its latest
    revision, and waits for somebody who may publish. A question that was never published is a row that is not `live`.
    """

    class Difficulty(models.TextChoices):
        EASY = "easy", _("Easy")
        MEDIUM = "medium", _("Medium")
        HARD = "hard", _("Hard")

    category = models.ForeignKey(Category, models.PROTECT, related_name="questions", verbose_name=_("category"))
    kind = KindField(_("type"), max_length=40, editable=False)
    difficulty = models.CharField(_("difficulty"), max_length=10, choices=Difficulty, default=Difficulty.MEDIUM)
    objective = models.ForeignKey(
        Objective,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("learning objective"),
    )
    owner = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
        help_text=_(
            "Editors of this institution, of those above and of those below it see the question. Empty: it is shared "
            "with all."
        ),
    )
    step = models.CharField(_("step of a procedure"), max_length=40, blank=True)
    name = models.CharField(
        _("name"), max_length=120, blank=True, help_text=_("For the bank only; learners do not see it.")
    )
    number = models.CharField(
        _("number"),
        max_length=120,
        blank=True,
        db_index=True,
        help_text=_("Name of the question in another system, so that it is recognised when it is imported again."),
    )
    stem = RichTextField(_("question"), features=TEXT)
    sounds = BlockField(
        SoundStream, verbose_name=_("sounds"), blank=True, help_text=_("To be heard with the question, below its text.")
    )
    body = BlockField(BodyStream, verbose_name=_("type and answers"))
    hints = BlockField(HintStream, verbose_name=_("hints"), blank=True)
    feedback = RichTextField(
        _("overall feedback"), blank=True, features=TEXT, help_text=_("Why the right answer is right.")
    )
    archived = models.BooleanField(_("archived"), default=False, help_text=_("No longer drawn; past attempts keep it."))
    digest = DigestField(max_length=64, editable=False, db_index=True, default="")
    folded = FoldedField(source="searched_text")
    tags = ClusterTaggableManager(through=TaggedQuestion, blank=True, verbose_name=_("tags"))

    # Wagtail reads it from any field; the list of questions by category says it already
    category.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    objective.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    owner.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    objects = QuestionManager()

    override_translatable_fields = [
        *(SynchronizedField(name, overridable=False) for name in SAME_IN_EVERY_LANGUAGE),
        *map(NotTranslated, ("first_published_at", "go_live_at", "expire_at")),
    ]
    exclude_fields_in_copy = [*BOOKKEEPING, "go_live_at", "expire_at", "expired"]
    base_form_class = QuestionForm
    panels = [
        FieldPanel("category"),
        FieldRowPanel([FieldPanel("difficulty"), FieldPanel("name")]),
        FieldPanel("stem"),
        FieldPanel("sounds"),
        FieldPanel("body"),
        FieldPanel("feedback"),
        FieldPanel("hints"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("objective"), FieldPanel("tags")]),
                FieldRowPanel([FieldPanel("owner"), FieldPanel("number")]),
                FieldRowPanel([FieldPanel("step"), FieldPanel("archived")]),
            ],
            heading=_("For the bank"),
        ),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.name or shortened(unescape(strip_tags(self.stem)), 90)

    @property
    def searched_text(self) -> str:
        """Return the texts by which a question is sought in the bank."""
        return " ".join((self.name, self.number, words(self.stem), words(self.feedback)))

    @property
    def named(self) -> str:
        """The question's text for a viewer who may read it; for others and without a viewer only number and owner."""
        person = viewer()
        if self.owner is None or (
            person is not None and Question.objects.visible_to(person).filter(pk=self.pk).exists()
        ):
            return str(self)
        return gettext("question %(number)s of %(owner)s") % {"number": self.pk, "owner": self.owner}

    @property
    def type(self) -> QuestionType:
        """Raise `lms.foundation.plugins.runtime.registry.NotInstalled` for a type that is not there."""
        return questions.get(self.written_kind)

    @property
    def stored_body(self) -> dict[str, Any] | None:
        """The block that is the body, as it is stored: type, value and id."""
        stored = self._meta.get_field("body").get_prep_value(self.body)
        return stored[0] if stored else None

    @property
    def written_kind(self) -> str:
        """The type of the body as it stands, also of one that is not installed; nothing where there is no body yet."""
        stored = self.stored_body
        return stored["type"] if stored else ""

    def written(self) -> dict[str, Any]:
        """Return the body as plain JSON, with its rich text as the editor stores it. Raises `NotInstalled`."""
        return self.type.body(self.body[0].value)

    def clean(self) -> None:
        super().clean()
        self.kind = self.written_kind
        if self.kind in questions and (problems := self.type.problems(self.written())):
            raise ValidationError({"body": problems})

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "questions/trying.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, object]:
        from .trial import begin_trial

        return {
            **super().get_preview_context(request, mode_name),
            **begin_trial(self, by=request.user, now=timezone.now()),
        }
