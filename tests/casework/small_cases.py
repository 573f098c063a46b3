"""Random small cases: a few seats, facts, injects that wait for one another, decisions that close, forms."""

from hypothesis import strategies as some

from assessments.casework.definition.case import (
    AnyOf,
    Card,
    Case,
    Clause,
    Decision,
    Effect,
    Fact,
    Field,
    Form,
    Inject,
    Key,
    Option,
    Seat,
    TeamMark,
)

SEATS, FACTS, CARDS = ("a", "b", "c"), ("danger", "found", "count"), ("k1", "k2", "k3", "k4")
ENDS = 600
MINUTES = some.sampled_from([0, 0, 1, 30, 60, 200, 599, 600, 700])
SOME_SEATS = some.lists(some.sampled_from(SEATS), max_size=3, unique=True).map(tuple)
NAMES = some.sampled_from([*FACTS, "overshared", "d:d0", "d:d1", "i:i0", "i:i1", "f:f0", "r:f0", "s:k1:b", "i:d0.x"])
VALUES = some.sampled_from([True, False, None, 0, 1, 2, -1, "x", "y", "accepted"])
CLAUSES = some.builds(Clause, NAMES, some.sampled_from(["=", "!=", ">=", "<=", "by"]), VALUES)
CONDITIONS = some.lists(
    CLAUSES | some.lists(CLAUSES, min_size=1, max_size=2).map(tuple).map(AnyOf), max_size=2
).map(tuple)  # fmt: skip
EFFECTS = some.lists(
    some.builds(Effect, some.sampled_from(FACTS), some.just("add"), some.integers(-2, 2))
    | some.builds(Effect, some.sampled_from(FACTS), some.just("set"), some.sampled_from([0, 1, 3])),
    max_size=3,
).map(tuple)
OPTIONAL_CARD = some.sampled_from(["", *CARDS])
OPTIONS = some.tuples(
    *(
        some.builds(
            Option,
            some.just(name),
            takes=MINUTES,
            then=EFFECTS,
            to=SOME_SEATS,
            card=OPTIONAL_CARD,
            marks=some.integers(0, 3),
            never=some.booleans(),
        )
        for name in ("x", "y")
    )
)


def _inject(number: int):
    return some.builds(
        Inject,
        some.just(f"i{number}"),
        at=MINUTES,
        when=CONDITIONS,
        delay=MINUTES,
        to=SOME_SEATS,
        card=OPTIONAL_CARD,
        then=EFFECTS,
        step=some.integers(0, 3),
        by_hand=some.booleans(),
    )


def _decision(number: int):
    return some.builds(
        Decision,
        some.just(f"d{number}"),
        some.sampled_from(SEATS),
        OPTIONS,
        when=CONDITIONS,
        delay=MINUTES,
        closes=some.none() | MINUTES,
        default=some.sampled_from(["x", "y"]),
        step=some.integers(0, 3),
    )


def _form(number: int):
    fields = (Field("w", "text", Key("filled"), 2, 1), Field("o", "many", Key("has", all=("p",)), 1, 2, ("p", "q")))
    return some.builds(
        Form,
        some.just(f"f{number}"),
        some.sampled_from(SEATS[:2]),
        some.just(SEATS[2:]),
        some.just(fields),
        when=CONDITIONS,
        enough=some.integers(0, 3),
        then=EFFECTS,
        well=EFFECTS,
    )


CASES = some.builds(
    Case,
    some.just("small"),
    some.just(ENDS),
    some.tuples(*(some.builds(Seat, some.just(seat), some.sampled_from([(), ("k1",), ("k2",)])) for seat in SEATS)),
    turns=some.sampled_from([(), (60, 200), (599, 600)]),
    facts=some.just(
        (Fact("danger", 1, low=0, high=3), Fact("found"), Fact("count", 0), Fact("overshared", 0, low=0, high=5))
    ),
    cards=some.just((Card("k1"), Card("k2", ("a",)), Card("k3", ("b", "c")), Card("k4", ()))),
    injects=some.tuples(*map(_inject, range(4))),
    decisions=some.tuples(*map(_decision, range(3))),
    forms=some.tuples(*map(_form, range(2))),
    team=some.lists(some.builds(TeamMark, some.integers(0, 3), CONDITIONS, some.integers(0, 3)), max_size=2).map(tuple),
)
