"""The filters as a person meets them: what can be chosen, and what has been chosen, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from lms.people.choices import Kind

from . import months
from .completion import GROUP_LABELS
from .enquiry import Enquiry
from .filters import ANY, GROUPS, NONE, OWN

MOST_COHORTS = 200


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Select:
    """One choice of the form."""

    name: str
    label: str
    options: tuple[Option, ...]


def _select(enquiry: Enquiry, name: str, label: str, options: Iterable[tuple[str, str]]) -> Select:
    chosen = enquiry.filters.params.get(name, "")
    return Select(name, label, tuple(Option(value, text, value == chosen) for value, text in options))


def selects(enquiry: Enquiry, *, grouped: bool) -> list[Select]:
    """The form's choices. Only institutions and cohorts of the viewer's scope are named."""
    scope, all_ = enquiry.scope, ("", _("all"))
    found = [
        _select(
            enquiry,
            "programme",
            _("Programme:"),
            [all_, *((slug, title.name) for slug, title in scope.programmes.items())],
        ),
        _select(
            enquiry, "course", _("Course:"), [all_, *((slug, title.name) for slug, title in scope.courses.items())]
        ),
        _select(enquiry, "institution", _("Institution:"), _institutions(enquiry)),
        _select(enquiry, "cohort", _("Cohort:"), _cohorts(enquiry)),
        _select(enquiry, "sex", _("Sex:"), [all_, ("F", _("women")), ("M", _("men")), ("none", _("not stated"))]),
    ]
    if not grouped:
        return found
    by = [(group, str(GROUP_LABELS[group])) for group in GROUPS]
    return [
        _select(enquiry, "by", _("By:"), by),
        *found,
        _select(enquiry, "only", _("Rows:"), [all_, ("overdue", _("with somebody overdue"))]),
    ]


def _institutions(enquiry: Enquiry) -> list[tuple[str, str]]:
    """The tree, indented; an institution with others below it can be chosen with them or alone."""
    scope = enquiry.scope
    top = min(place.path.count("/") for place in scope.places.values())
    count = sum(1 for place in scope.places.values() if place.kind not in (Kind.COUNTRY, Kind.REGION))
    options = [("", _("all %(count)s") % {"count": number_format(count, force_grouping=True)})]
    for place in scope.places.values():
        indent = "\u2003" * (place.path.count("/") - top)
        options.append((str(place.id), indent + place.name))
        if place.id in scope.parents:
            options.append((f"{place.id}{OWN}", indent + own_name(place.name)))
    return options


def own_name(name: str) -> str:
    return _("%(institution)s alone, without those below it") % {"institution": name}


def _cohorts(enquiry: Enquiry) -> list[tuple[str, str]]:
    """Cohorts of the chosen institution, or of all where they are few enough to be looked through."""
    scope, place = enquiry.scope, enquiry.filters.institution
    here = set(scope.within(place) if place else scope.places)
    named = [
        (str(cohort.id), scope.cohort_name(cohort.id)) for cohort in scope.cohorts.values() if cohort.place in here
    ]
    if len(named) > MOST_COHORTS:
        chosen = str(enquiry.filters.cohort)
        named = [option for option in named if option[0] == chosen]
    return [("", _("all")), (ANY, _("in a cohort")), (NONE, _("in none")), *named]


def title(enquiry: Enquiry) -> str:
    """“Training in Kenya”: the place that the figures are about."""
    roots = [enquiry.filters.institution] if enquiry.filters.institution else enquiry.scope.roots
    if len(roots) != 1:
        return _("Training at your institutions")
    if roots[0].kind in (Kind.COUNTRY, Kind.REGION):
        return _("Training in %(place)s") % {"place": roots[0].name}
    return _("Training at %(institution)s") % {"institution": enquiry.scope.place_name(roots[0].id)}


def period(enquiry: Enquiry) -> str:
    """The days asked for, in words."""
    start, end = enquiry.filters.start, enquiry.filters.end
    if start and end:
        return _("%(start)s to %(end)s") % {"start": months.written(start), "end": months.written(end)}
    if start:
        return _("since %(start)s") % {"start": months.written(start)}
    return _("until %(end)s") % {"end": months.written(end)} if end else _("from the beginning")


def chosen(enquiry: Enquiry) -> list[str]:
    """Every filter that is in force, in words; for the line under the heading, which is printed too."""
    return [_in_words(enquiry), *_selected(selects(enquiry, grouped=False))]


def set_ones(enquiry: Enquiry, *, grouped: bool) -> list[str]:
    """The filters that somebody has set, in words; for where the form is folded."""
    dated = [_in_words(enquiry)] if enquiry.filters.start or enquiry.filters.end else []
    return [*dated, *_selected(selects(enquiry, grouped=grouped))]


def _in_words(enquiry: Enquiry) -> str:
    return _("Period: %(period)s") % {"period": period(enquiry)}


def _selected(found: Iterable[Select]) -> list[str]:
    return [
        f"{select.label} {option.label.strip()}"
        for select in found
        for option in select.options
        if option.chosen and option.value
    ]


@dataclass(frozen=True)
class Shortcut:
    """A period that is one click away."""

    label: str
    query: str
    current: bool


def shortcuts(enquiry: Enquiry) -> list[Shortcut]:
    """This quarter, this year, everything."""
    today = enquiry.today
    year = today.replace(month=1, day=1)
    known = [
        (_("This quarter"), months.quarter(today), today),
        (_("This year"), year, today),
        (_("From the beginning"), None, None),
    ]
    filters = enquiry.filters
    return [
        Shortcut(
            label,
            filters.query((), **{"from": start.isoformat() if start else "", "to": end.isoformat() if end else ""}),
            (filters.start, filters.end) == (start, end),
        )
        for label, start, end in known
    ]
