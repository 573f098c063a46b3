"""What was asked: the parameters of the address as a form, with every problem said in a sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lms.interface.parsing import whole_number
from lms.plugins.report import InvalidFilter, NotVisible, Param

from .scope import Scope, ScopedInstitution, Title

GROUPS = ("institution", "course", "cohort", "sex", "month")
SEXES = {"F": "F", "M": "M", "none": ""}
ANY, NONE = "any", "none"
OWN = "-own"
YEARS = range(1990, 2101)


@dataclass(frozen=True)
class Filters:
    """One question. `own` leaves out what is below the institution; `cohort` is an id, ANY, NONE or nothing."""

    by: str = "institution"
    start: date | None = None
    end: date | None = None
    course: Title | None = None
    programme: Title | None = None
    institution: ScopedInstitution | None = None
    own: bool = False
    cohort: int | str | None = None
    sex: str | None = None
    state: str = "assigned"
    only: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    def query(self, drop: tuple[str, ...] = (), **changes: str) -> str:
        """The same question as a query string, with `changes`, without the page and what is in `drop`."""
        params = {**self.params, **changes}
        return urlencode({name: value for name, value in params.items() if value and name not in ("page", *drop)})


class Choice(forms.Field):
    """One of `choices`: a value of the address and what it stands for, which is `default` where nothing is asked."""

    def __init__(self, name: str, choices: Mapping[Any, Any], default: Any = None) -> None:
        super().__init__(required=False)
        self.name, self.choices, self.default = name, choices, default

    def to_python(self, value: str | None) -> Any:
        if value is None:
            return self.default
        if value not in self.choices:
            raise self.unknown(value)
        return self.choices[value]

    def unknown(self, value: str) -> ValidationError:
        sentence = _("“%(value)s” is not a choice for “%(name)s”. Choose one from the list.")
        return ValidationError(sentence % {"value": value[:40], "name": self.name})


class Named(Choice):
    """A course or a programme by its slug; `sentence` says that there is none, with the `value` that was asked."""

    def __init__(self, name: str, choices: Mapping[str, Title], sentence: str) -> None:
        super().__init__(name, choices)
        self.sentence = sentence

    def unknown(self, value: str) -> ValidationError:
        return ValidationError(self.sentence % {"value": value[:40]})


class Day(forms.Field):
    """A day in the form of ISO 8601."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: str | None) -> date | None:
        if value is None:
            return None
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
        if day is None or day.year not in YEARS:
            sentence = _("“%(value)s” is not a day. Write the year, the month and the day, as in 2026-11-24.")
            raise ValidationError(sentence % {"value": value[:40]})
        return day


class VisibleId(Choice):
    """The id of one of `choices`, the viewer's; what else a value may be, `to_python` of a subclass says.

    A number that is not the viewer's raises `NotVisible`, whether or not it exists; anything else is a problem.
    """

    def id_in(self, value: str) -> int:
        if not (value.isascii() and value.isdecimal()):
            raise self.unknown(value)
        pk = whole_number(value, digits=18)
        if pk is None or pk not in self.choices:
            raise NotVisible(self.name)
        return pk


class InstitutionId(VisibleId):
    """An institution of the viewer's scope, and whether what is below it is left out."""

    def to_python(self, value: str | None) -> tuple[ScopedInstitution | None, bool]:
        if value is None:
            return None, False
        return self.choices[self.id_in(value.removesuffix(OWN))], value.endswith(OWN)


class CohortId(VisibleId):
    """The id of a cohort of the viewer's scope, ANY or NONE."""

    def to_python(self, value: str | None) -> int | str | None:
        return value if value is None or value in (ANY, NONE) else self.id_in(value)


class FiltersForm(forms.Form):
    """The parameters of an address, checked by `fields`; what is empty counts as not asked."""

    def __init__(self, params: Mapping[str, str], fields: Mapping[str, forms.Field]) -> None:
        self.params = {name: value.strip() for name, value in params.items() if value.strip()}
        super().__init__(self.params)
        self.fields.update(fields)

    def answers(self) -> dict[str, Any]:
        """What each field was asked for. Raises `InvalidFilter` with all problems, in the order of the fields."""
        problems = [
            _("There is no filter called “%(name)s”.") % {"name": name[:40]}
            for name in self.params.keys() - {*self.fields, "page"}
        ]
        problems += [str(sentence) for errors in self.errors.values() for sentence in errors]
        if problems:
            raise InvalidFilter(problems)
        return self.cleaned_data


class CompletionFilters(FiltersForm):
    """The filters of the completion report, whose period must not end before it begins."""

    def clean_to(self) -> date | None:
        start, end = self.cleaned_data.get("from"), self.cleaned_data["to"]
        if start and end and start > end:
            raise ValidationError(_("The period ends before it begins. Exchange its two days."))
        return end


def read(params: Mapping[str, str], scope: Scope, *, states: tuple[str, ...]) -> Filters:
    """The question that `params` ask. Raises `InvalidFilter` with all its problems, and `NotVisible`."""
    form = CompletionFilters(params, _fields(scope, states))
    asked = form.answers()
    start, end, (place, own) = asked.pop("from"), asked.pop("to"), asked.pop("institution")
    return Filters(start=start, end=end, institution=place, own=own, params=form.params, **asked)


def _fields(scope: Scope, states: tuple[str, ...]) -> dict[str, forms.Field]:
    no_course = _("There is no course called “%(value)s”. Choose one from the list.")
    no_programme = _("There is no programme called “%(value)s”. Choose one from the list.")
    return {
        "from": Day(),
        "to": Day(),
        "institution": InstitutionId("institution", scope.places),
        "by": Choice("by", {name: name for name in GROUPS}, "institution"),
        "course": Named("course", scope.courses, no_course),
        "programme": Named("programme", scope.programmes, no_programme),
        "cohort": CohortId("cohort", scope.cohorts),
        "sex": Choice("sex", SEXES),
        "state": Choice("state", {name: name for name in states}, "assigned"),
        "only": Choice("only", {"overdue": "overdue"}, ""),
    }


def declared(params: Mapping[str, str], wanted: Iterable[Param]) -> dict[str, str]:
    """The parameters that a report of a plugin gets: those it declares, each checked.

    Raises `InvalidFilter` with all problems.
    """
    form = FiltersForm(params, {param.name: _field(param) for param in wanted})
    form.answers()
    return {name: value for name, value in form.params.items() if name in form.fields}


def _field(param: Param) -> forms.Field:
    if param.kind == "choice":
        return Choice(param.name, {value: value for value, _label in param.choices})
    return Day() if param.kind == "date" else forms.Field(required=False)
