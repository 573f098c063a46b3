"""The number of a fault: on the page or in the answer that somebody gets, and in the lines of the log about it."""

import re

import pytest
from django.db import OperationalError
from django.test import Client, override_settings
from django.urls import include, path

from home.operation import outages
from lms.foundation.plugins.runtime.errors import Faulty
from lms.foundation.text.fault_numbers import LETTERS, number_of

NUMBER = re.compile(rf"\b[{LETTERS}]{{4}}-[{LETTERS}]{{4}}\b")


def _raises(error):
    def view(_request):
        raise error

    return view


urlpatterns = [
    path("fails/500/", _raises(ValueError("secret"))),
    path("fails/503/", _raises(OperationalError("secret"))),
    path("fails/507/", _raises(OSError(28, "no space"))),
    path("faulty/", _raises(Faulty("tree"))),
    path("", include("lms.urls")),
]
handler400 = "lms.foundation.interface.error_views.bad_request"
handler500 = "home.operation.outages.server_error"


@pytest.fixture
def site(db):
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


def test_is_the_same_for_the_same_request_and_short():
    assert number_of("0123456789ab") == number_of("0123456789ab") != number_of("0123456789ac")
    assert NUMBER.fullmatch(number_of("0123456789ab"))


@pytest.mark.parametrize(
    ("address", "status"), [("/fails/500/", 500), ("/fails/503/", 503), ("/fails/507/", 507), ("/faulty/", 503)]
)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_is_on_the_answer_and_in_each_line_about_it(site, lines, address, status, accept):
    answer = site.get(address, headers={"Accept": accept})
    assert answer.status_code == status
    assert answer["Content-Type"].startswith(accept)
    [number] = NUMBER.findall(answer.json()["message"] if "json" in accept else answer.content.decode())
    assert {line["number"] for line in lines()} == {number} == {number_of(answer["X-Request-ID"])}
    assert b"secret" not in answer.content


def test_is_on_a_request_that_cannot_be_read(site):
    answer = site.get("/", headers={"Host": "elsewhere..example"})
    assert answer.status_code == 400
    assert NUMBER.findall(answer.content.decode()) == [number_of(answer["X-Request-ID"])]


def test_is_on_no_other_page(site):
    assert not NUMBER.search(site.get("/sign-in/").content.decode())
    assert not NUMBER.search(site.get("/nothing/").content.decode())


def test_no_page_says_that_somebody_was_told(rf):
    page = outages.server_error(rf.get("/")).content.decode()
    assert "have been told" not in page and "nobody was told of it" in page
