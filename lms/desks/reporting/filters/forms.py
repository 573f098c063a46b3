"""Filters of the completion report as a form, with choices from the viewer’s scope."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.people.directory.choices import Kind, RankBand, RoleFamily
from lms.people.directory.countries import country_choices
from lms.people.directory.tree import MOST_COHORTS

from . import months
from .fields import Choice, Day, FiltersForm, Options, VisibleId
from .scope import NO_COURSE, Scope, ScopedInstitution, Title

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
SHAPES = ("by", "only", "state")
"""Parameters that some reports have besides their filters: what the rows are of, which of them, and what is listed."""


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


NOWHERE = (None, False)
"""The institution where none is asked, and whether what is below it is left out."""


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

    `states` are the slugs of the figures whose lines can be listed, `shapes` are those of SHAPES that the report reads,
    `more` fields that a report of its own adds, which come first. No other parameter is taken: a report that passes
    over what somebody asked is not what they asked for.
    """

    def __init__(
        self,
        params: Mapping[str, str],
        scope: Scope,
        *,
        states: tuple[str, ...],
        shapes: Collection[str] = (),
        more: Mapping[str, forms.Field] | None = None,
    ) -> None:
        self.scope, self.more = scope, tuple(more or ())
        sexes = [("F", _("women")), ("M", _("men")), ("none", _("not stated"))]
        late = [("overdue", _("with somebody overdue"))]
        no_course = _("There is no course called “%(value)s”. Choose one from the list.")
        no_programme = _("There is no programme called “%(value)s”. Choose one from the list.")
        fields: dict[str, Callable[[], forms.Field]] = {
            "from": lambda: Day(_("From:")),
            "to": lambda: Day(_("To:")),
            "by": lambda: Choice("by", _("By:"), {name: name for name in GROUPS}, GROUPS.items, "institution"),
            "programme": lambda: SlugChoice("programme", _("Programme:"), scope.programmes, no_programme),
            "course": lambda: SlugChoice("course", _("Course:"), self._courses(params), no_course),
            "institution": lambda: InstitutionId(scope),
            "cohort": lambda: CohortId("cohort", _("Cohort:"), scope.cohorts, self._cohorts),
            "sex": lambda: Choice("sex", _("Sex:"), SEXES, _all(lambda: sexes)),
            "rank": lambda: _one_of("rank", _("Rank band:"), RankBand.choices),
            "country": lambda: _one_of("country", _("Country:"), country_choices()),
            "role": lambda: _one_of("role", _("Role family:"), RoleFamily.choices),
            "part": lambda: _one_of("part", _("Part of:"), [(one.slug, one.name) for one in scope.programmes.values()]),
            "language": lambda: _one_of("language", _("Language:"), settings.LANGUAGES),
            "only": lambda: Choice("only", _("Rows:"), {"overdue": "overdue"}, _all(lambda: late), ""),
            "state": lambda: Choice("state", "", {name: name for name in states}, lambda: (), "assigned"),
        }
        own = {name: field for name, field in fields.items() if name not in SHAPES or name in shapes}
        super().__init__(params, more or {}, own)

    def clean_to(self) -> date | None:
        start, end = self.cleaned_data.get("from"), self.cleaned_data["to"]
        if start and end and start > end:
            raise ValidationError(_("The period ends before it begins. Exchange its two days."))
        return end

    def _courses(self, params: Mapping[str, str]) -> Mapping[str, Title]:
        """Return the courses by slug; also none where that is asked, since sessions can be about no course."""
        none = {NO_COURSE.slug: NO_COURSE} if params.get("course") == NO_COURSE.slug else {}
        return {**none, **self.scope.courses}

    def _cohorts(self) -> list[tuple[str, str]]:
        """Return cohorts of the chosen institution, or of all where they are few enough to be looked through."""
        place, _own = self.cleaned_data.get("institution", NOWHERE)
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
        start, end, (place, own) = asked.pop("from", None), asked.pop("to", None), asked.pop("institution", NOWHERE)
        about = {name: value for name in ABOUT_PEOPLE if (value := asked.pop(name, None)) is not None}
        asked = {name: value for name, value in asked.items() if name not in self.more}
        return Filters(
            start=start, end=end, institution=place, own=own, about_people=about, params=self.params, **asked
        )

    @property
    def period(self) -> str:
        """The period in words, that of all times too."""
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
