"""Rooms that may not import teaching find its pages by what they show."""

import pytest
from django.template import Context, Template

from lms.plugins import staff_pages


@pytest.mark.parametrize(
    ("shown", "ids", "address"),
    [
        (staff_pages.COHORTS, (), "/teach/"),
        (staff_pages.COHORT, (7,), "/teach/cohorts/7/"),
        (staff_pages.COHORT_PEOPLE, (7,), "/teach/cohorts/7/people/"),
        (staff_pages.LATE_ANSWERS, (), "/teach/late/"),
        (staff_pages.PERSON, (7,), "/teach/people/7/"),
    ],
)
def test_are_found_in_python_and_in_templates(shown, ids, address):
    tag = Template("{% load interface %}{% staff_page page " + " ".join(map(str, ids)) + " %}")
    assert staff_pages.address(shown, *ids) == address
    assert tag.render(Context({"page": shown})) == address


def test_a_page_that_no_room_has_is_named():
    with pytest.raises(LookupError, match="parade"):
        staff_pages.address("parade")
