"""Published figures on use at work tell of no group of one to four people, also by subtraction across divisions."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.desks.followups.figures import BY, TOTAL, Numbers, hidden_of, sums_of

STEPS = ("confirmed", "applied", "answered", "asked")


@st.composite
def groups(draw) -> Numbers:
    """People of one cell: each step has no more than the one before it."""
    asked = draw(st.one_of(st.integers(0, 6), st.integers(0, 40)))
    answered = draw(st.integers(0, asked))
    applied = draw(st.integers(0, answered))
    return Numbers(asked, answered, applied, draw(st.integers(0, applied)))


CELLS = st.dictionaries(
    st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.sampled_from("FM")), groups(), min_size=1, max_size=12
)


def told_by(numbers: Numbers, *, unconfirmed: bool) -> list[int]:
    """Each number of people that a line tells, and each that lies between two of them."""
    told = [0, *(getattr(numbers, name) for name in STEPS if name != "confirmed" or not unconfirmed)]
    return [high - low for low, high in combinations(told, 2)]


@settings(max_examples=300)
@given(CELLS)
def test_no_line_tells_of_few_people(cells):
    nodes = sums_of(cells)
    gone, unconfirmed = hidden_of(nodes)
    for node in nodes.keys() - gone:
        told = told_by(nodes[node], unconfirmed=True)
        assert not any(0 < number < 5 for number in told), (node, nodes[node])
        if node not in unconfirmed:
            assert not 0 < nodes[node].confirmed < 5


@settings(max_examples=300)
@given(CELLS)
def test_what_is_hidden_cannot_be_subtracted(cells):
    """The attacker takes the total, or where it is hidden any division of which all lines are shown."""
    nodes = sums_of(cells)
    gone, _unconfirmed = hidden_of(nodes)
    lines = [[node for node in nodes if node[place] is not None] for place in range(len(BY))]
    knows_total = TOTAL not in gone or any(not gone.intersection(line) for line in lines)
    for line in lines:
        missing = gone.intersection(line)
        if not (missing and knows_total):
            continue
        left = Numbers()
        for node in missing:
            left.add(nodes[node])
        assert not any(0 < number < 5 for number in told_by(left, unconfirmed=True)), (missing, left)
        if len(missing) == 1:
            raise AssertionError(f"{missing} follows from the others")
