"""Snippets that many pages name are read once within `reading_once`, and anew outside."""

import pytest
from django.core.exceptions import ValidationError

from courses.models import Provision
from courses.pages.reading import reading_once
from courses.pages.streams import RowBlock
from courses.procedures.steps import card, reference

from .test_procedures import changed, procedure  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def provision():
    return Provision.objects.create(key="un-1", jurisdiction="un", instrument="Protocol", provision="Article 3")


class TestRows:
    def test_a_chosen_row_is_read_once(self, provision, django_assert_num_queries):
        block = RowBlock("courses.Provision")
        with reading_once(), django_assert_num_queries(1):
            for _time in range(3):
                (found,) = block.bulk_to_python([provision.pk])
                assert block.clean(found) == provision

    def test_outside_it_is_asked_each_time_whether_the_row_is_there(self, provision):
        block = RowBlock("courses.Provision")
        (found,) = block.bulk_to_python([provision.pk])
        Provision.objects.all().delete()
        with pytest.raises(ValidationError):
            block.clean(found)

    def test_a_row_of_another_reading_is_looked_for(self, provision):
        block = RowBlock("courses.Provision")
        with reading_once():
            (found,) = block.bulk_to_python([provision.pk])
        Provision.objects.all().delete()
        with reading_once(), pytest.raises(ValidationError):
            block.clean(found)

    def test_a_row_that_came_later_is_found(self, provision):
        block = RowBlock("courses.Provision")
        with reading_once():
            block.bulk_to_python([provision.pk])
            later = Provision.objects.create(
                key="un-2", jurisdiction="un", instrument="Protocol", provision="Article 5"
            )
            assert block.bulk_to_python([later.pk, provision.pk]) == [later, provision]


def test_a_step_that_is_cited_often_is_read_once(procedure, django_assert_num_queries):
    cited = reference(procedure.translation_key, 4)
    with reading_once():
        card(cited, language="en", title="A lesson")
        with django_assert_num_queries(0):
            assert card(cited, language="en", title="A lesson").title == "Entry"
    changed(procedure, title="Entry at night")
    assert card(cited, language="en", title="A lesson").title == "Entry at night"
