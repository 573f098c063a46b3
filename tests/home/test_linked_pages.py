"""Rooms that may not import another room find its pages by what they show."""

import pytest
from django.template import Context, Template

from lms.foundation.plugins.pages import linked_pages

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("shown", "ids", "address"),
    [(linked_pages.SIGN_IN, (), "/sign-in/"), (linked_pages.COHORT_PEOPLE, (7,), "/teach/cohorts/7/people/")],
)
def test_are_found_in_python_and_in_templates(shown, ids, address):
    tag = Template("{% load interface %}{% linked_page page " + " ".join(map(str, ids)) + " %}")
    assert linked_pages.address(shown, *ids) == address
    assert tag.render(Context({"page": shown})) == address


def test_a_page_that_no_room_has_is_named():
    with pytest.raises(LookupError, match="parade"):
        linked_pages.address("parade")
