"""The rows with which an editor says what has to hold before a course or an activity opens."""

from collections.abc import Iterable

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, Page

from ..catalogue.conditions import ANY, Condition


class PageCondition(Orderable):
    """One condition of a page. What it names it names by translation key, as the catalogue does.

    It hangs on Wagtail's own page, so that activity pages of plugins have conditions without a column of theirs.
    """

    class Kind(models.TextChoices):
        COURSE = "course", _("A course is completed")
        ACTIVITY = "activity", _("An earlier part is done")
        SCORE = "score", _("A score in an earlier part")
        DATE = "date", _("A day has come")
        ROLE = "role", _("The learner’s role family")

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="opening_conditions")
    kind = models.CharField(_("what has to hold"), max_length=10, choices=Kind)
    course = models.UUIDField(_("course"), null=True, blank=True)
    activity = models.UUIDField(_("earlier part"), null=True, blank=True)
    percent = models.PositiveIntegerField(
        _("at least (per cent)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    day = models.DateField(_("from this day on"), null=True, blank=True)
    roles = models.JSONField(_("role families"), default=list, blank=True)
    alternative = models.BooleanField(
        _("one of these is enough"),
        default=False,
        help_text=_("One of the rows with this tick has to hold. Rows without it have to hold in any case."),
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="course", course__isnull=False)
                | Q(kind="activity", activity__isnull=False)
                | Q(kind="score", activity__isnull=False, percent__isnull=False)
                | Q(kind="date", day__isnull=False)
                | Q(kind="role") & ~Q(roles=[]),
                name="condition_has_what_its_kind_needs",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.page_id}"

    @property
    def value(self) -> Condition:
        """Condition as the outline has it: what its kind needs, and nothing that was filled in besides."""
        kind = self.kind
        if kind == self.Kind.COURSE:
            return Condition(kind=kind, subject=str(self.course or ""))
        if kind == self.Kind.ACTIVITY:
            return Condition(kind=kind, subject=str(self.activity or ""))
        if kind == self.Kind.SCORE:
            return Condition(kind=kind, subject=str(self.activity or ""), percent=self.percent or 0)
        if kind == self.Kind.DATE:
            return Condition(kind=kind, day=self.day.isoformat() if self.day else "")
        return Condition(kind=kind, roles=tuple(self.roles) if kind == self.Kind.ROLE else ())


def values_of(rows: Iterable[PageCondition]) -> tuple[Condition, ...]:
    """Return the conditions of a page’s rows together: each has to hold, and of those with the tick one."""
    rows = list(rows)
    each = [row.value for row in rows if not row.alternative]
    enough = tuple(row.value for row in rows if row.alternative)
    if len(enough) > 1:
        return (*each, Condition(ANY, any_of=enough))
    return (*each, *enough)
