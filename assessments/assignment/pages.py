"""The page with which an editor sets up a hand-in."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from assessments.questions.types.freetext.block import CriterionBlock
from courses.models import ActivityPage
from courses.pages.fields import BlockField

MOST_MEGABYTES, MOST_FILES = 50, 20


class RubricStream(blocks.StreamBlock):
    """Stream of the criteria, in order; ids of blocks are those of criteria and levels."""

    criterion = CriterionBlock(icon="tick", label=_("Criterion"))

    class Meta:
        max_num = 20


class HandInPage(ActivityPage):
    """A task whose result learners hand in: what they may hand in, until when, and how it is marked."""

    activity_kind = "hand-in"

    introduction = models.TextField(_("task"), help_text=_("The task, and what a good result looks like."))
    text = models.BooleanField(_("a text may be written"), default=True)
    files = models.PositiveIntegerField(
        _("files at most"), default=5, validators=[MaxValueValidator(MOST_FILES)], help_text=_("0: no files.")
    )
    megabytes = models.PositiveIntegerField(
        _("size of a file at most (MB)"),
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MEGABYTES)],
    )
    pictures = models.BooleanField(_("pictures"), default=True)
    documents = models.BooleanField(_("documents"), default=True)
    sound = models.BooleanField(_("sound"), default=False)
    video = models.BooleanField(_("video"), default=False)
    in_groups = models.BooleanField(
        _("handed in as a group"),
        default=False,
        help_text=_(
            "Instructors put the people of a cohort into groups; what one hands in counts for all of the group."
        ),
    )
    due_at = models.DateTimeField(
        _("due"), null=True, blank=True, help_text=_("Empty: when the course is due for the learner.")
    )
    late_days = models.PositiveIntegerField(
        _("days for late work"),
        default=0,
        validators=[MaxValueValidator(90)],
        help_text=_("How long after the due date above it is still taken. 0: not at all."),
    )
    late_penalty = models.PositiveIntegerField(
        _("a late day costs (per cent)"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=_("Percentage points of the mark, for each day that has begun."),
    )
    pass_mark = models.PositiveIntegerField(_("pass mark (per cent)"), default=50, validators=[MaxValueValidator(100)])
    rubric: Any = BlockField(
        RubricStream, verbose_name=_("rubric"), blank=True, help_text=_("Empty: markers give a percentage.")
    )
    markers = models.PositiveSmallIntegerField(
        _("markers"), default=1, choices=[(1, _("One person marks")), (2, _("Two people mark, and the mean counts"))]
    )
    blind = models.BooleanField(_("markers do not see whose work it is"), default=False)

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("text"), FieldPanel("files"), FieldPanel("megabytes")]),
                FieldRowPanel([FieldPanel(name) for name in ("pictures", "documents", "sound", "video")]),
            ],
            heading=_("What is handed in"),
        ),
        FieldPanel("in_groups"),
        FieldRowPanel([FieldPanel("due_at"), FieldPanel("late_days"), FieldPanel("late_penalty")]),
        MultiFieldPanel(
            [
                FieldPanel("rubric"),
                FieldRowPanel([FieldPanel("pass_mark"), FieldPanel("markers"), FieldPanel("blind")]),
            ],
            heading=_("How it is marked"),
        ),
        *ActivityPage.activity_panels,
        *ActivityPage.release_panels,
    ]
    override_translatable_fields = [
        *ActivityPage.override_translatable_fields,
        *(TranslatableField(name) for name in ("introduction", "rubric")),
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "text",
                "files",
                "megabytes",
                "pictures",
                "documents",
                "sound",
                "video",
                "in_groups",
                "due_at",
                "late_days",
                "late_penalty",
                "pass_mark",
                "markers",
                "blind",
            )
        ),
    ]

    class Meta:
        verbose_name = _("hand-in")
        verbose_name_plural = _("hand-ins")

    def clean(self) -> None:
        super().clean()
        if not self.text and not self.files:
            raise ValidationError({"files": gettext("Allow a text or files, or nobody can hand in anything.")})
        if self.files and not any((self.pictures, self.documents, self.sound, self.video)):
            raise ValidationError({"documents": gettext("Choose the kinds of files that may be handed in.")})
        if (self.late_days or self.late_penalty) and self.due_at is None:
            raise ValidationError({"due_at": gettext("Rules for late work need a due date here.")})
