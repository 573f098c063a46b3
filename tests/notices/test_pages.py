"""The pages of notices: one's own alone, with the count in the bar and no statement more for it."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from lms.desks.notices.delivery import sender
from lms.desks.notices.models import Delivery, Notice, Preference
from lms.desks.notices.rules import Choices, zone_of
from lms.foundation.plugins.channel import channels
from lms.foundation.plugins.notice import Occasion, kinds, tell
from lms.people.directory.models import User


@pytest.fixture
def told(wanjiru, course, enrolment):
    User.objects.filter(pk=wanjiru.pk).update(email="wanjiru@example.org")
    now = timezone.now()
    facts = {"course": str(course.pk)}
    occasions = [Occasion(wanjiru.pk, f"{n}", now, now + timedelta(days=7), facts) for n in range(3)]
    tell("assigned", occasions, now=now)
    return list(Notice.objects.order_by("pk"))


class TestMine:
    def test_shows_what_one_was_told_and_how_many_are_new(self, as_, wanjiru, told):
        page = as_(wanjiru).get("/notices/").content.decode()
        assert page.count("New course: ") >= 3
        assert 'aria-label="Notices: 3 unread"' in page.replace("\n", "")

    def test_is_read_one_by_one_and_all(self, as_, wanjiru, told):
        client = as_(wanjiru)
        answer = client.post(f"/notices/{told[0].pk}/open/", {"go": "1"})
        assert answer.url.startswith("/learn/")
        assert client.post(f"/notices/{told[1].pk}/open/").url == "/notices/"
        assert User.objects.get(pk=wanjiru.pk).unread_notices == 1
        client.post("/notices/read/", {"up_to": told[0].pk})
        assert User.objects.get(pk=wanjiru.pk).unread_notices == 1
        client.post("/notices/read/", {"up_to": told[2].pk})
        assert User.objects.get(pk=wanjiru.pk).unread_notices == 0

    def test_other_people_neither_see_nor_mark_the_notices(self, as_, told, abdi, omar, superuser, client):
        for person in (abdi, omar, superuser):
            assert "New course" not in as_(person).get("/notices/").content.decode()
            assert as_(person).post(f"/notices/{told[0].pk}/open/").status_code == 404
            as_(person).post("/notices/read/", {"up_to": told[2].pk})
        assert client.get("/notices/").status_code == 302
        assert Notice.objects.unread().count() == 3

    def test_costs_the_same_statements_for_one_and_many(self, as_, wanjiru, told, django_assert_max_num_queries):
        client = as_(wanjiru)
        client.get("/notices/")
        with django_assert_max_num_queries(4):  # session, count, page, words of one kind
            client.get("/notices/")

    def test_no_page_asks_for_the_count(self, as_, abdi, wanjiru, told, django_assert_num_queries):
        client, other = as_(wanjiru), as_(abdi)
        for one in (client, other):
            one.get("/notices/preferences/")
        for one in (client, other):
            with django_assert_num_queries(3):  # session, preferences, bad addresses
                one.get("/notices/preferences/")


class TestPreferences:
    def test_preferences_are_stored_by_kind_and_channel(self, as_, wanjiru, told):
        client = as_(wanjiru)
        page = client.get("/notices/preferences/").content.decode()
        assert 'name="due_soon:mail"' in page and 'name="quiz_to_mark:mail"' not in page
        assert "Nothing reaches you by: Text message." in page
        client.post("/notices/preferences/", {"overdue:mail": "on", "daily:mail": "on"})
        rows = {(row.kind, row.channel): row.on for row in Preference.objects.filter(person=wanjiru)}
        assert rows[("overdue", "mail")] and not rows[("due_soon", "mail")] and rows[(Preference.DAILY, "mail")]
        assert ("overdue", "sms") not in rows

    def test_one_button_turns_a_whole_channel_on_or_off(self, as_, wanjiru, told):
        client = as_(wanjiru)
        client.post("/notices/preferences/", {"overdue:mail": "on", "all": "mail:off"})
        assert not Preference.objects.filter(person=wanjiru, channel="mail", on=True).exists()
        client.post("/notices/preferences/", {"all": "mail:on"})
        assert not Preference.objects.filter(person=wanjiru, channel="mail", on=False).exclude(kind="*daily").exists()
        assert 'value="mail:off"' in client.get("/notices/preferences/").content.decode()

    def test_own_quiet_hours_hold_in_place_of_those_of_the_installation(self, as_, wanjiru, told):
        client = as_(wanjiru)
        client.post("/notices/preferences/", {"quiet_begin": "08:00", "quiet_end": "16:00"})
        client.post("/notices/preferences/", {"quiet_begin": "09:00", "quiet_end": "17:00"})
        client.post("/notices/preferences/", {"quiet_begin": "25:00", "quiet_end": "<b>"})
        assert Preference.objects.get(person=wanjiru, kind=Preference.QUIET).channel == "09:00-17:00"
        person = User.objects.select_related("institution").get(pk=wanjiru.pk)
        noon = datetime(2026, 12, 1, 12, tzinfo=zone_of(person))
        choices = Choices.of([person.pk], kinds.get("assigned"))
        assert choices.when(person, channels.get("mail"), now=noon) == noon.replace(hour=17)
        assert choices.when(person, channels.get("mail"), now=noon.replace(hour=23)) == noon.replace(hour=23)
        Delivery.objects.update(next_at=noon)
        sender.send(sender.take(now=noon), now=noon)
        assert mail.outbox == [] and Delivery.objects.filter(next_at=noon.replace(hour=17)).count() == 3

    def test_a_test_message_goes_by_each_channel_that_reaches_one_once_in_ten_minutes(self, as_, wanjiru, told):
        client = as_(wanjiru)
        for _again in range(2):
            page = client.post("/notices/preferences/", {"all": "mail:off", "test": "1"}, follow=True)
        assert "in ten minutes" in page.content.decode()
        assert [one.channel for one in Delivery.objects.filter(notice__kind="notices_test")] == ["mail"]
        assert 'name="notices_test:mail"' not in page.content.decode()


class TestTheLog:
    def test_is_for_administrators_of_the_institution(self, as_, amina, told):
        page = as_(amina).get("/academy/notices/").content.decode()
        assert page.count("Wanjirũ wa Kamau") == Delivery.objects.count() == 3

    def test_shows_no_row_of_others(self, as_, told, beside):
        page = as_(beside).get("/academy/notices/?state=waiting").content.decode()
        assert "Wanjirũ" not in page and "Nothing was sent yet." in page

    def test_costs_the_same_for_many(self, as_, amina, told, django_assert_max_num_queries):
        client = as_(amina)
        client.get("/academy/notices/")
        with django_assert_max_num_queries(6):  # one of them notes in the log that it was opened
            assert client.get("/academy/notices/?state=waiting").status_code == 200
