"""One's sessions: which there are, ending them, and when they end by themselves."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from lms.people.audit.models import AuditEntry
from lms.people.directory.models import Membership
from lms.people.identity.factors.receivers import device
from lms.people.identity.sessions import expiry
from lms.people.identity.sessions.models import Session, stored_key
from tests.conftest import PASSWORD

from . import phone as phones

PAGE = "/account/sessions/"
ANDROID = "Mozilla/5.0 (Linux; Android 13; TECNO KI5k) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:120.0) Gecko/20100101 Firefox/120.0"
BEGAN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def signed_in(person, user_agent: str = ANDROID) -> Client:
    browser = Client(headers={"User-Agent": user_agent})
    browser.post("/sign-in/", {"username": person.service_number, "password": PASSWORD})
    return browser


def ends(browser) -> bool:
    return browser.get(PAGE).status_code == 302


class TestTheList:
    def test_says_on_what_devices_and_which_is_this_one(self, wanjiru):
        signed_in(wanjiru, FIREFOX)
        shown = signed_in(wanjiru).get(PAGE).content.decode()
        assert "Firefox, Windows" in shown
        assert "Chrome, Android" in shown
        assert shown.count("This device") == 1
        assert "Signed in" in shown

    def test_has_the_history_of_signing_in(self, client, wanjiru):
        client.post("/sign-in/", {"username": "KE-20377", "password": "wrong"})
        assert "Wrong password" in signed_in(wanjiru).get(PAGE).content.decode()

    def test_shows_no_key(self, wanjiru):
        browser = signed_in(wanjiru)
        assert browser.session.session_key not in browser.get(PAGE).content.decode()

    def test_has_nobody_else_s(self, wanjiru, abdi):
        signed_in(abdi, FIREFOX)
        assert "Firefox" not in signed_in(wanjiru).get(PAGE).content.decode()


class TestEnding:
    @pytest.mark.parametrize(
        ("which", "over"),
        [
            ("own", [True, False, False]),
            ("other", [False, True, False]),
            ("others", [False, True, True]),
            ("all", [True, True, True]),
            ("", [False] * 3),
            ("made up", [False] * 3),
            ("\0", [False] * 3),
        ],
    )
    def test_ends_the_sessions_that_were_named_and_no_other(self, wanjiru, which, over):
        browsers = [signed_in(wanjiru) for _ in range(3)]
        named = {"own": browsers[0], "other": browsers[1]}
        key = stored_key(named[which].session.session_key) if which in named else which
        assert browsers[0].post(f"{PAGE}end/", {"which": key}).status_code == 302
        assert [ends(one) for one in browsers] == over
        noted = AuditEntry.objects.filter(action="sessions_ended", person=wanjiru.pk)
        assert noted.exists() is (which in ("other", "others", "all"))

    def test_sessions_of_another_person_go_on(self, wanjiru, abdi):
        other = signed_in(abdi)
        signed_in(wanjiru).post(f"{PAGE}end/", {"which": stored_key(other.session.session_key)})
        assert not ends(other)

    def test_a_first_factor_ends_those_that_were_opened_without(self, wanjiru):
        own, other = signed_in(wanjiru), signed_in(wanjiru)
        phones.set_up(own)
        assert ends(other)
        assert not ends(own)


class TestEndingByItself:
    @pytest.fixture(autouse=True)
    def _as_in_production(self, settings):
        settings.STAFF_IDLE_MINUTES, settings.STAFF_SESSION_HOURS = 120, 12

    @pytest.mark.parametrize(
        ("who", "after", "over"),
        [
            ("omar", timedelta(minutes=110), False),
            ("omar", timedelta(minutes=121), True),
            ("superuser", timedelta(minutes=121), True),
            ("wanjiru", timedelta(days=13), False),
            ("wanjiru", timedelta(days=15), True),
        ],
    )
    def test_after_a_time_without_use(self, request, who, after, over):
        person = request.getfixturevalue(who)
        with time_machine.travel(BEGAN, tick=False) as clock:
            browser = signed_in(person)
            clock.shift(after)
            assert ends(browser) is over

    def test_a_session_in_use_goes_on(self, omar):
        with time_machine.travel(BEGAN, tick=False) as clock:
            browser = signed_in(omar)
            for _ in range(7):
                clock.shift(timedelta(minutes=90))
                assert not ends(browser)

    def test_a_session_of_staff_ends_within_a_working_day(self, omar):
        with time_machine.travel(BEGAN, tick=False) as clock:
            browser = signed_in(omar)
            over = []
            for _ in range(9):
                clock.shift(timedelta(minutes=90))
                over.append(ends(browser))
        assert over == [False] * 7 + [True] * 2

    def test_writing_in_it_makes_it_no_longer(self, omar):
        with time_machine.travel(BEGAN, tick=False) as clock:
            browser = signed_in(omar)
            clock.shift(timedelta(minutes=60))
            store = browser.session
            store["something"] = "else"
            store.save()
            row = Session.objects.get(user=omar)
            assert row.expire_date == BEGAN + timedelta(hours=3)
            assert row.began_at == BEGAN

    def test_use_is_written_down_every_five_minutes_at_most(self, omar, django_assert_num_queries):
        with time_machine.travel(BEGAN, tick=False) as clock:
            browser = signed_in(omar)
            browser.get("/password/")
            clock.shift(timedelta(minutes=4))
            with django_assert_num_queries(1):
                browser.get("/password/")
            clock.shift(timedelta(minutes=1))
            with django_assert_num_queries(2):
                browser.get("/password/")
            with django_assert_num_queries(1):
                browser.get("/password/")

    def test_of_somebody_who_becomes_staff_it_ends_as_theirs(self, wanjiru, academy):
        with time_machine.travel(BEGAN, tick=False) as clock:
            browser = signed_in(wanjiru)
            Membership.objects.create(user=wanjiru, institution=academy, role="instructor")
            browser.get(PAGE)
            clock.shift(timedelta(minutes=121))
            assert ends(browser)

    def test_where_nothing_is_said_staff_are_as_others(self, settings):
        settings.STAFF_IDLE_MINUTES = settings.STAFF_SESSION_HOURS = 0
        assert expiry.ends_at(began_at=BEGAN, used_at=BEGAN, is_staff=True) == BEGAN + timedelta(days=14)

    def test_one_of_before_the_upgrade_goes_on(self, wanjiru):
        browser = signed_in(wanjiru)
        Session.objects.update(began_at=None, last_used_at=None, device="")
        assert not ends(browser)
        assert Session.objects.get(user=wanjiru).last_used_at >= timezone.now() - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (ANDROID, "Chrome, Android"),
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Opera/9.80 (Android; Opera Mini/36.2/191) Presto/2.12 Version/12.16", "Opera, Android"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_devices_are_told_in_words(user_agent, words):
    assert device(user_agent) == words


class TestEndedByCommand:
    def test_the_command_ends_the_sessions_of_one_person(self, wanjiru, abdi, capsys):
        own, other = signed_in(wanjiru), signed_in(abdi)
        call_command("end_sessions", wanjiru.service_number.lower(), "--now")
        assert (ends(own), ends(other)) == (True, False)
        assert AuditEntry.objects.filter(action="sessions_ended", person=wanjiru.pk).count() == 1
        assert capsys.readouterr().out == "Sessions of 1 people ended.\n"

    def test_the_command_ends_the_sessions_of_all_people(self, wanjiru, abdi):
        browsers = [signed_in(wanjiru), signed_in(abdi)]
        call_command("end_sessions", "--all", "--now")
        assert all(map(ends, browsers))

    def test_the_command_refuses_an_unknown_number(self, db):
        with pytest.raises(CommandError, match="Nobody"):
            call_command("end_sessions", "KE-404")
