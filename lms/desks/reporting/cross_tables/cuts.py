"""Cuts: by what a cross-table divides, each with its column, and the names, order and filters of its values.

A value is a text, as the mask of small cells takes it; empty where nothing is stated.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta, tzinfo
from uuid import UUID

from django.conf import settings
from django.db.models import DateField, F
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.people.directory.choices import Kind, RankBand, RoleFamily, Sex
from lms.people.directory.countries import country_name

from ..filters import months
from ..filters.forms import NONE, OWN, SEXES
from ..filters.scope import NO_COURSE, ScopedInstitution
from ..filters.selection import Selection


class Cut:
    """One division: its name in an address, its label, and where an enrolment has it. `of_stay` is the path from a stay
    to what only its enrolment has, `of_place` where an institution has it, for rows without an enrolment.
    """

    def __init__(self, slug: str, label: object, column: str, *, of_stay: str = "", of_place: str = "") -> None:
        self.slug, self.label, self.column, self.of_stay, self.of_place = slug, label, column, of_stay, of_place

    def expression(self, column: str, dated: str, zone: tzinfo | None) -> Combinable:
        """Return what rows are grouped by that have the cut in `column` and count by `dated`, a moment in `zone` or,
        without one, a day.
        """
        return F(column)

    def key(self, value: object, selection: Selection) -> str:
        """Return the text of a `value` of the database."""
        return str(value or "")

    def name(self, key: str, selection: Selection) -> str:
        raise NotImplementedError

    def narrows(self, key: str, selection: Selection) -> Mapping[str, str]:
        """Return the parameters that choose the value."""
        return {self.slug: key or NONE}

    def order(self, key: str, selection: Selection) -> object:
        return int(not key), self.name(key, selection).casefold()


class Coded(Cut):
    """One of fixed choices, in their order."""

    def __init__(
        self,
        slug: str,
        label: object,
        column: str,
        choices: Iterable[tuple[str, object]],
        none: object = "",
        **paths: str,
    ) -> None:
        super().__init__(slug, label, column, **paths)
        self.labels = {str(code): text for code, text in choices}
        self.places = {code: place for place, code in enumerate(self.labels)}
        self.none = none

    def name(self, key: str, selection: Selection) -> str:
        return str(self.labels.get(key, key)) or str(self.none or _("Not stated"))

    def order(self, key: str, selection: Selection) -> tuple[int, str]:
        return self.places.get(key, len(self.places)), ""


class CountryCut(Cut):
    def name(self, key: str, selection: Selection) -> str:
        return country_name(key) or _("Not stated")

    def order(self, key: str, selection: Selection) -> tuple[bool, str]:
        return not key, key


class SexCut(Coded):
    def narrows(self, key: str, selection: Selection) -> Mapping[str, str]:
        return {"sex": next(code for code, value in SEXES.items() if value == key)}


class CourseCut(Cut):
    def name(self, key: str, selection: Selection) -> str:
        return selection.scope.by_course[UUID(key)].name if key else str(NO_COURSE.name)

    def narrows(self, key: str, selection: Selection) -> Mapping[str, str]:
        return {"course": selection.scope.by_course[UUID(key)].slug if key else NO_COURSE.slug}


class ProgrammeCut(Cut):
    """The programme as part of which a course was assigned: one of several that a course may be in."""

    def name(self, key: str, selection: Selection) -> str:
        return selection.scope.programmes[key].name if key else _("Not as part of a programme")


class CohortCut(Cut):
    def key(self, value: object, selection: Selection) -> str:
        return str(value) if value in selection.scope.cohorts else ""

    def name(self, key: str, selection: Selection) -> str:
        return selection.scope.cohort_name(int(key)) if key else _("Not in a cohort of yours")


class PlaceCut(Cut):
    """The institution, or with a `kind` the nearest institution of that kind that it belongs to."""

    def __init__(self, slug: str, label: object, kind: Kind | None = None) -> None:
        super().__init__(slug, label, "institution_id", of_place="pk")
        self.kind = kind

    def key(self, value: object, selection: Selection) -> str:
        place: int = value  # type: ignore[assignment]
        return str(self._place(selection.scope.places[place], selection).id)

    def _place(self, place: ScopedInstitution, selection: Selection) -> ScopedInstitution:
        if self.kind is None:
            return place
        above = [selection.scope.places.get(int(pk)) for pk in reversed(place.path.rstrip("/").split("/")) if pk]
        return next((one for one in above if one and one.kind == self.kind), place)

    def name(self, key: str, selection: Selection) -> str:
        place = selection.scope.places[int(key)]
        if self._alone(place, selection):
            return _("%(institution)s alone, without those below it") % {"institution": place.name}
        return place.name if self.kind else selection.scope.place_name(place.id)

    def _alone(self, place: ScopedInstitution, selection: Selection) -> bool:
        return place.kind != self.kind and place.id in selection.scope.parents

    def narrows(self, key: str, selection: Selection) -> Mapping[str, str]:
        asked, place = selection.filters.institution, selection.scope.places[int(key)]
        if asked is not None and asked.path.startswith(place.path):
            return {}
        return {"institution": f"{key}{OWN if self._alone(place, selection) else ''}"}


class MonthCut(Cut):
    def expression(self, column: str, dated: str, zone: tzinfo | None) -> Combinable:
        return TruncMonth(dated, tzinfo=zone, output_field=DateField())  # days cost less to read than moments

    def key(self, value: object, selection: Selection) -> str:
        return f"{value:%Y-%m}"

    def name(self, key: str, selection: Selection) -> str:
        return months.name(date.fromisoformat(f"{key}-01"))

    def narrows(self, key: str, selection: Selection) -> Mapping[str, str]:
        first = date.fromisoformat(f"{key}-01")
        start, end = max(selection.filters.start or first, first), months.add(first, 1) - timedelta(days=1)
        return {"from": start.isoformat(), "to": min(selection.filters.end or end, end).isoformat()}

    def order(self, key: str, selection: Selection) -> tuple[int, str]:
        return 0, key


class YearCut(MonthCut):
    def key(self, value: object, selection: Selection) -> str:
        return f"{value:%Y}"


OF_PEOPLE = "enrolment__"
ACADEMY = PlaceCut("academy", gettext_lazy("Academy"), Kind.ACADEMY)
UNIT = PlaceCut("unit", gettext_lazy("Unit"))
MONTH = MonthCut("month", gettext_lazy("Month"), "", of_place="pk")
YEAR = YearCut("year", "", "", of_place="pk")
CUTS: Mapping[str, Cut] = {
    cut.slug: cut
    for cut in (
        CountryCut("country", gettext_lazy("Country"), "country", of_place="country"),
        ACADEMY,
        UNIT,
        CohortCut("cohort", gettext_lazy("Cohort"), "assignment__cohort_id"),
        SexCut("sex", gettext_lazy("Sex"), "sex", Sex.choices),
        Coded(
            "rank",
            gettext_lazy("Rank band"),
            "rank_band",
            RankBand.choices,
            gettext_lazy("No rank band"),
            of_stay=OF_PEOPLE,
        ),
        Coded("role", gettext_lazy("Role family"), "role_family", RoleFamily.choices, of_stay=OF_PEOPLE),
        CourseCut("course", gettext_lazy("Course"), "course_id"),
        ProgrammeCut("part", gettext_lazy("Programme"), "assignment__programme__slug"),
        Coded("language", gettext_lazy("Language of the learner"), "learner__language", settings.LANGUAGES),
        MONTH,
    )
}
