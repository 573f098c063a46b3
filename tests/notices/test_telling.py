"""Each thing is told once, by the channels that people chose, outside quiet hours, and while it makes sense."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.desks.notices import due_notices, unsubscribe_links
from lms.desks.notices import services as reading
from lms.desks.notices.delivery import bounces, sender
from lms.desks.notices.models import BadAddress, Delivery, Notice, Preference
from lms.desks.notices.triggers import UNREAD
from lms.foundation.plugins.notice import Occasion, tell
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.people.directory.models import User
from tests.conftest import make_person

MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday noon in Nairobi
DUE = datetime(2026, 12, 1, 18, 0, tzinfo=UTC)  # 21:00 there, a week later


@pytest.fixture
def reader(wanjiru):
    wanjiru.email, wanjiru.language = "wanjiru@example.org", "en"
    wanjiru.save()
    return wanjiru


@pytest.fixture
def due(course, reader):
    """Enrolled long ago in a course that is due in a week."""
    services.enrol(people=[reader], course=course, now=MORNING - timedelta(days=20))
    Enrolment.objects.update(due_at=DUE)
    return Enrolment.objects.get()


def run(now: datetime) -> None:
    due_notices.gather(now=now)
    sender.sweep(now=now)


def subjects() -> list[str]:
    return [letter.subject for letter in mail.outbox]


class TestReminders:
    def test_come_at_seven_and_two_days_and_on_the_day_each_once(self, due):
        for hours in range(0, 24 * 9, 6):
            run(MORNING + timedelta(hours=hours))
        title = due.course.title_in("en")
        assert subjects() == [f"Due soon: {title}", f"Due soon: {title}", f"Due today: {title}", f"Overdue: {title}"]
        assert "is due in 7 days, on Tuesday 1 December." in mail.outbox[0].body
        assert "/learn/" in mail.outbox[0].body

    def test_a_scheduler_that_was_down_sends_what_still_makes_sense_once(self, due):
        for days in (2, 3, 4):
            run(MORNING + timedelta(days=days))
        assert len(mail.outbox) == 1
        assert "is due in 5 days" in mail.outbox[0].body

    def test_say_nothing_of_what_was_completed_in_the_night(self, due):
        evening = MORNING + timedelta(hours=10)
        run(evening)
        assert (Delivery.objects.get().state, mail.outbox) == ("waiting", [])
        Enrolment.objects.update(completed_at=evening, status="completed")
        run(MORNING + timedelta(hours=20))
        assert (Delivery.objects.get().state, mail.outbox) == ("dropped", [])

    def test_are_told_again_where_the_date_is_another(self, due):
        run(MORNING)
        Enrolment.objects.update(due_at=DUE + timedelta(days=1))
        run(MORNING + timedelta(days=1))
        assert len(mail.outbox) == 2

    def test_go_by_the_day_of_the_institution(self, due):
        Enrolment.objects.update(due_at=datetime(2026, 12, 1, 21, 30, tzinfo=UTC))  # half past midnight, 2 December
        run(datetime(2026, 11, 24, 20, 0, tzinfo=UTC))
        assert not Notice.objects.exists()
        run(datetime(2026, 11, 25, 5, 0, tzinfo=UTC))
        assert "on Wednesday 2 December." in mail.outbox[0].body

    def test_do_not_follow_on_the_day_on_which_a_course_is_given(self, course, reader):
        services.enrol(people=[reader], course=course, now=MORNING)
        Enrolment.objects.update(due_at=MORNING + timedelta(days=1))
        run(MORNING)
        assert not Notice.objects.exists()

    def test_cost_the_same_statements_for_many(self, course, academy):
        people = [make_person(f"KE-7{n}", f"P {n}", academy, email=f"p{n}@example.org") for n in range(12)]
        services.enrol(people=people, course=course, now=MORNING - timedelta(days=20))
        due_notices.gather(now=MORNING)
        counted = []
        for number in (2, 12):
            Enrolment.objects.filter(learner__in=people[:number]).update(due_at=DUE)
            Notice.objects.all().delete()
            with CaptureQueriesContext(connection) as statements:
                due_notices.gather(now=MORNING + timedelta(hours=5 + number))
            counted.append(len(statements))
        assert Notice.objects.count() == 12 == Delivery.objects.count()
        assert counted[0] == counted[1]


class TestChannels:
    @pytest.fixture
    def say(self, reader):
        def tell_them(subject: str = "1", now=MORNING):
            tell("list_applied", [Occasion(reader.pk, subject, now, now + timedelta(days=2))], now=now)

        return tell_them

    def test_the_same_thing_is_told_once(self, say):
        say()
        say()
        assert Notice.objects.count() == 1

    def test_people_choose_for_themselves(self, reader, due, gateway):
        User.objects.filter(pk=reader.pk).update(phone="0712345678")
        reading.choose(person=reader, chosen={("due_soon", "mail"): False, ("due_soon", "sms"): True})
        run(MORNING)
        assert not mail.outbox
        [sent] = gateway.sent.values()
        assert sent["message"].startswith('The course "') and "/learn/" in sent["message"]
        assert Delivery.objects.get().channel == "sms"

    def test_once_a_day_all_comes_in_one_mail(self, reader, due):
        reading.choose(person=reader, chosen={(Preference.DAILY, "mail"): True})
        run(MORNING)
        assert not mail.outbox
        Enrolment.objects.update(due_at=DUE + timedelta(days=1))
        run(datetime(2026, 11, 25, 4, 0, tzinfo=UTC))  # 07:00
        assert subjects() == ["Due soon: " + due.course.title_in("en")]
        run(datetime(2026, 11, 26, 4, 0, tzinfo=UTC))
        assert len(mail.outbox) == 2

    def test_several_at_once_are_one_mail_in_the_language_of_the_reader(self, reader, due, course):
        reader.language = "fr"
        reader.save()
        tell(
            "due_soon",
            [Occasion(reader.pk, f"x{n}", MORNING, DUE, {"course": str(course.pk)}) for n in (1, 2)],
            now=MORNING,
        )
        sender.sweep(now=MORNING)
        [letter] = mail.outbox
        assert letter.body.startswith("Bonjour") and letter.body.count("/learn/") == 2
        assert "List-Unsubscribe" not in letter.extra_headers
        assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}

    def test_nobody_is_told_who_may_not_sign_in(self, reader, say):
        User.objects.filter(pk=reader.pk).update(is_active=False)
        say()
        assert not Notice.objects.exists()

    def test_an_address_where_nobody_is_gets_no_more(self, reader, due, mail_server):
        mail_server.refuse[reader.email] = "550 no such user"
        run(MORNING)
        assert (Delivery.objects.get().state, BadAddress.objects.get().address) == ("failed", reader.email)
        run(DUE - timedelta(days=2))
        assert Delivery.objects.count() == 1
        User.objects.filter(pk=reader.pk).update(email="new@example.org")
        run(DUE - timedelta(hours=6))
        assert len(mail_server.to("new@example.org")) == 1

    def test_a_server_that_is_away_is_asked_again_and_later_given_up(self, reader, due, settings, mail_server):
        settings.EMAIL_PORT = 1
        run(MORNING)
        assert (Delivery.objects.get().state, Delivery.objects.get().tries) == ("waiting", 1)
        settings.EMAIL_PORT = mail_server.port
        run(MORNING + timedelta(minutes=3))
        assert len(mail_server.taken) == 1

    def test_what_comes_back_marks_the_address(self, reader, now):
        report = (
            b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n\nsorry\n"
            b"--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
            b"Final-Recipient: rfc822; Wanjiru@example.org\nAction: failed\nStatus: 5.1.1\n\n--x--\n"
        )
        assert bounces.mark_bounced(report.replace(b"5.1.1", b"4.2.2").replace(b"failed", b"delayed"), now=now) == 0
        assert bounces.mark_bounced(report, now=now) == 1
        assert BadAddress.objects.get().reason == "came back: 5.1.1"
        assert bounces.mark_bounced(b"no mail at all", now=now) == 0


class TestTheCount:
    def test_follows_what_comes_is_read_and_goes(self, reader, due):
        def unread():
            return User.objects.get(pk=reader.pk).unread_notices

        run(MORNING)
        assert unread() == 1
        reader.save()
        assert unread() == 1
        reading.mark_read(notice=Notice.objects.get(), now=MORNING)
        reading.mark_read(notice=Notice.objects.get(), now=MORNING)
        assert unread() == 0
        run(DUE - timedelta(days=2))
        assert unread() == 1
        Notice.objects.unread().delete()
        assert unread() == 0

    def test_is_put_back_with_what_came_without_its_triggers(self, reader, due):
        for name, table in UNREAD.installed(connection).items():
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TRIGGER {name}{on_table}")
        run(MORNING)
        assert User.objects.get(pk=reader.pk).unread_notices == 0
        assert [warning.id for warning in UNREAD.check(databases=["default"])] == ["notices.W001"]
        UNREAD.install(using="default")
        assert UNREAD.check(databases=["default"]) == []
        assert User.objects.get(pk=reader.pk).unread_notices == 1

    def test_a_wrong_count_of_unread_notices_is_corrected(self, reader):
        User.objects.filter(pk=reader.pk).update(unread_notices=7)
        assert reading.recount_unread() == 1
        assert User.objects.get(pk=reader.pk).unread_notices == 0


class TestTheCommand:
    def listed(self, **options):
        out = StringIO()
        call_command("notices", dry_run=True, json=True, stdout=out, **options)
        return json.loads(out.getvalue())

    def test_lists_what_would_be_told_and_tells_nothing(self, due):
        assert self.listed(at="2026-11-20") == []
        rows = self.listed(at="2026-11-24")
        assert [(row["person"], row["notice"], row["channel"]) for row in rows] == [
            ("KE-20377", "due_soon", "inapp"),
            ("KE-20377", "due_soon", "mail"),
        ]
        assert rows[0]["subject"].startswith("Due soon: ")
        assert not Notice.objects.exists() and not mail.outbox

    def test_the_command_lists_waiting_deliveries(self, due):
        due_notices.gather(now=MORNING + timedelta(hours=10))
        assert [row["channel"] for row in self.listed(at="2026-11-25T08:00")] == ["mail"]

    def test_tells_now_without_it(self, due):
        Enrolment.objects.update(due_at=timezone.now() - timedelta(hours=1))
        call_command("notices", now=True, stdout=StringIO())
        assert Notice.objects.count() == 1


class TestStopping:
    def test_ends_one_kind_of_mail_without_signing_in(self, client, reader, due):
        run(MORNING)
        address = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").partition("/notices/")[2]
        page = f"/notices/{address}"
        assert client.get(page).status_code == 200
        assert not Preference.objects.exists()
        assert client.post(page, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert Preference.objects.get().on is False
        run(DUE - timedelta(days=2))
        assert len(mail.outbox) == 1

    def test_does_nothing_with_another_token(self, client, reader, monkeypatch):
        assert client.post("/notices/stop/abc/").status_code == 404
        from lms.foundation.plugins.notice import kinds

        page = unsubscribe_links.unsubscribe_address(reader, "due_soon")
        monkeypatch.setattr(kinds.get("due_soon"), "required", True, raising=False)
        assert (
            client.post(
                "/" + page.partition("/notices/")[1].strip("/") + "/" + page.partition("/notices/")[2]
            ).status_code
            == 404
        )


class TestReviews:
    def test_reviewers_are_told_of_a_course_that_was_handed_in(self, course_page, superuser, omar, mail_server):
        from django.contrib.auth.models import Group

        from courses.publishing.notices import tell_reviewers
        from courses.publishing.submissions import Submission

        User.objects.filter(pk=omar.pk).update(email="omar@example.org")
        omar.groups.add(Group.objects.get(name="Moderators"))
        handed_in = Submission.objects.create(
            course_key=course_page.translation_key, by=superuser, handed_in_at=MORNING, note="Please"
        )
        tell_reviewers(handed_in, course_page, by=superuser, now=MORNING)
        tell_reviewers(handed_in, course_page, by=superuser, now=MORNING)
        sender.sweep(now=MORNING)
        [letter] = mail_server.to("omar@example.org")
        assert letter["Subject"] == f"To review: {course_page.title}"
        assert Notice.objects.count() == 1
