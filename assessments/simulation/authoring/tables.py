"""The parts of a case as tables: what stands in which column, in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.casework import Case, Field, Option
from assessments.casework import Texts as CaseTexts

from ..page.names import shorten
from .names import Names, value_words
from .values import written_hours

Cells = Sequence[str]


@dataclass(frozen=True)
class Table:
    """`rows` are ids with cells, as many as there are `columns`; the first names the thing."""

    columns: Cells
    rows: Sequence[tuple[str, Cells]]


def table(case: Case, texts: CaseTexts, part: str) -> Table:
    return TABLES[part](case, Names(texts, case))


def _seats(case: Case, names: Names) -> Table:
    columns = (_("Seat"), _("Brief"), _("Cards at the start"), _("Decisions"), _("Forms"))
    return Table(
        columns,
        [
            (
                seat.id,
                (
                    names.seat(seat.id),
                    shorten(names.texts.of("seats", seat.id).get("brief", "")),
                    " · ".join(names.card(card) for card in seat.knows),
                    str(sum(one.seat == seat.id for one in case.decisions)),
                    str(sum(one.seat == seat.id for one in case.forms)),
                ),
            )
            for seat in case.seats
        ],
    )


def _cards(case: Case, names: Names) -> Table:
    columns = (_("Card"), _("Source"), _("Text"), _("Picture"), _("Roles that need it"))
    return Table(
        columns,
        [
            (
                card.id,
                (
                    names.card(card.id),
                    names.texts.of("cards", card.id).get("source", ""),
                    shorten(names.texts.of("cards", card.id).get("text", "")),
                    shorten(names.texts.of("cards", card.id).get("alt", "")) if card.picture else "",
                    names.seats(card.need or ()),
                ),
            )
            for card in case.cards
        ],
    )


def _injects(case: Case, names: Names) -> Table:
    columns = (_("Inject"), _("When"), _("To"), _("Card"), _("Effects"), _("Expected action"))
    return Table(
        columns,
        [
            (
                one.id,
                (
                    one.id,
                    _("by hand") if one.by_hand else names.opens(one.when, one.delay, one.at),
                    names.seats(one.to),
                    names.card(one.card) if one.card else "",
                    names.effects(one.then),
                    names.texts.of("injects", one.id).get("expect", ""),
                ),
            )
            for one in case.injects
        ],
    )


def _decisions(case: Case, names: Names) -> Table:
    columns = (_("Decision"), _("Seat"), _("Opens"), _("Closes after (hours)"), _("Option"))
    return Table(
        columns,
        [
            (
                one.id,
                (
                    names.question(one.id),
                    names.seat(one.seat),
                    names.opens(one.when, one.delay),
                    written_hours(one.closes),
                    "\n".join(_option(names, one.id, option) for option in one.options),
                ),
            )
            for one in case.decisions
        ],
    )


def _option(names: Names, decision: str, option: Option) -> str:
    mark = _("critical mistake") if option.never else f"{option.marks:g}"
    return f"{shorten(names.option(decision, option.id))} ({mark})"


def _forms(case: Case, names: Names) -> Table:
    columns = (_("Form"), _("From"), _("To"), _("Opens"), _("Field"))
    return Table(
        columns,
        [
            (
                one.id,
                (
                    names.form(one.id),
                    names.seat(one.seat),
                    names.seats(one.to),
                    names.opens(one.when),
                    "\n".join(_field(names, one.id, field) for field in one.fields),
                ),
            )
            for one in case.forms
        ],
    )


def _field(names: Names, form: str, field: Field) -> str:
    words = names.texts.of("forms", form).get("fields", {}).get(field.id, {})
    return f"{words.get('label', field.id)} ({field.marks:g})"


def _facts(case: Case, names: Names) -> Table:
    columns = (_("Fact"), _("Starts as"), _("Roles that see it"), f"{_('Least')} – {_('Most')}")
    everybody = _("Everybody")
    return Table(
        columns,
        [
            (
                fact.id,
                (
                    names.fact(fact.id),
                    value_words(fact.start),
                    " · ".join(everybody if seat == "*" else names.seat(seat) for seat in fact.seen_by),
                    f"{value_words(fact.low)} – {value_words(fact.high)}" if fact.is_limited else "",
                ),
            )
            for fact in case.facts
        ],
    )


def _team(case: Case, names: Names) -> Table:
    columns = (_("Team marks"), _("Marks"), _("When"))
    return Table(
        columns,
        [
            (str(number), (names.label("team", str(number)), f"{one.marks:g}", names.condition(one.when)))
            for number, one in enumerate(case.team, 1)
        ],
    )


def _measures(case: Case, names: Names) -> Table:
    start = _("At the start")
    return Table(
        (_("Measures"), _("Worked out from")),
        [
            (
                one.id,
                (
                    names.label("measures", one.id),
                    " → ".join(start if fact == "start" else names.fact(fact) for fact in one.facts),
                ),
            )
            for one in case.measures
        ],
    )


TABLES: Mapping[str, Callable[[Case, Names], Table]] = {
    "seats": _seats,
    "cards": _cards,
    "injects": _injects,
    "decisions": _decisions,
    "forms": _forms,
    "facts": _facts,
    "team": _team,
    "measures": _measures,
}
