"""The address for the calendar of a phone: what it gives, to whom, and when it ends."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from urllib.parse import urlsplit

import pytest
import vobject
from icalendar import Calendar

from lms.desks.calendar import services
from lms.desks.calendar.models import FeedAddress
from lms.learning.sessions import services as session_services
from lms.people.audit.models import AuditEntry
from lms.people.identity.sessions.models import Session
from lms.switchboard.public_addresses import MOST
from tests.conftest import PASSWORD
from tests.progress.counting import statements
from tests.sessions.conftest import HOUR, details

ADDRESS = "/x/calendar/address/"


def fetched(client, secret: str):
    response = client.get(f"/p/calendar/{secret}.ics")
    assert response.status_code == 200 and response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content


def events(body: bytes) -> dict[str, dict]:
    return {str(event["UID"]).partition("@")[0]: event for event in Calendar.from_ical(body).walk("VEVENT")}


class TestWhatItGives:
    def test_times_as_utc_and_due_dates_as_days_of_the_institution(self, client, secret, due, session, now):
        found = events(fetched(client, secret))
        meeting, course = found[f"session-{session.pk}"], found[f"due-{due.pk}"]
        assert meeting["DTSTART"].to_ical() == b"20261124T100000Z" and meeting["DTEND"].to_ical() == b"20261124T130000Z"
        assert course["DTSTART"].to_ical() == b"20261201" and course["DTSTART"].params["VALUE"] == "DATE"
        assert course["DTEND"].to_ical() == b"20261202"
        assert str(course["SUMMARY"]) == "Due: What trafficking is"
        assert urlsplit(str(course["URL"])).path == f"/learn/{due.course.slug}/"

    def test_a_second_reader_reads_the_same(self, client, secret, due, session):
        calendar = vobject.readOne(StringIO(fetched(client, secret).decode()))
        found = {event.uid.value.partition("@")[0]: event for event in calendar.vevent_list}
        assert found[f"session-{session.pk}"].dtstart.value == datetime(2026, 11, 24, 10, tzinfo=UTC)
        assert found[f"session-{session.pk}"].location.value.startswith("Hall 2, ")
        assert found[f"due-{due.pk}"].dtstart.value == date(2026, 12, 1)

    def test_nothing_of_what_a_session_is_about(self, client, secret, cohort, omar, now):
        about = details(now, title="The case of Amina", plan="Ask her brother.")
        session_services.plan(cohort=cohort, details=about, instructors=[], by=omar, now=now)
        body = fetched(client, secret).decode()
        assert "Intake 2026 B" in body and "Amina" not in body and "brother" not in body

    def test_texts_of_others_stay_within_their_line(self, client, secret, cohort, omar, now):
        room = "Hall; 2, the\\yard"
        session_services.plan(cohort=cohort, details=details(now, room=room), instructors=[], by=omar, now=now)
        (event,) = events(fetched(client, secret)).values()
        assert str(event["LOCATION"]).startswith(room)

    def test_that_a_session_was_called_off(self, client, secret, session, omar, now):
        session_services.call_off(session=session, reason="Rain", by=omar, now=now)
        (event,) = events(fetched(client, secret)).values()
        assert event["STATUS"] == "CANCELLED" and str(event["SUMMARY"]).startswith("Called off: ")

    def test_the_language_of_its_person_whatever_the_program_asks_for(self, client, wanjiru, secret, due):
        wanjiru.language = "fr"
        wanjiru.save(update_fields=["language"])
        body = client.get(f"/p/calendar/{secret}.ics", headers={"accept-language": "en"}).content
        assert str(events(body)[f"due-{due.pk}"]["SUMMARY"]).startswith("Échéance")

    def test_the_feed_of_an_instructor_has_the_sessions_that_they_lead(self, client, omar, session, now):
        secret = services.renew(person=omar, now=now)
        assert set(events(fetched(client, secret))) == {f"session-{session.pk}"}

    def test_a_year_costs_as_much_as_a_day(self, client, secret, cohort, session, due, omar, now):
        with statements() as before:
            fetched(client, secret)
        for number in range(50):
            about = details(now + number * HOUR, title=f"Session {number}")
            session_services.plan(cohort=cohort, details=about, instructors=[], by=omar, now=now)
        with statements() as after:
            assert len(events(fetched(client, secret))) == 52
        assert len(after) == len(before) <= 10  # three of them ask for turns, refreshers and hand-ins


class TestWhoGetsIt:
    def test_whoever_has_the_address_without_a_session(self, client, secret, due):
        response = client.get(f"/p/calendar/{secret}.ics")
        assert response.status_code == 200 and not response.cookies
        assert "no-store" in response["Cache-Control"] and response["X-Robots-Tag"] == "noindex"
        assert not Session.objects.exists()

    def test_nobody_signs_in_with_it(self, client, secret):
        client.get(f"/p/calendar/{secret}.ics")
        assert client.get("/learn/").status_code == 302

    @pytest.mark.parametrize("changed", [str.lower, str.upper, lambda text: text[:-1], lambda text: text + "A"])
    def test_nobody_with_another_one(self, client, secret, changed):
        assert client.get(f"/p/calendar/{changed(secret)}.ics").status_code == 404

    def test_the_stored_digest_does_not_open_the_calendar_feed(self, client, secret):
        row = FeedAddress.objects.get()
        assert secret not in str(vars(row))
        assert client.get(f"/p/calendar/{row.digest}.ics").status_code == 404

    def test_nobody_who_tries_them_without_pause(self, client, secret):
        statuses = [client.get(f"/p/calendar/{number}.ics").status_code for number in range(MOST + 1)]
        assert statuses == [404] * MOST + [429]


class TestItsEnd:
    def test_a_new_one_ends_the_old_one(self, client, wanjiru, secret, now):
        other = services.renew(person=wanjiru, now=now)
        assert client.get(f"/p/calendar/{secret}.ics").status_code == 404
        assert client.get(f"/p/calendar/{other}.ics").status_code == 200

    def test_of_a_closed_account_it_is_empty_for_a_month_and_then_gone(
        self, client, academy, wanjiru, secret, due, now
    ):
        wanjiru.is_active = False
        wanjiru.save()
        for later in (timedelta(0), timedelta(days=29)):
            services.delete_closed([academy], now=now + later)
            assert events(fetched(client, secret)) == {}
        services.delete_closed([academy], now=now + timedelta(days=31))
        assert client.get(f"/p/calendar/{secret}.ics").status_code == 404

    def test_of_an_account_that_was_opened_again_it_goes_on(self, client, academy, wanjiru, secret, due, now):
        for active, days in ((False, 0), (True, 10), (True, 60)):
            wanjiru.is_active = active
            wanjiru.save()
            services.delete_closed([academy], now=now + timedelta(days=days))
        assert events(fetched(client, secret))


class TestThePage:
    @pytest.fixture
    def confirmed(self, as_, wanjiru):
        client = as_(wanjiru)
        client.post("/account/confirm/", {"password": PASSWORD})
        return client

    def test_shows_the_address_once(self, confirmed, client, due):
        page = confirmed.post(f"{ADDRESS}new/").content.decode()
        path = urlsplit(page.partition("<code>")[2].partition("</code>")[0]).path
        assert confirmed.get(path).status_code == 200 and "webcal://" in page
        assert path not in confirmed.get(ADDRESS).content.decode()
        assert "You have had an address since" in confirmed.get(ADDRESS).content.decode()
        assert AuditEntry.objects.filter(action=services.MADE).count() == 1

    def test_the_page_ends_the_address(self, confirmed, wanjiru, secret):
        page = confirmed.post(f"{ADDRESS}end/", follow=True).content.decode()
        assert "The address is ended." in page and not FeedAddress.objects.exists()
        assert AuditEntry.objects.filter(action=services.TAKEN).count() == 1
        assert confirmed.post(f"{ADDRESS}end/").status_code == 302, "nothing is left to end"
