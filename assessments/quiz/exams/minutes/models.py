"""The minutes of exams: rows that only grow."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from lms.learning.sessions.choices import Status
from lms.people.directory.models import User

from ..models import Sitting


class EntryKind(models.TextChoices):
    """The kinds of entries. The first four are the words of attendance everywhere."""

    PRESENT = Status.PRESENT.value, Status.PRESENT.label
    LATE = Status.LATE.value, Status.LATE.label
    EXCUSED = Status.EXCUSED.value, Status.EXCUSED.label
    ABSENT = Status.ABSENT.value, Status.ABSENT.label
    LEFT = "left", _("Left the room for good")
    INCIDENT = "incident", _("Incident")
    MISTAKE = "mistake", _("Written by mistake")
    SIGNED = "signed", _("Signed")


ATTENDANCE = (EntryKind.PRESENT, EntryKind.LATE, EntryKind.EXCUSED, EntryKind.ABSENT)
OF_SOMEBODY = (*ATTENDANCE, EntryKind.LEFT)
"""What is always said of one learner."""
IN_WORDS = (EntryKind.EXCUSED, EntryKind.INCIDENT, EntryKind.MISTAKE)
"""What nobody understands without words."""


class MinuteQuerySet(models.QuerySet["Minute"]):
    def visible_to(self, viewer: User, *roles: str) -> Self:
        """Filter to the sittings that are visible to `viewer`."""
        return self.filter(sitting__in=Sitting.objects.visible_to(viewer, *roles))

    def standing(self) -> Self:
        """Filter to entries without a correction, except those that mark a mistake."""
        return self.filter(correction=None).exclude(what=EntryKind.MISTAKE)

    def noted(self) -> Any:
        """Return the ids of learners with an entry on attendance, by their present account where accounts were
        merged.
        """
        rows = self.standing().filter(what__in=ATTENDANCE).annotate(whose=Coalesce("learner__merged_into", "learner"))
        return rows.values("whose")


class Minute(models.Model):
    """One entry: what is said, of whom (nobody: of the whole room), at which moment it was, and who wrote it when.

    Never changed: another one corrects it, and says why. `key` is drawn by the page that sent it, so that the same sent
    twice is one.
    """

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="minutes")
    what = models.CharField(_("What happened"), max_length=10, choices=EntryKind)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="quiz_minutes")
    at = models.DateTimeField(_("time"))
    words = models.TextField(_("In words"), max_length=1000, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="correction")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    key = models.UUIDField(unique=True)

    objects = MinuteQuerySet.as_manager()

    class Meta:
        verbose_name = _("Minutes of exams")
        verbose_name_plural = _("Minutes of exams")
        constraints = [
            models.CheckConstraint(
                condition=Q(learner__isnull=False) | ~Q(what__in=OF_SOMEBODY), name="minute_of_somebody_says_of_whom"
            ),
            models.CheckConstraint(condition=~Q(what__in=IN_WORDS, words=""), name="minute_in_words_has_words"),
            models.CheckConstraint(
                condition=~Q(what=EntryKind.MISTAKE, corrects=None), name="minute_by_mistake_says_which"
            ),
            models.CheckConstraint(
                condition=~Q(what=EntryKind.SIGNED) | Q(learner=None, corrects=None), name="minute_signed_is_of_all"
            ),
            models.UniqueConstraint(
                fields=["sitting"], condition=Q(what=EntryKind.SIGNED), name="minutes_are_signed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id}: {self.what}"
