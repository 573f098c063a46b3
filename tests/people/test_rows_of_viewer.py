"""Queries of what a viewer may see that are written once give the same rows as those that are written anew."""

import pytest

from lms.foundation.plugins.runtime import activation
from lms.people.administration.records import services
from lms.people.directory.choices import Role
from lms.people.directory.current_viewer import CountOfViewer, RowsOfViewer
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User


@pytest.fixture
def cohorts(academy, neighbour_academy):
    for place in (academy, neighbour_academy):
        services.open_cohort(institution=place, name=f"Intake of {place.name}")
    return Cohort.objects.order_by("pk")


def taught(viewer):
    return Cohort.objects.visible_to(viewer, Role.INSTRUCTOR).order_by("pk")


def test_each_viewer_gets_their_own_rows_from_one_statement(cohorts, omar, neighbour, stranger, superuser):
    rows, count = RowsOfViewer(taught), CountOfViewer(taught, "closed_at")
    for viewer in (omar, neighbour, stranger, superuser, omar):
        assert rows.rows(viewer) == list(taught(viewer))
        assert count.of(viewer) == {"number": taught(viewer).count(), "at": None}
    assert [len(rows.rows(one)) for one in (omar, stranger, superuser)] == [1, 0, 2]


def test_the_statement_is_not_written_anew_for_the_next_viewer(cohorts, omar, neighbour):
    written = []
    rows = RowsOfViewer(lambda viewer: written.append(viewer) or taught(viewer))
    for viewer in (omar, neighbour, omar):
        rows.rows(viewer)
    assert len(written) == 1


def test_a_role_that_ends_counts_no_more_at_once(cohorts, omar):
    rows = RowsOfViewer(taught)
    assert len(rows.rows(omar)) == 1
    omar.memberships.all().delete()
    assert rows.rows(omar) == []


def test_whoever_is_narrowed_to_a_plugin_gets_nothing_where_it_is_off(cohorts, omar, academy):
    rows = RowsOfViewer(taught)
    assert activation.on_by_default("quiz")
    assert len(rows.rows(omar)) == len(rows.rows(services.narrowed(omar, "quiz"))) == 1
    Institution.objects.filter(pk=academy.pk).update(plugins={"quiz": False})
    assert (len(rows.rows(omar)), rows.rows(services.narrowed(omar, "quiz"))) == (1, [])


def test_rows_of_an_institution_are_found_by_a_nested_query(omar, academy, abdi, stranger):
    rows = RowsOfViewer(lambda viewer: User.objects.visible_to(viewer, Role.INSTRUCTOR).order_by("pk"))
    assert set(rows.rows(omar)) == set(User.objects.visible_to(omar, Role.INSTRUCTOR)) >= {abdi}
    assert stranger not in rows.rows(omar)
