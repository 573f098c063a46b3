"""The bar, and the page around it."""

import gzip
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import gettext_lazy, override

from lms.foundation.interface.checks import destinations_lead_somewhere
from lms.foundation.interface.context_processors import Frame
from lms.foundation.plugins.pages import destinations
from lms.foundation.plugins.pages.destinations import Destination

pytestmark = pytest.mark.once


def urls(links):
    return [link.url for link in links]


def drawn(request, **context) -> str:
    return render_to_string("interface/base.html", context, request)


def of_nobody():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return request


class TestDestinations:
    def test_come_by_duty_and_in_order(self, places):
        assert [found.url_name for found in destinations.all() if found.duty == "learner"] == [
            "learning",
            "library",
            "certificates",
            "profile",
        ]

    def test_registered_again_replaces(self, places):
        destinations.register(Destination("coordinator", "Figures", "overview", "overview", 1))
        assert [found.label for found in destinations.all() if found.duty == "coordinator"] == ["Figures"]

    def test_a_place_that_leads_nowhere_is_reported_and_left_out(self, asked):
        destinations.register(Destination("learner", "Nowhere", "nowhere", "library", -1))
        [error] = destinations_lead_somewhere(None)
        assert "nowhere" in error.msg
        assert urls(Frame(asked()).destinations) == ["/learning/", "/library/", "/certificates/"]


class TestFrame:
    def test_shows_five_places_at_most_where_some_are_pinned(self, asked):
        for order, name in enumerate(("overview", "marking", "cohorts"), start=10):
            destinations.register(Destination("learner", name, name, name, order, pinned=True))
        frame = Frame(asked())
        assert urls(frame.destinations) == ["/learning/", "/library/", "/certificates/", "/overview/", "/marking/"]
        assert urls(frame.elsewhere) == ["/profile/", "/cohorts/"]

    def test_shows_three_places_and_keeps_the_rest_for_more(self, asked):
        frame = Frame(asked())
        assert urls(frame.destinations) == ["/learning/", "/library/", "/certificates/"]
        assert urls(frame.elsewhere) == ["/profile/"]

    def test_a_coordinator_who_also_teaches_and_learns_meets_the_overview_first(self, asked):
        frame = Frame(asked(duties=frozenset({"learner", "instructor", "coordinator"})))
        assert urls(frame.destinations) == ["/overview/"]
        assert urls(frame.elsewhere) == [
            "/cohorts/",
            "/marking/",
            "/library/",
            "/learning/",
            "/certificates/",
            "/profile/",
        ]

    def test_an_instructor_comes_before_a_learner(self, asked):
        assert urls(Frame(asked(duties=frozenset({"learner", "instructor"}))).destinations) == [
            "/cohorts/",
            "/marking/",
            "/library/",
        ]

    def test_marks_the_place_under_which_the_page_lies_and_none_by_its_letters(self, asked):
        assert [link.current for link in Frame(asked("/library/law/")).destinations] == [False, True, False]
        assert not any(link.current for link in Frame(asked("/librarybooks/")).destinations)

    def test_nobody_and_a_request_that_failed_before_sign_in_have_no_places(self, places):
        for request in (of_nobody(), RequestFactory().get("/")):
            frame = Frame(request)
            assert (frame.signed_in, frame.institution, frame.destinations, frame.elsewhere) == (False, "", (), ())
        assert frame.person == ""

    def test_someone_without_an_institution_or_a_duty(self, asked):
        frame = Frame(asked(institution=None, duties=frozenset()))
        assert (frame.institution, frame.destinations, frame.elsewhere) == ("", (), ())

    def test_names_each_language_in_itself(self, asked):
        with override("ar"):
            frame = Frame(asked())
            assert {language.code: language.name for language in frame.languages}.items() >= {
                "fr": "Français",
                "am": "አማርኛ",
            }.items()
            assert [language.code for language in frame.languages if language.current] == ["ar"]

    def test_asks_the_database_nothing(self, asked):
        """A test without the database fixture fails at its first query."""
        assert drawn(asked(), title="Page")


class TestPage:
    def test_has_one_title_one_stylesheet_no_script_and_two_kilobytes_on_the_wire(self, asked):
        html = drawn(asked(duties=frozenset({"learner", "instructor"})), title="Children & age")
        assert "<title>Children &amp; age · Mafunzo</title>" in html
        assert re.findall(r"<h1>(.*?)</h1>", html) == ["Children &amp; age"]
        assert len(re.findall(r'rel="stylesheet"', html)) == 1
        assert "<script" not in html and " style=" not in html
        assert len(gzip.compress(html.encode())) < 2048

    def test_marks_this_page_and_the_place_under_which_it_lies(self, asked):
        for path, kind in (("/library/", "page"), ("/library/law/", "true"), ("/library/", "page")):
            assert re.findall(r'href="([^"]*)" aria-current="([^"]*)"', drawn(asked(path))) == [("/library/", kind)]
        found = re.findall(r'href="([^"]*)" aria-current="([^"]*)"', drawn(asked("/profile/")))
        assert found == [("/profile/", "true")]

    def test_what_is_drawn_once_is_of_its_reader_and_language(self, asked):
        destinations.register(Destination("learner", gettext_lazy("Sign out"), "cohorts", "cohorts", -1))
        for _again in range(2):
            mine = drawn(asked())
            with override("fr"):
                french = drawn(asked())
            theirs = drawn(asked(duties=frozenset({"coordinator"})))
            assert re.findall(r'icon-cohorts"></span>([^<]*)</a>', mine + french) == ["Sign out", "Se déconnecter"]
            assert "Your profile" in mine and "Your profile" not in french and "Votre profil" in french
            assert "/overview/" in theirs and "/cohorts/" not in theirs and "/overview/" not in mine

    def test_is_written_from_the_other_side_in_arabic(self, asked):
        with override("ar"):
            assert '<html lang="ar" dir="rtl">' in drawn(asked())

    def test_changes_language_and_signs_out_by_forms(self, asked):
        html = drawn(asked("/library/?q=law&page=2"))
        assert '<input type="hidden" name="next" value="/library/?q=law&amp;page=2">' in html
        assert '<button type="submit" name="language" value="am" lang="am">አማርኛ</button>' in html
        assert re.search(r'<form method="post" action="/sign-out/">.*?name="csrfmiddlewaretoken"', html)

    def test_invites_an_anonymous_person_to_sign_in(self, places):
        html = drawn(of_nobody())
        assert 'href="/sign-in/"' in html and "sign-out" not in html

    def test_a_name_cannot_write_markup(self, asked):
        assert "<b>x" not in drawn(asked(name="<b>x", institution="<b>x"))

    def test_messages_announce_themselves_and_an_error_has_the_focus(self, asked):
        for level, role in ((constants.SUCCESS, "status"), (constants.ERROR, "alert")):
            html = drawn(asked(), messages=[Message(level, "Assigned to 12 people.")])
            assert re.search(rf'role="{role}"[^>]*>Assigned to 12 people', html)
            assert ('tabindex="-1" autofocus>' in html) == (level == constants.ERROR)

    def test_shows_where_the_page_lies(self, asked):
        html = drawn(asked(), trail=[("My learning", "/learning/")])
        assert '<li><a href="/learning/">My learning</a></li>' in html
