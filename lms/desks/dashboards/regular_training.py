"""Report on how far courses are part of regular training at each institution, and by what syllabus or order."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, FloatField, Max, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import InstitutionSetting
from lms.foundation.plugins.report import FEWEST, Column, Report, Row, figures, reports
from lms.learning.progress.models import Enrolment
from lms.people.directory.choices import REPORTING_ROLES, Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Membership, User
from lms.people.directory.role_validity import in_force
from lms.people.directory.tree import in_order
from lms.switchboard.setting_values import values_for_each

PART = "regular-training"
"""By which what is set at institutions is kept, beside what plugins are set to."""
SETTINGS = (
    InstitutionSetting(
        "reference",
        _("Syllabus or order"),
        _("By which courses are part of regular training, with its number and date. It counts for all below, too."),
    ),
)
YEAR, LATELY = timedelta(days=365), timedelta(days=90)
HOURS = "meetings_sessions"


@reports.register
class RegularTraining(Report):
    """One row for each institution; of fewer than five people enrolled no share is given."""

    slug = "regular-training"
    name = _("Part of regular training")

    def columns(self, params: Mapping[str, str]) -> list[Column]:
        return [
            Column("institution", _("Institution")),
            Column("reference", _("Syllabus or order")),
            Column("intake", _("Enrolled in twelve months"), "number"),
            Column("share", _("of them completed"), "percent"),
            Column("instructors", _("Own instructors active in 90 days"), "number"),
            Column("hours", _("Hours of sessions in twelve months"), "number"),
            Column("reviewed", _("Last release of their courses"), "date"),
        ]

    def rows(self, viewer: User, params: Mapping[str, str], *, now: datetime) -> Iterator[Row]:
        """Yield the institutions in the order of the tree. Six statements."""
        places = [row for row, _depth in in_order(Institution.objects.visible_to(viewer, *REPORTING_ROLES))]
        keys = [place.pk for place in places]
        mine = set(Institution.objects.visible_to(viewer, Role.ADMINISTRATOR).values_list("pk", flat=True))
        told = values_for_each(PART, places)
        intakes, instructors, hours = _intakes(keys, now), _instructors(keys, now), _hours(keys, now)
        for place in places:
            number, completed, released = intakes.get(place.pk, (0, 0, None))
            cells = {
                "institution": place.local_name(),
                "reference": told[place.pk]["reference"] or None,
                "intake": number if number == 0 or number >= FEWEST else None,
                "share": completed / number if number >= FEWEST else None,
                "instructors": instructors.get(place.pk, 0),
                "hours": hours.get(place.pk, 0),
                "reviewed": released,
            }
            yield Row(cells, url=reverse("dashboards:regular", args=[place.pk]) if place.pk in mine else "")


def _intakes(places: Sequence[int], now: datetime) -> dict[int, tuple[int, int, datetime | None]]:
    """Return how many were enrolled in a year, how many completed, and when their courses were released last."""
    rows = Enrolment.objects.filter(institution__in=places, enrolled_at__gt=now - YEAR, enrolled_at__lte=now).order_by()
    done = Count("pk", filter=Q(status=Enrolment.Status.COMPLETED))
    found = rows.values("institution").annotate(number=Count("pk"), done=done, last=Max("course__release__made_at"))
    return {
        pk: (number, done, last)
        for pk, number, done, last in found.values_list("institution", "number", "done", "last")
    }


def _instructors(places: Sequence[int], now: datetime) -> dict[int, int]:
    """Return how many instructors with a role at each place signed in lately."""
    rows = Membership.objects.filter(in_force(), role=Role.INSTRUCTOR, institution__in=places)
    rows = rows.filter(user__is_active=True, user__last_login__gt=now - LATELY).order_by()
    return dict(
        rows.values("institution").annotate(number=Count("user", distinct=True)).values_list("institution", "number")
    )


def _hours(places: Sequence[int], now: datetime) -> dict[int, float]:
    """Return the hours of sessions of a year; nothing where no room holds sessions."""
    figure = figures.things.get(HOURS)
    if figure is None or figure.source is None:
        return {}
    at, period = figure.source.institution, {f"{figure.dated}__gt": now - YEAR, f"{figure.dated}__lte": now}
    rows: Any = figure.source.rows().filter(figure.condition, **period, **{f"{at}__in": places}).order_by()
    found = rows.values_list(at).annotate(total=Sum(figure.value, output_field=FloatField()))
    return {pk: round(total or 0, 2) for pk, total in found}
