"""Check that each part of a case can work: something to do for each seat, a choice in each decision, an end. Pure."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ..definition.case import Case, Clause, Condition, Decision, Inject, is_number
from ..definition.coverage import coverage
from .finding import Finding, fault, warning
from .traversal import conditions

FEWEST = 3
"""Things to do for a seat."""


def findings(case: Case) -> Iterator[Finding]:
    yield from _seats(case)
    for decision in case.decisions:
        yield from _decision(case, decision)
    yield from _forms(case)
    yield from (warning("never_holds", place) for place, when in conditions(case) if not can_hold(when))
    yield from _cards(case)
    yield from _steps(case)


def _seats(case: Case) -> Iterator[Finding]:
    to_do = Counter([decision.seat for decision in case.decisions])
    to_do.update(form.seat for form in case.forms)
    for seat in case.seats:
        if not to_do[seat.id]:
            yield fault("idle_seat", f"seats.{seat.id}")
        elif to_do[seat.id] < FEWEST and len(case.seats) > 1:
            yield warning("little_to_do", f"seats.{seat.id}", things=to_do[seat.id])


def _decision(case: Case, decision: Decision) -> Iterator[Finding]:
    place = f"decisions.{decision.id}"
    if len(decision.options) < 2:
        yield fault("one_option", place)
        return
    if decision.closes is not None and decision.default is None:
        yield fault("no_default", place)
    elif len(case.seats) > 1 and (decision.closes is None or decision.closes >= case.ends):
        yield warning("never_closes", place)
    if not decision.most:
        yield warning("no_marks", place)
    yield from mistakes(decision)
    if len({(option.takes, option.then, option.to, option.card) for option in decision.options}) == 1:
        yield warning("all_the_same", place)
    if decision.closes is not None and case.turns and decision.closes < min(_lengths(case)):
        yield warning("short_window", place, minutes=decision.closes)


def mistakes(decision: Decision) -> Iterator[Finding]:
    """Yield critical mistakes that earn as much as the best option, where another option is none."""
    for option in decision.options if not all(option.never for option in decision.options) else ():
        if option.never and option.marks >= decision.most > 0:
            yield fault("best_is_mistake", f"decisions.{decision.id}.{option.id}")


def _lengths(case: Case) -> list[int]:
    ends = [0, *(turn for turn in case.turns if turn < case.ends), case.ends]
    return [later - earlier for earlier, later in pairwise(ends)]


def _forms(case: Case) -> Iterator[Finding]:
    for form in case.forms:
        if not form.to:
            yield fault("nobody_receives", f"forms.{form.id}")
        if not any(field.key for field in form.fields):
            yield warning("no_key", f"forms.{form.id}")
        earned = sum(field.marks for field in form.fields if field.key)
        if form.enough > earned:
            yield warning("unearnable", f"forms.{form.id}", marks=form.enough, most=earned)
        for field in form.fields:
            if field.marks and not field.key:
                yield warning("unearnable", f"forms.{form.id}.{field.id}", marks=field.marks, most=0)
            if field.key and {*field.key.all} & {*field.key.none}:
                yield fault("contradictory", f"forms.{form.id}.{field.id}")


def can_hold(when: Condition) -> bool:
    """Return whether the clauses that all have to hold leave a value for each fact."""
    of_fact: dict[str, list[Clause]] = {}
    for clause in when:
        if isinstance(clause, Clause):
            of_fact.setdefault(clause.fact, []).append(clause)
    return all(map(_leaves_a_value, of_fact.values()))


def _leaves_a_value(clauses: list[Clause]) -> bool:
    equal, other, least, most = ([one.value for one in clauses if one.op == op] for op in ("=", "!=", ">=", "<="))
    lows, highs = ([value for value in values if is_number(value)] for values in (least, most))
    between = not (lows and highs and max(lows) > min(highs))
    within = [value for value in equal if is_number(value)]
    return (
        between
        and len(set(map(repr, equal))) < 2
        and not {*map(repr, equal)} & {*map(repr, other)}
        and not any((lows and value < max(lows)) or (highs and value > min(highs)) for value in within)
    )


def _cards(case: Case) -> Iterator[Finding]:
    """Yield cards that a seat gets twice whatever happens, and cards that come when what they are for is over."""
    sure = [inject for inject in case.injects if inject.card and not inject.when and not inject.by_hand]
    received = Counter((card, seat.id) for seat in case.seats for card in {*seat.knows})
    received.update((inject.card, seat) for inject in sure for seat in {*inject.to})
    again = {card for (card, _seat), times in received.items() if times > 1}
    yield from (warning("card_twice", f"cards.{card.id}") for card in case.cards if card.id in again)
    for inject in sure:
        about = [one for one in case.decisions if one.step == inject.step and one.seat in inject.to]
        if inject.step and about and all(_is_over(decision, inject) for decision in about):
            yield warning("card_late", f"injects.{inject.id}")


def _is_over(decision: Decision, inject: Inject) -> bool:
    """Return whether a decision that waits for nothing has closed by itself before the inject comes."""
    is_sure = not decision.when and decision.closes is not None
    return is_sure and decision.delay + (decision.closes or 0) < inject.at + inject.delay


def _steps(case: Case) -> Iterator[Finding]:
    """Yield findings on steps, only where the case follows the procedure at all."""
    if len(case.seats) > 1:
        yield from (warning("step_not_met", "", step=one.step) for one in coverage(case) if not one.is_met)
