"""Every condition and effect of a case, each with its place. Pure."""

from collections.abc import Iterable, Iterator

from ..definition.case import AnyOf, Case, Clause, Condition, Effect


def clauses(case: Case) -> Iterator[tuple[str, Clause]]:
    for place, when in conditions(case):
        for clause in flat(when):
            yield place, clause


def conditions(case: Case) -> Iterator[tuple[str, Condition]]:
    yield from ((f"injects.{inject.id}", inject.when) for inject in case.injects)
    yield from ((f"decisions.{decision.id}", decision.when) for decision in case.decisions)
    for decision in case.decisions:
        yield from ((f"decisions.{decision.id}.{option.id}", option.when) for option in decision.options)
    yield from ((f"forms.{form.id}", form.when) for form in case.forms)
    yield from ((f"team.{number}", mark.when) for number, mark in enumerate(case.team, 1))


def flat(when: Iterable[Clause | AnyOf]) -> Iterator[Clause]:
    for part in when:
        if isinstance(part, AnyOf):
            yield from flat(part.clauses)
        else:
            yield part


def effects(case: Case) -> Iterator[tuple[str, Effect]]:
    for inject in case.injects:
        yield from ((f"injects.{inject.id}", effect) for effect in inject.then)
    for decision in case.decisions:
        for option in decision.options:
            yield from ((f"decisions.{decision.id}.{option.id}", effect) for effect in option.then)
    for form in case.forms:
        yield from ((f"forms.{form.id}", effect) for effect in (*form.then, *form.well))


def told(case: Case) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield each place that hands out a card, with the card, and the seats that get it."""
    yield from ((f"seats.{seat.id}", card, (seat.id,)) for seat in case.seats for card in seat.knows)
    yield from ((f"injects.{inject.id}", inject.card, inject.to) for inject in case.injects if inject.card)
    for decision in case.decisions:
        for option in decision.options:
            if option.card:
                yield f"decisions.{decision.id}.{option.id}", option.card, option.to or (decision.seat,)
