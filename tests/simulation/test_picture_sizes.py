"""Pictures have their size on the page, which does not move while they come, for no further statement."""

import re

import pytest
from django.template import engines
from django.urls import reverse

from courses.catalogue import lookup
from courses.models import Content
from tests.progress.counting import statements

from .pictured import case_page, pictures
from .test_console import at

__all__ = ["case_page", "pictures"]

SIZED = re.compile(r'<img src="[^"]+/picture/[^"]+" width="40" height="30"')


@pytest.fixture
def addresses(run, sits, players, omar):
    """Pages with pictures of the run, and who opens them."""
    return [(omar, at("console", run)), (players["fiu"], reverse("simulation:seat", args=[sits("fiu").pk]))]


def test_each_picture_has_its_size_wherever_it_is_shown(as_, addresses):
    for person, address in addresses:
        shown = as_(person).get(address).content.decode()
        assert 0 < shown.count('<figure class="picture">') == len(SIZED.findall(shown)), address


def test_a_case_that_was_released_without_sizes_shows_them_all_the_same(as_, addresses, run):
    content = Content.objects.get(pk=run.content_id)
    assert content.definition.pop("sizes")
    Content.objects.filter(pk=content.pk).update(definition=content.definition)
    lookup.forget()
    for person, address in addresses:
        shown = as_(person).get(address).content.decode()
        assert "/picture/" in shown and "width=" not in "".join(re.findall(r"<img src=[^>]+/picture/[^>]+>", shown))


def test_the_size_takes_no_statement_and_what_is_no_picture_of_the_case_has_none(run, pictures):
    tag = engines["django"].from_string("{% load simulation %}{% size_of run name %}")
    assert tag.render({"run": run, "name": pictures["c_wallet"]}) == "[40, 30]"
    with statements() as used:
        tag.render({"run": run, "name": pictures["c_wallet"]})
        assert tag.render({"run": run, "name": "0" * 64}) == tag.render({"name": pictures["c_wallet"]}) == "()"
    assert used == []
