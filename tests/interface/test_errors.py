"""Error pages: each says what to do next."""

import pytest
from django.template import engines
from django.template.loader import get_template, render_to_string

from home.operation.outages import server_error

pytestmark = pytest.mark.once

PAGES = ["400", "403", "403_csrf", "404", "405", "429", "500", "503"]


def test_every_error_page_has_one_heading_and_a_way_on_also_without_a_request(asked):
    for template in PAGES:
        html = render_to_string(f"{template}.html", {}, asked())
        assert html.count("<h1>") == 1 and 'class="button" href="/"' in html, template
        assert "<h1>" in engines["django"].get_template(f"{template}.html").render()


def test_can_be_said_when_nothing_else_works(settings):
    settings.ROOT_URLCONF = "tests.interface.no_such_module"
    for template in ("400", "500", "503"):
        assert "<h1>" in get_template(f"{template}.html").render()


def test_a_missing_activity_type_explains_itself(asked):
    html = render_to_string("503.html", {"explanation": "Scenarios are switched off at your institution."}, asked())
    assert "Scenarios are switched off at your institution." in html
    assert "cannot answer" not in html


def test_the_handler_of_last_resort_uses_our_page(rf):
    response = server_error(rf.get("/"))
    assert "Your saved work is safe" in response.content.decode()
