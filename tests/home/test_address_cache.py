"""Addresses that are looked up once, as long as the routes are the same."""

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import NoReverseMatch, path, reverse, set_script_prefix

from lms.foundation.plugins.pages import address_cache
from lms.foundation.plugins.pages.address_cache import address_of

pytestmark = pytest.mark.once

urlpatterns = [path("elsewhere/<slug:course>/", lambda request: HttpResponse(), name="courses-elsewhere")]


def test_a_cached_address_equals_that_of_reverse(monkeypatch):
    asked = [
        ("learn:mine",),
        ("learn:course", "patrol"),
        ("learn:course", "radio"),
        ("learn:activity", "patrol", "map"),
    ]
    for name, *ids in asked * 2:
        assert address_of(name, *ids) == reverse(name, args=ids)
    monkeypatch.setattr(address_cache, "reverse", None)
    assert address_of("learn:course", "patrol") == "/learn/patrol/"


def test_follows_the_routes_and_where_the_site_is():
    assert address_of("learn:course", "patrol") == "/learn/patrol/"
    with override_settings(ROOT_URLCONF=__name__):
        assert address_of("courses-elsewhere", "patrol") == "/elsewhere/patrol/"
        with pytest.raises(NoReverseMatch):
            address_of("learn:course", "patrol")
    set_script_prefix("/below/")
    try:
        assert address_of("learn:course", "patrol") == "/below/learn/patrol/"
    finally:
        set_script_prefix("/")


def test_keeps_no_more_than_so_many(monkeypatch):
    monkeypatch.setattr(address_cache, "MOST", 3)
    for number in range(9):
        assert address_of("learn:course", f"course-{number}") == f"/learn/course-{number}/"
    with override_settings(ROOT_URLCONF="lms.urls"):
        assert address_of("learn:mine") == "/learn/"
