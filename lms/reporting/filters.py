"""What was asked: the parameters of the address, read and checked, with every problem said in a sentence."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

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


class Reader:
    """Reads parameters one by one and collects what is wrong with them."""

    def __init__(self, params: Mapping[str, str], *, known: Iterable[str]) -> None:
        self.params = {name: value.strip() for name, value in params.items() if value.strip()}
        self.problems = [
            _("There is no filter called “%(name)s”.") % {"name": name[:40]}
            for name in self.params.keys() - {*known, "page"}
        ]

    def choice(self, name: str, choices: Mapping[str, str] | tuple[str, ...], default: str | None) -> str | None:
        value = self.params.get(name)
        if value is None:
            return default
        if value in choices:
            return choices[value] if isinstance(choices, Mapping) else value
        self.problems.append(
            _("“%(value)s” is not a choice for “%(name)s”. Choose one from the list.")
            % {"value": value[:40], "name": name}
        )
        return default

    def day(self, name: str) -> date | None:
        value = self.params.get(name)
        if value is None:
            return None
        try:
            found = date.fromisoformat(value)
        except ValueError:
            found = None
        if found is None or found.year not in YEARS:
            message = _("“%(value)s” is not a day. Write the year, the month and the day, as in 2026-11-24.")
            self.problems.append(message % {"value": value[:40]})
            return None
        return found

    def title(self, name: str, titles: Mapping[str, Title], message: str) -> Title | None:
        value = self.params.get(name)
        if value is not None and value not in titles:
            self.problems.append(message % {"value": value[:40]})
        return titles.get(value or "")

    def id(self, name: str, value: str, known: Callable[[int], bool]) -> int:
        """A visible id.

        A number that is not the viewer's is `NotVisible`, whether or not it exists; anything else is a problem.
        """
        if not (value.isascii() and value.isdecimal()):
            self.problems.append(
                _("“%(value)s” is not a choice for “%(name)s”. Choose one from the list.")
                % {"value": value[:40], "name": name}
            )
            return 0
        pk = whole_number(value, digits=18)
        if pk is None or not known(pk):
            raise NotVisible(name)
        return pk


KNOWN = frozenset({"by", "from", "to", "course", "programme", "institution", "cohort", "sex", "state", "only"})


def read(params: Mapping[str, str], scope: Scope, *, states: tuple[str, ...]) -> Filters:
    """The question that `params` ask. Raises `InvalidFilter` with all its problems, and `NotVisible`."""
    reader = Reader(params, known=KNOWN)
    start, end = reader.day("from"), reader.day("to")
    if start and end and start > end:
        reader.problems.append(_("The period ends before it begins. Exchange its two days."))
    place, own = _institution(reader, scope)
    filters = Filters(
        by=reader.choice("by", GROUPS, "institution") or "",
        start=start,
        end=end,
        course=reader.title(
            "course", scope.courses, _("There is no course called “%(value)s”. Choose one from the list.")
        ),
        programme=reader.title(
            "programme", scope.programmes, _("There is no programme called “%(value)s”. Choose one from the list.")
        ),
        institution=place,
        own=own,
        cohort=_cohort(reader, scope),
        sex=reader.choice("sex", SEXES, None),
        state=reader.choice("state", states, "assigned") or "",
        only=reader.choice("only", ("overdue",), "") or "",
        params=reader.params,
    )
    if reader.problems:
        raise InvalidFilter(reader.problems)
    return filters


def declared(params: Mapping[str, str], wanted: Iterable[Param]) -> dict[str, str]:
    """The parameters that a report of a plugin gets: those it declares, each checked.

    Raises `InvalidFilter` with all problems.
    """
    by_name = {param.name: param for param in wanted}
    reader = Reader(params, known=by_name)
    for name, param in by_name.items():
        if param.kind == "choice":
            reader.choice(name, tuple(value for value, _label in param.choices), None)
        elif param.kind == "date":
            reader.day(name)
    if reader.problems:
        raise InvalidFilter(reader.problems)
    return {name: value for name, value in reader.params.items() if name in by_name}


def _institution(reader: Reader, scope: Scope) -> tuple[ScopedInstitution | None, bool]:
    value = reader.params.get("institution")
    if value is None:
        return None, False
    pk = reader.id("institution", value.removesuffix(OWN), scope.places.__contains__)
    return scope.places.get(pk), value.endswith(OWN)


def _cohort(reader: Reader, scope: Scope) -> int | str | None:
    value = reader.params.get("cohort")
    if value is None or value in (ANY, NONE):
        return value
    return reader.id("cohort", value, scope.cohorts.__contains__)
