"""Schedules: each file once, with the rights of that moment, by mail with the file or a link, or on the site."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from lms.desks.notices import tasks as notices
from lms.desks.notices.models import Notice
from lms.desks.saved_reports import files, tasks, writing
from lms.desks.saved_reports.calendar import next_time, period_before
from lms.desks.saved_reports.models import SavedView, Schedule
from lms.files.models import MadeFile
from lms.people.administration.records import services as people

from .conftest import COMPLETION, make_file, schedule

NAIROBI = ZoneInfo("Africa/Nairobi")
LIST = "/reports/completion/list/?state=assigned"
FIRST = datetime(2026, 12, 1, 3, tzinfo=UTC)
"""Six in the morning of the first of December in Nairobi."""
pytestmark = pytest.mark.django_db


@pytest.fixture
def halima(halima):
    halima.email = "halima@example.org"
    halima.save()
    return halima


def at(moment: datetime, work) -> None:
    """Let the scheduler run at `moment`, and the notices after it."""
    with time_machine.travel(moment, tick=False):
        work()
        notices.tell()


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)), st.sampled_from(["day", "week", "month"]))
def test_the_next_time_is_later_and_at_six_and_its_period_ends_the_day_before(moment, every):
    after = moment.replace(tzinfo=UTC)
    found = next_time(every, after, NAIROBI)
    assert found > after
    assert (found.astimezone(NAIROBI).hour, found - after <= timedelta(days=32)) == (6, True)
    first, last = period_before(every, found.astimezone(NAIROBI).date())
    assert last == found.astimezone(NAIROBI).date() - timedelta(days=1)
    assert next_time(every, datetime.combine(first, datetime.min.time(), NAIROBI), NAIROBI).date() == first


def test_the_period_before_is_a_whole_month_or_week():
    assert period_before("month", date(2027, 3, 9)) == (date(2027, 2, 1), date(2027, 2, 28))
    assert period_before("week", date(2026, 12, 2)) == (date(2026, 11, 23), date(2026, 11, 29))


def test_sends_the_file_by_mail_once_each_month(world, as_, halima, work):
    schedule(as_(halima), LIST)
    at(FIRST - timedelta(hours=1), work)
    assert mail.outbox == []
    for minutes in (0, 5, 10, 700):
        at(FIRST + timedelta(hours=6, minutes=minutes), work)
    [letter] = mail.outbox
    assert letter.to == ["halima@example.org"]
    [(name, content, kind)] = letter.attachments
    assert (name.endswith(".csv"), kind) == (True, "text/csv")
    assert "Person M1" in (content if isinstance(content, str) else content.decode())
    assert "Person" not in letter.body
    assert f"/files/{MadeFile.objects.get().pk}/" in letter.body
    at(FIRST + timedelta(days=31, hours=6), work)
    assert len(mail.outbox) == 2


def test_a_worker_that_was_away_for_a_year_makes_one_file(world, as_, halima, work):
    schedule(as_(halima), every="day")
    at(FIRST + timedelta(days=365), work)
    assert MadeFile.objects.count() == 1
    assert Schedule.objects.get().next_at == FIRST + timedelta(days=366)


def test_each_is_about_the_month_before_where_asked(world, as_, halima, work):
    schedule(as_(halima), f"{COMPLETION}?by=sex&from=2026-01-01", rolls="on")
    at(FIRST, work)
    assert MadeFile.objects.get().asked["query"] == "by=sex&from=2026-11-01&to=2026-11-30"


def test_a_link_and_a_notice_carry_no_file(world, as_, halima, work):
    schedule(as_(halima), by="link")
    schedule(as_(halima), by="inapp")
    at(FIRST + timedelta(hours=6), work)
    [letter] = mail.outbox
    assert letter.attachments == []
    assert Notice.objects.filter(person=halima).count() == 2


def test_a_large_file_comes_as_a_link(world, as_, halima, work, monkeypatch):
    monkeypatch.setattr(files, "MOST_ATTACHED", 10)
    schedule(as_(halima))
    at(FIRST + timedelta(hours=6), work)
    [letter] = mail.outbox
    assert letter.attachments == []
    assert f"/files/{MadeFile.objects.get().pk}/" in letter.body


def test_is_made_with_the_rights_of_that_moment(world, as_, halima, academy, work):
    schedule(as_(halima), LIST)
    people.appoint(user=halima, institution=academy, role="coordinator")
    halima.memberships.get(institution=halima.institution).delete()
    at(FIRST + timedelta(hours=6), work)
    [(_name, content, _kind)] = mail.outbox[0].attachments
    assert "Person M1" in content
    assert "Person P1" not in content


def test_ends_with_a_sentence_when_the_role_is_lost(world, as_, halima, work):
    client = as_(halima)
    schedule(client, LIST)
    halima.memberships.get().delete()
    for days in (0, 31, 62):
        at(FIRST + timedelta(days=days, hours=6), work)
    [letter] = mail.outbox
    assert letter.attachments == []
    assert "Ended: you may no longer open this report." in letter.body
    assert "Person" not in letter.body
    row = Schedule.objects.get()
    assert (row.why, row.next_at, MadeFile.objects.count()) == ("rights", None, 0)


def test_a_role_lost_between_making_and_sending_keeps_the_file_back(world, as_, halima, work):
    schedule(as_(halima), LIST)
    with time_machine.travel(FIRST, tick=False):
        work()
    halima.memberships.get().delete()
    at(FIRST + timedelta(hours=6), lambda: None)
    [letter] = mail.outbox
    assert letter.attachments == []
    assert "Person" not in letter.body


def test_ends_when_a_filter_is_gone(world, as_, halima, work):
    schedule(as_(halima))
    Schedule.objects.update(query="course=gone")
    at(FIRST + timedelta(hours=6), work)
    assert Schedule.objects.get().why == "invalid"
    assert "a filter of the report no longer exists" in mail.outbox[0].body
    assert "Ended: a filter" in as_(halima).get("/reports/saved/").content.decode()


def test_somebody_who_may_not_sign_in_gets_nothing(world, as_, halima, work):
    schedule(as_(halima), LIST)
    halima.is_active = False
    halima.save()
    at(FIRST + timedelta(hours=6), work)
    assert mail.outbox == []
    assert not MadeFile.objects.exists()


def test_is_paused_goes_on_and_ends(world, as_, halima, amina, work):
    client = as_(halima)
    schedule(client)
    row = Schedule.objects.get()
    page = f"/reports/saved/schedules/{row.pk}/"
    assert as_(amina).post(page, {"act": "end"}).status_code == 404
    assert client.post(page, {"act": "dance"}).status_code == 404
    client.post(page, {"act": "pause"})
    at(FIRST, work)
    assert not MadeFile.objects.exists()
    with time_machine.travel(FIRST, tick=False):
        client.post(page, {"act": "go-on"})
    assert Schedule.objects.get().next_at == FIRST + timedelta(days=31)
    client.post(page, {"act": "end"})
    client.post(page, {"act": "go-on"})
    assert Schedule.objects.get().next_at is None
    assert "Ended on" in client.get("/reports/saved/").content.decode()


def test_waits_while_the_person_has_too_many_files_on_pages_and_goes_by_mail_all_the_same(
    world, as_, halima, work, monkeypatch
):
    monkeypatch.setattr(MadeFile, "MOST", 0)
    client = as_(halima)
    schedule(client, by="inapp")
    schedule(client)
    at(FIRST, work)
    at(FIRST + timedelta(minutes=5), work)
    assert list(MadeFile.objects.values_list("kind", flat=True)) == ["report_by_mail"]
    monkeypatch.undo()
    at(FIRST + timedelta(minutes=10), work)
    assert set(MadeFile.objects.values_list("kind", flat=True)) == {"report", "report_by_mail"}


def test_a_file_that_fails_is_told_without_figures(world, as_, halima, work, monkeypatch):
    monkeypatch.setattr(writing, "MOST_ON_PAPER", 0)
    schedule(as_(halima), LIST, kind="pdf")
    at(FIRST + timedelta(hours=6), work)
    [letter] = mail.outbox
    assert letter.attachments == []
    assert "could not be made" in letter.body
    assert "too many rows" in as_(halima).get(f"/files/{MadeFile.objects.get().pk}/").content.decode()


def test_two_schedulers_at_once_begin_one_file(world, as_, halima):
    schedule(as_(halima))
    with time_machine.travel(FIRST, tick=False):
        tasks.begin_scheduled_reports()
        Schedule.objects.update(next_at=FIRST)  # as the second one read it
        tasks.begin_scheduled_reports()
    assert MadeFile.objects.count() == 1


def test_leaves_with_its_person(world, as_, halima, work):
    schedule(as_(halima))
    assert not SavedView.objects.exists()
    halima.delete()
    assert not Schedule.objects.exists()


def test_the_same_twice_is_one_schedule_and_one_file_under_way(world, as_, halima):
    client = as_(halima)
    for _again in range(2):
        schedule(client)
        make_file(client)
    assert (Schedule.objects.count(), MadeFile.objects.count()) == (1, 1)
    schedule(client, every="week")
    make_file(client, kind="xlsx")
    assert (Schedule.objects.count(), MadeFile.objects.count()) == (2, 2)
