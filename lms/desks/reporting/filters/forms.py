"""Filters of the completion report as a form, with choices from the viewer’s scope."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import cast
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.people.directory.choices import Country, Kind, RankBand, RoleFamily
from lms.people.directory.tree import MOST_COHORTS

from . import months
from .fields import AskedField, Choice, Day, FiltersForm, Options, VisibleId, in_words
from .scope import Scope, ScopedInstitution, Title

GROUPS = {
    "institution": gettext_lazy("Institution"),
    "course": gettext_lazy("Course"),
    "cohort": gettext_lazy("Cohort"),
    "sex": gettext_lazy("Sex"),
    "rank": gettext_lazy("Rank band"),
    "month": gettext_lazy("Month"),
}
SEXES = {"F": "F", "M": "M", "none": ""}
ANY, NONE = "any", "none"
OWN = "-own"
SHOWN = ("programme", "course", "institution", "cohort", "sex", "rank")
"""The lists that each page of the report has, in their order."""
WHERE_SET = ("country", "role", "language", "part")
"""The lists that a page of the report has where they are set."""
ABOUT_PEOPLE = ("rank", *WHERE_SET)
"""The filters by what an enrolment says of its learner, beside their sex."""


@dataclass(frozen=True)
class Filters:
    """One question. `own` leaves out what is below the institution; `cohort` is an id, ANY, NONE or nothing;
    `about_people` has the filters of ABOUT_PEOPLE that are set.
    """

    by: str = "institution"
    start: date | None = None
    end: date | None = None
    course: Title | None = None
    programme: Title | None = None
    institution: ScopedInstitution | None = None
    own: bool = False
    cohort: int | str | None = None
    sex: str | None = None
    about_people: Mapping[str, str] = field(default_factory=dict)
    state: str = "assigned"
    only: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    def query(self, drop: tuple[str, ...] = (), **changes: str) -> str:
        """Return the same question as a query string, with `changes`, without the page and what is in `drop`."""
        params = {**self.params, **changes}
        return urlencode({name: value for name, value in params.items() if value and name not in ("page", *drop)})


class SlugChoice(Choice):
    """A course or a programme by its slug; `sentence` says that there is none, with the `value` that was asked."""

    def __init__(self, name: str, label: str, titles: Mapping[str, Title], sentence: str) -> None:
        super().__init__(name, label, titles, _all(lambda: [(slug, title.name) for slug, title in titles.items()]))
        self.sentence = sentence

    def unknown(self, value: str) -> ValidationError:
        return ValidationError(self.sentence % {"value": value[:40]})


class InstitutionId(VisibleId):
    """An institution of the viewer's scope, and whether what is below it is left out."""

    def __init__(self, scope: Scope) -> None:
        super().__init__("institution", _("Institution:"), scope.places, self._tree)
        self.scope = scope

    def to_python(self, value: str | None) -> tuple[ScopedInstitution | None, bool]:
        if value is None:
            return None, False
        return self.values[self.id_in(value.removesuffix(OWN))], value.endswith(OWN)

    def _tree(self) -> list[tuple[str, str]]:
        """Return the choices, indented; an institution with others below it can be chosen with them or alone."""
        places = self.scope.places.values()
        top = min(place.path.count("/") for place in places)
        count = sum(1 for place in places if place.kind not in (Kind.COUNTRY, Kind.REGION))
        options = [("", _("all %(count)s") % {"count": number_format(count, force_grouping=True)})]
        for place in places:
            indent = "\u2003" * (place.path.count("/") - top)
            options.append((str(place.id), indent + place.name))
            if place.id in self.scope.parents:
                alone = _("%(institution)s alone, without those below it") % {"institution": place.name}
                options.append((f"{place.id}{OWN}", indent + alone))
        return options


class CohortId(VisibleId):
    """The id of a cohort of the viewer's scope, ANY or NONE."""

    def to_python(self, value: str | None) -> int | str | None:
        return value if value is None or value in (ANY, NONE) else self.id_in(value)


