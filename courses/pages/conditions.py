"""The rows with which an editor says what has to hold before a course or an activity opens."""

from collections.abc import Iterable
from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, Page

from lms.foundation.plugins.access import COLUMNS, Condition, access_conditions

from ..catalogue.conditions import ANY


class PageCondition(Orderable):
    """One condition of a page, of any kind that is installed or was. What it names it names by translation key, as the
    catalogue does.

    It hangs on Wagtail's own page, so that activity pages of plugins have conditions without a column of theirs.
    """

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="opening_conditions")
    kind = models.CharField(_("what has to hold"), max_length=64)
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
    values = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()), blank=True)
    """Values of the fields of its kind's own, by their names."""
    alternative = models.BooleanField(
        _("one of these is enough"),
        default=False,
        help_text=_("One of the rows with this tick has to hold. Rows without it have to hold in any case."),
    )

    def __str__(self) -> str:
        return f"{self.kind} of {self.page_id}"

    @property
    def value(self) -> Condition:
        """Condition as the outline has it: what its kind needs, and nothing that was filled in besides. All that one of
        an unknown kind has is kept for its plugin.
        """
        kind = access_conditions.peek(self.kind)
        columns = COLUMNS if kind is None else kind.columns
        filled = {COLUMNS[name]: given for name in columns if (given := getattr(self, name))}
        return Condition(
            kind=self.kind,
            subject=str(filled.get("subject", "")),
            percent=filled.get("percent", 0),
            day=_iso(filled.get("day")),
            roles=tuple(filled.get("roles", ())),
            values=self.own_values,
        )

    @property
    def own_values(self) -> dict[str, object]:
        """Values of its kind's own fields; none where a file brought something else than an object of JSON."""
        return dict(self.values) if isinstance(self.values, dict) else {}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def values_of(rows: Iterable[PageCondition]) -> tuple[Condition, ...]:
    """Return the conditions of a page’s rows together: each has to hold, and of those with the tick one."""
    rows = list(rows)
    each = [row.value for row in rows if not row.alternative]
    enough = tuple(row.value for row in rows if row.alternative)
    if len(enough) > 1:
        return (*each, Condition(ANY, any_of=enough))
    return (*each, *enough)
