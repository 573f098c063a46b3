"""The institution whose certificates people get: found by statements that are written once."""

import pytest

from courses.models import Course
from lms.foundation.database.statements import Statement
from lms.people.administration.records.services import create_institution
from lms.people.directory.choices import Kind
from lms.people.directory.institutions import Institution
from lms.people.directory.issuers import COLUMNS, issuer_of, remember


@pytest.fixture
def tree(academy, neighbour_academy, kenya) -> list[Institution]:
    """Units below units, beside one another, and below an institution that is no academy."""
    academy.names = {"sw": "Chuo cha Polisi Mlima"}
    academy.save()
    for number in range(11):
        company = create_institution(name=f"Company {number}", kind=Kind.UNIT, parent=academy)
    create_institution(name="Platoon", kind=Kind.UNIT, parent=company)
    create_institution(name="Faculty", kind=Kind.ACADEMY, parent=academy)
    create_institution(name="Company", kind=Kind.UNIT, parent=neighbour_academy)
    create_institution(name="Office", kind=Kind.UNIT, parent=kenya)
    return list(Institution.objects.order_by("pk"))


def by_walking(institution: Institution) -> Institution:
    node: Institution | None = institution
    while node is not None and node.kind != Kind.ACADEMY:
        node = node.parent
    return node if node is not None and institution.kind == Kind.UNIT else institution


def test_is_the_closest_one_above_a_unit_and_else_the_institution_itself(tree):
    assert [issuer_of(one) for one in tree] == [by_walking(one) for one in tree]
    assert sum(issuer_of(one) != one for one in tree) == 13


def test_comes_with_a_statement_that_asks_for_something_else(tree, course, django_assert_num_queries):
    rows = Statement(lambda: Course.objects.annotate(**COLUMNS).order_by("pk")[:1], prepared=True)
    for one in tree:
        remember(one, rows.first(path=one.path))
        expected = by_walking(one)
        with django_assert_num_queries(0):
            found = issuer_of(one)
            assert (found.pk, found.name, found.names) == (expected.pk, expected.name, expected.names)


def test_costs_a_statement_for_units_alone(tree, academy, django_assert_num_queries):
    unit = next(one for one in tree if one.name == "Platoon")
    for one, cost in ((unit, 1), (academy, 0)):
        with django_assert_num_queries(cost):
            assert issuer_of(one).name_in("sw") == "Chuo cha Polisi Mlima"


def test_a_unit_that_is_not_in_the_tree_is_itself():
    assert issuer_of(unit := Institution(kind=Kind.UNIT, name="New")) is unit
