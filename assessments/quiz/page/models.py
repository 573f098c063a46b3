"""The page with which an editor sets up a quiz."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.models import ActivityPage
from lms.people.directory.current_viewer import unlimited
from lms.people.directory.institutions import Institution

from ..sitting.rules import CERTAINTY, DEFERRED, FREE, IMMEDIATE, SEQUENTIAL
from .forms import QuizForm
from .panels import BlueprintPanel
from .review import ReviewField, everything


class QuizPage(ActivityPage):
    """A quiz: which questions it asks, what passes, and how it is answered, marked and explained."""

    activity_kind = "quiz"

    class Behaviour(models.TextChoices):
        DEFERRED = DEFERRED, _("At the end: learners see what was right when they have submitted")
        IMMEDIATE = IMMEDIATE, _("At once: learners check each answer, get hints and try again")
        CERTAINTY = CERTAINTY, _("With certainty: learners say how sure they are; wrong and sure costs marks")

    class Grading(models.TextChoices):
        BEST = "best", _("The best attempt")
        LAST = "last", _("The last attempt")
        FIRST = "first", _("The first attempt")
        MEAN = "mean", _("The mean of all attempts")

    class Navigation(models.TextChoices):
        FREE = FREE, _("In any order")
        SEQUENTIAL = SEQUENTIAL, _("One after the other, with no way back")

    class Half(models.TextChoices):
        A = "a", _("Form A")
        B = "b", _("Form B")

    introduction = models.TextField(_("introduction"), blank=True)
    pass_mark = models.PositiveIntegerField(_("pass mark (per cent)"), default=70, validators=[MaxValueValidator(100)])
    attempts = models.PositiveIntegerField(
        _("attempts allowed"), default=3, validators=[MaxValueValidator(100)], help_text=_("0: as many as wanted.")
    )
    shuffle = models.BooleanField(_("shuffle questions and options"), default=True)
    half = models.CharField(
        _("form"),
        max_length=1,
        choices=Half,
        blank=True,
        help_text=_(
            "Half of the questions of each draw, so that another quiz can ask the other half. Empty: all of them."
        ),
    )
    like = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("draw like"),
        help_text=_(
            "The quiz of which this one is the other form: a test after the course like the one before it. Without "
            "draws of its own, this one takes over those of the other."
        ),
    )
    before_counts = models.BooleanField(
        _("counts although it is the test before"),
        default=False,
        db_default=False,
        help_text=_(
            "A quiz that a later one of its course is drawn like shows what learners knew before. Its score is left "
            "out of the course’s, unless this is chosen."
        ),
    )
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("also questions of"),
        help_text=_(
            "Shared questions can always be drawn. Questions of the institution chosen here, or of one above "
            "it, can then be drawn too, and learners of every institution get them."
        ),
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(
        _("closes"), null=True, blank=True, help_text=_("Attempts under way are then submitted.")
    )
    limit_minutes = models.PositiveIntegerField(
        _("time limit (minutes)"),
        default=0,
        validators=[MaxValueValidator(1440)],
        help_text=_("0: as long as it takes."),
    )
    grace_seconds = models.PositiveIntegerField(
        _("grace (seconds)"),
        default=60,
        validators=[MaxValueValidator(3600)],
        help_text=_("How long after the end an answer is still taken that was on its way."),
    )
    delay_minutes = models.PositiveIntegerField(
        _("wait between attempts (minutes)"), default=0, validators=[MaxValueValidator(525600)]
    )
    ticket = models.BooleanField(_("only with an exam ticket"), default=False, help_text=_("In an invigilated room."))
    grading = models.CharField(_("what counts"), max_length=10, choices=Grading, default=Grading.BEST)
    navigation = models.CharField(_("order"), max_length=10, choices=Navigation, default=Navigation.FREE)
    per_page = models.PositiveIntegerField(
        _("questions on a page"),
        default=0,
        validators=[MaxValueValidator(200)],
        help_text=_("0: all of them; one where there is no way back."),
    )
    behaviour = models.CharField(_("feedback"), max_length=10, choices=Behaviour, default=Behaviour.DEFERRED)
    tries = models.PositiveIntegerField(
        _("tries for each question"), default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    penalty = models.PositiveIntegerField(
        _("a wrong try costs (per cent)"), default=33, validators=[MaxValueValidator(100)]
    )
    markers = models.PositiveSmallIntegerField(
        _("markers"), default=1, choices=[(1, _("One person marks")), (2, _("Two people mark, and the mean counts"))]
    )
    blind = models.BooleanField(_("markers do not see whose answer it is"), default=False)
    review = ReviewField(_("what learners see"), default=everything)

    # Wagtail reads it from any field; the pages of an institution list no quizzes
    institution.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    override_translatable_fields = [
        *ActivityPage.override_translatable_fields,
        TranslatableField("sections"),
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "pass_mark",
                "attempts",
                "shuffle",
                "institution",
                "draws",
                "half",
                "like",
                "before_counts",
                "opens_at",
                "closes_at",
                "limit_minutes",
                "grace_seconds",
                "delay_minutes",
                "ticket",
                "grading",
                "navigation",
                "per_page",
                "behaviour",
                "tries",
                "penalty",
                "markers",
                "blind",
                "review",
            )
        ),
    ]
    base_form_class = QuizForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("pass_mark"), FieldPanel("attempts"), FieldPanel("shuffle")])],
            heading=_("Rules"),
        ),
        FieldPanel("institution"),
        InlinePanel("draws", heading=_("Questions"), label=_("Draw")),
        BlueprintPanel(heading=_("Questions in the bank")),
        InlinePanel("sections", heading=_("Sections"), label=_("Section"), classname="collapsed"),
        *ActivityPage.activity_panels,
        *ActivityPage.release_panels,
    ]
    settings_of_quiz = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at"), FieldPanel("ticket")]),
                FieldRowPanel([FieldPanel("limit_minutes"), FieldPanel("grace_seconds"), FieldPanel("delay_minutes")]),
            ],
            heading=_("When and how long"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("behaviour"),
                FieldRowPanel([FieldPanel("tries"), FieldPanel("penalty")]),
                FieldRowPanel([FieldPanel("navigation"), FieldPanel("per_page")]),
                FieldRowPanel([FieldPanel("grading"), FieldPanel("markers")]),
                FieldPanel("blind"),
            ],
            heading=_("How it is answered and marked"),
        ),
        FieldPanel("review"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("half"), FieldPanel("like")]), FieldPanel("before_counts")],
            heading=_("Two equal forms"),
            classname="collapsed",
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Questions")),
            ObjectList(settings_of_quiz, heading=_("Time, marking and feedback")),
            ObjectList(ActivityPage.promote_panels, heading=_("Promote")),
            ObjectList(ActivityPage.settings_panels, heading=_("Settings")),
        ]
    )

    class Meta:
        verbose_name = _("quiz")

    @property
    def asking(self) -> "QuizPage":
        """The quiz whose draws this one asks: its own, or those of the quiz that it is like where it has none."""
        return self.like if self.like and not self.draws.exists() else self

    @property
    def is_test_before(self) -> bool:
        """True if a later quiz of its course is the other form of this one."""
        after = QuizPage.objects.filter(like__translation_key=self.translation_key, alias_of=None)
        course = self.path[: -self.steplen]
        return after.filter(path__startswith=course, depth=self.depth, path__gt=self.path).exists()

    @property
    def course_weight(self) -> float:
        return super().course_weight if self.before_counts or not self.is_test_before else 0.0

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, object], check_fks: bool = True, strict_fks: bool = False
    ) -> object:
        """Read a draft: a draft is read whole: its rows name questions that whoever reads it may not see."""
        with unlimited():
            return super().from_serializable_data(data, check_fks, strict_fks)

    def clean(self) -> None:
        super().clean()
        problems: dict[str, Any] = {}
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            problems["closes_at"] = gettext("A quiz closes after it has opened.")
        if self.like and (self.like.pk == self.pk or self.like.like_id):
            problems["like"] = gettext("Choose a quiz that has draws of its own.")
        elif self.like and self.half == self.like.half != "":
            problems["half"] = gettext(
                "Two equal forms are A and B: choose one here and the other one in “%(title)s”."
            ) % {"title": self.like.title}
        if self.ticket and self.behaviour == IMMEDIATE:
            problems["behaviour"] = gettext(
                "An exam with tickets says nothing of single answers while others still sit it. Choose another way."
            )
        if problems:
            raise ValidationError(problems)


class Section(TranslatableMixin, Orderable):
    """A part of a quiz with a heading of its own; the first row is section 1."""

    page = ParentalKey(QuizPage, on_delete=models.CASCADE, related_name="sections")
    heading = models.CharField(_("heading"), max_length=160)
    introduction = models.TextField(_("introduction"), blank=True)

    translatable_fields = [TranslatableField("heading"), TranslatableField("introduction")]
    panels = [FieldPanel("heading"), FieldPanel("introduction")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("section")

    def __str__(self) -> str:
        return self.heading
