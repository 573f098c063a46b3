"""Officers whose knowledge increased: pairs, who lacks one, what chance would do, and each person once."""

import pytest

from lms.desks.indicators.counting.figures import chance_share
from lms.desks.indicators.counting.gains import Sat, verdict
from lms.desks.indicators.counting.rules import Rules, Unsound
from lms.desks.indicators.evidence import packs
from lms.desks.indicators.models import SnapshotRow
from lms.learning.progress.journal.services import enrol
from lms.learning.progress.models import Attempt, Enrolment
from tests.conftest import NOW, make_person
from tests.quiz.papers import make_tests, sit

from .conftest import defined, sealed

PAIR = ("papers", "before", "after")


def rules(**other) -> Rules:
    asked = {"threshold": 5_000, "fewest": 2, "by": ("sex",), "pairs": (PAIR,), "begins": "2026-01-01"}
    return Rules("knowledge", "Knowledge", **{**asked, **other})


@pytest.fixture
def papers(programme_page):
    return make_tests(programme_page)


@pytest.fixture
def sat(papers, academy):
    """Right answers of two before and after; None for a test not taken."""
    for number, (sex, *rights) in enumerate(
        [("F", 0, 1), ("F", 0, 2), ("M", 0, 0), ("M", 2, 2), ("F", 0, None), ("M", None, 2), ("F", None, None)]
    ):
        person = make_person(f"KE-S{number}", f"Cadet {number}", academy, sex=sex, role_family="police")
        enrol(people=[person], course=papers, now=NOW)
        enrolment = Enrolment.objects.get(learner=person)
        Enrolment.objects.filter(pk=enrolment.pk).update(started_at=NOW, status="started")
        for test, right in zip(("before", "after"), rights, strict=True):
            if right is not None:
                sit(enrolment, test, right)


@pytest.fixture
def value(sat, kenya, halima):
    return sealed(defined(kenya, halima, rules()))


def test_counts_who_rose_and_shows_who_lacks_a_test(value):
    facts = value.facts
    assert (facts["numerator"], facts["denominator"], facts["rows"]) == (2, 4, 7)
    assert facts["why"] == {"rose": 2, "did_not": 1, "high": 1, "before_only": 1, "after_only": 1, "neither": 1}
    assert facts["share"] == 5_000 and facts["bounds"] == [2_857, 7_143]


def test_by_sex_the_parts_are_the_whole(value):
    rows = SnapshotRow.objects.filter(snapshot=value)
    assert {sum(row.numerator for row in rows if sex in row.strata) for sex in ['"F"']} == {2}
    assert sum(row.numerator for row in rows) == value.facts["numerator"]


def test_the_first_attempts_count_and_stay_when_they_are_marked_anew(value):
    before = b"".join(packs.pieces(value))
    Attempt.objects.update(score=0)
    assert b"".join(packs.pieces(value)) == before


def test_tests_of_too_few_questions_are_no_pair(sat, kenya, halima):
    facts = sealed(defined(kenya, halima, rules(fewest=20))).facts
    assert (facts["numerator"], facts["denominator"], facts["why"]["short"]) == (0, 0, 4)
    assert facts["share"] is None


def test_per_cent_of_those_with_both(sat, kenya, halima):
    assert sealed(defined(kenya, halima, rules(unit="percent"))).facts["value"] == 50


@pytest.mark.parametrize(("points", "share"), [(1, 44), (1_000, 31), (2_000, 13), (2_500, 7)])
def test_what_rises_by_chance_in_twenty_questions(points, share):
    assert round(100 * chance_share(0.55, 20, points)) == pytest.approx(share, abs=1)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (Sat(9_300, 20), Sat(9_700, 20), "high"),
        (Sat(8_000, 20), Sat(10_000, 20), "rose"),
        (Sat(5_000, 20), Sat(6_999, 20), "did_not"),
        (Sat(5_000, 19), Sat(9_000, 20), "short"),
        (None, Sat(9_000, 20), "after_only"),
        (Sat(0, 20), None, "before_only"),
        (None, None, "neither"),
    ],
)
def test_verdicts(before, after, why):
    assert verdict(Rules("knowledge", "x", pairs=(PAIR,)), before, after) == why


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": ("sex", "agency", "country", "month")},
        {"by": ("name",)},
        {"counting": "first"},
        {"pairs": ()},
        {"unit": "euros"},
        {"begins": "soon"},
    ],
)
def test_a_definition_that_says_nothing_is_refused(wrong):
    with pytest.raises((Unsound, ValueError)):
        rules(**wrong)