class CompletionFilters(FiltersForm):
    """The filters of the completion report, as far as `scope` reaches, whose period must not end before it begins.

    `states` are the slugs of the figures whose lines can be listed, `more` fields that a report of its own adds, which
    come first.
    """

    def __init__(
        self,
        params: Mapping[str, str],
        scope: Scope,
        *,
        states: tuple[str, ...],
        more: Mapping[str, forms.Field] | None = None,
    ) -> None:
        self.scope, self.more = scope, tuple(more or ())
        sexes = [("F", _("women")), ("M", _("men")), ("none", _("not stated"))]
        late = [("overdue", _("with somebody overdue"))]
        no_course = _("There is no course called “%(value)s”. Choose one from the list.")
        no_programme = _("There is no programme called “%(value)s”. Choose one from the list.")
        fields = {
            "from": Day(_("From:")),
            "to": Day(_("To:")),
            "by": Choice("by", _("By:"), {name: name for name in GROUPS}, GROUPS.items, "institution"),
            "programme": SlugChoice("programme", _("Programme:"), scope.programmes, no_programme),
            "course": SlugChoice("course", _("Course:"), scope.courses, no_course),
            "institution": InstitutionId(scope),
            "cohort": CohortId("cohort", _("Cohort:"), scope.cohorts, self._cohorts),
            "sex": Choice("sex", _("Sex:"), SEXES, _all(lambda: sexes)),
            "rank": _one_of("rank", _("Rank band:"), RankBand.choices),
            "country": _one_of("country", _("Country:"), Country.choices),
            "role": _one_of("role", _("Role family:"), RoleFamily.choices),
            "part": _one_of("part", _("Part of:"), [(slug, title.name) for slug, title in scope.programmes.items()]),
            "language": _one_of("language", _("Language:"), settings.LANGUAGES),
            "only": Choice("only", _("Rows:"), {"overdue": "overdue"}, _all(lambda: late), ""),
            "state": Choice("state", "", {name: name for name in states}, lambda: (), "assigned"),
        }
        super().__init__(params, {**(more or {}), **fields})

    def clean_to(self) -> date | None:
        start, end = self.cleaned_data.get("from"), self.cleaned_data["to"]
        if start and end and start > end:
            raise ValidationError(_("The period ends before it begins. Exchange its two days."))
        return end

    def _cohorts(self) -> list[tuple[str, str]]:
        """Return cohorts of the chosen institution, or of all where they are few enough to be looked through."""
        place, _own = self.cleaned_data["institution"]
        here = set(self.scope.within(place) if place else self.scope.places)
        cohorts = self.scope.cohorts.values()
        named = [(str(cohort.id), self.scope.cohort_name(cohort.id)) for cohort in cohorts if cohort.place in here]
        if len(named) > MOST_COHORTS:
            named = [option for option in named if option[0] == self.params.get("cohort")]
        return [("", _("all")), (ANY, _("in a cohort")), (NONE, _("in none")), *named]

    @cached_property
    def filters(self) -> Filters:
        """The question. Raises `InvalidFilter` with all its problems, and `NotVisible`."""
        asked = {**self.answers()}
        start, end, (place, own) = asked.pop("from"), asked.pop("to"), asked.pop("institution")
        about = {name: value for name in ABOUT_PEOPLE if (value := asked.pop(name)) is not None}
        asked = {name: value for name, value in asked.items() if name not in self.more}
        return Filters(
            start=start, end=end, institution=place, own=own, about_people=about, params=self.params, **asked
        )

    def shown(self, *, grouped: bool) -> list[AskedField]:
        """Return the fields of a page; one that shows groups asks by what, and which of them."""
        lists = [*SHOWN, *(name for name in WHERE_SET if name in self.params)]
        lists = ["by", *lists, "only"] if grouped else lists
        return [cast(AskedField, self[name]) for name in ("from", "to", *lists)]

    def in_force(self) -> list[str]:
        """Return every filter that is in force, in words, with the period of all times too."""
        return [self._period(), *in_words(self.shown(grouped=False)[2:])]

    def set_ones(self, *, grouped: bool) -> list[str]:
        """Return the filters that somebody has set, in words; for where the form is folded, and for files."""
        dated = [self._period()] if self.filters.start or self.filters.end else []
        return [*dated, *in_words(self.shown(grouped=grouped)[2:])]

    def _period(self) -> str:
        start, end = self.filters.start, self.filters.end
        if start and end:
            days = _("%(start)s to %(end)s") % {"start": months.written(start), "end": months.written(end)}
        elif start:
            days = _("since %(start)s") % {"start": months.written(start)}
        else:
            days = _("until %(end)s") % {"end": months.written(end)} if end else _("from the beginning")
        return _("Period: %(period)s") % {"period": days}


def _one_of(name: str, label: str, choices: Iterable[tuple[str, object]]) -> Choice:
    """Return the filter of one of `choices`, or of what is in none of them."""
    pairs = [*choices, (NONE, _("not stated"))]
    return Choice(name, label, {code: "" if code == NONE else code for code, _label in pairs}, _all(lambda: pairs))


def _all(options: Options) -> Options:
    """Return the same, below the choice of all."""
    return lambda: [("", _("all")), *options()]
