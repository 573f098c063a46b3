"""Mails are rows: sent by one worker at a time, put off while there is no mail server,
and told on /health/ where they are stuck.
"""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from lms.foundation.plugins import health
from lms.people import tasks
from lms.people.identity.mail import delivery, outbox
from lms.people.identity.mail.mails import LEASE, Kind, Mail, Status
from tests.conftest import NOW

from .mailbox import MailServer, text_of


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 5
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    server = MailServer()
    settings.EMAIL_PORT = server.port
    return server


@pytest.fixture
def mail(wanjiru):
    wanjiru.email, wanjiru.language = "wanjiru@example.org", "sw"
    wanjiru.save()
    return outbox.write(kind=Kind.PASSWORD, recipient=wanjiru.email, person=wanjiru, now=NOW)


def standing(mail) -> tuple:
    mail.refresh_from_db()
    return mail.status, mail.tries, mail.next_at


class TestARealServer:
    def test_takes_the_mail_in_the_language_of_its_reader(self, server, mail):
        with server.running():
            assert delivery.send(mail.pk, now=NOW)
        [taken] = server.to("wanjiru@example.org")
        assert "KE-20377" in text_of(taken)
        assert taken["Auto-Submitted"] == "auto-generated"
        with override("sw"):
            assert taken["Subject"] == gettext("Your password was changed")
        assert standing(mail) == (Status.SENT, 1, None)
        assert mail.sent_at == NOW

    def test_sends_it_once_however_often_its_task_comes(self, server, mail):
        with server.running():
            for _task in range(3):
                delivery.send(mail.pk, now=NOW)
            delivery.sweep(now=NOW + timedelta(days=1))
        assert len(server.taken) == 1

    def test_that_is_away_loses_nothing(self, server, mail):
        assert not delivery.send(mail.pk, now=NOW)
        assert standing(mail) == (Status.WAITING, 1, NOW + timedelta(minutes=1))
        with server.running():
            assert delivery.sweep(now=NOW + timedelta(seconds=59)) == 0
            assert delivery.sweep(now=NOW + timedelta(minutes=1)) == 1
        assert len(server.taken) == 1

    def test_that_is_away_is_asked_once_in_a_sweep(self, server, mail, wanjiru):
        others = [
            outbox.write(kind=Kind.PASSWORD, recipient=wanjiru.email, person=wanjiru, now=NOW) for _mail in range(3)
        ]
        assert delivery.sweep(now=NOW) == 1
        assert [standing(other)[1] for other in others] == [0, 0, 0]

    def test_that_stays_away_is_given_up_and_told_until_somebody_mends_it(self, server, mail, capsys):
        now = NOW
        for pause in delivery.PAUSES:
            delivery.sweep(now=now)
            assert delivery.backlog(now + timedelta(minutes=11)).status == health.WARNING
            now += pause
        delivery.sweep(now=now)
        assert standing(mail) == (Status.GIVEN_UP, len(delivery.PAUSES) + 1, None)
        assert delivery.backlog(now).figures["given_up_mails"] == 1
        with server.running():
            call_command("send_mails", "--again", "--now")
        assert "Taken up again: 1." in capsys.readouterr().out
        assert len(server.taken) == 1
        assert delivery.backlog(timezone.now()).status == health.UP

    def test_refuses_a_mailbox_that_is_not_there_and_is_not_asked_again(self, server, mail):
        server.refuse[mail.recipient] = "550 no such user"
        with server.running():
            delivery.send(mail.pk, now=NOW)
        assert standing(mail) == (Status.REFUSED, 1, None)
        assert mail.error == "refused: 550", "what a server says may hold addresses"

    def test_one_typing_mistake_is_no_alarm_but_a_day_on_which_nothing_is_taken_is(self, server, mail, wanjiru):
        server.refuse[mail.recipient] = "550 relaying denied"
        with server.running():
            delivery.send(mail.pk, now=NOW)
            assert delivery.backlog(NOW).status == health.WARNING
            other = outbox.write(kind=Kind.PASSWORD, recipient="other@example.org", person=wanjiru, now=NOW)
            delivery.send(other.pk, now=NOW)
        assert delivery.backlog(NOW).status == health.UP

    @pytest.mark.parametrize("answer", ["450 try later", "554 blocked", "452 full"])
    def test_that_refuses_for_another_reason_is_tried_again(self, server, mail, answer):
        server.refuse[mail.recipient] = answer
        with server.running():
            delivery.send(mail.pk, now=NOW)
            assert standing(mail) == (Status.WAITING, 1, NOW + timedelta(minutes=1))
            server.refuse.clear()
            delivery.sweep(now=NOW + timedelta(minutes=1))
        assert standing(mail)[0] == Status.SENT

    def test_one_mail_that_cannot_be_made_holds_up_no_other(self, server, mail, wanjiru, monkeypatch):
        second = outbox.write(
            kind=Kind.CHANGED, recipient="old@example.org", person=wanjiru, now=NOW + timedelta(seconds=1)
        )
        Mail.objects.filter(pk=mail.pk).update(kind="unknown")
        with server.running():
            assert delivery.sweep(now=NOW + timedelta(seconds=2)) == 2
        assert standing(second)[0] == Status.SENT
        assert standing(mail)[:2] == (Status.WAITING, 1)


class TestAWorkerThatIsKilled:
    def test_leaves_the_mail_to_the_next_after_the_lease(self, mail):
        assert Mail.objects.claim(mail.pk, now=NOW).tries == 1
        assert Mail.objects.claim(mail.pk, now=NOW) is None
        assert delivery.sweep(now=NOW + LEASE) == 1
        assert standing(mail)[0] == Status.SENT
        assert len(django_mail.outbox) == 1

    def test_again_and_again_is_given_up(self, mail):
        for number in range(len(delivery.PAUSES) + 1):
            assert Mail.objects.claim(mail.pk, now=NOW + number * LEASE)
        delivery.sweep(now=NOW + timedelta(days=9))
        assert standing(mail)[0] == Status.GIVEN_UP
        assert django_mail.outbox == []


class TestARow:
    def test_is_forgotten_after_a_month(self, mail):
        assert outbox.delete_old_mails(now=NOW + outbox.KEPT - timedelta(seconds=1)) == 0
        assert outbox.delete_old_mails(now=NOW + outbox.KEPT) == 1

    def test_that_waits_has_a_time_for_it(self, mail):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mail.objects.update(next_at=None)

    def test_speaks_the_language_that_was_asked_in_where_its_person_has_none(self, abdi):
        assert (
            outbox.write(kind=Kind.PASSWORD, recipient="a@example.org", person=abdi, now=NOW, language="ar").language
            == "ar"
        )

    @pytest.mark.parametrize("kind", [Kind.PASSWORD, Kind.CHANGED, Kind.ASKED])
    @pytest.mark.parametrize("language", ["en", "fr", "ar", "am", "sw", "so", "om"])
    def test_has_a_subject_of_one_line_and_a_body_in_every_language(self, abdi, kind, language):
        abdi.name = "Abdi & <Hassan>"
        abdi.language = language
        abdi.save()
        delivery.send(outbox.write(kind=kind, recipient="a@example.org", person=abdi, now=NOW).pk, now=NOW)
        [sent] = django_mail.outbox
        assert sent.subject
        assert "\n" not in sent.subject
        assert "KE-20417" in sent.body
        assert "Abdi & <Hassan>" in sent.body, "plain text, not markup"

    def test_is_sent_when_the_transaction_has_committed(self, wanjiru, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            outbox.write(kind=Kind.PASSWORD, recipient="w@example.org", person=wanjiru, now=timezone.now())
            assert django_mail.outbox == []
        assert len(django_mail.outbox) == 1

    def test_is_written_also_where_no_task_can_be_queued(
        self, wanjiru, monkeypatch, django_capture_on_commit_callbacks
    ):
        def refuse(*_args, **_named):
            raise ConnectionError

        monkeypatch.setattr(tasks.send_mail, "apply_async", refuse)
        with django_capture_on_commit_callbacks(execute=True):
            mail = outbox.write(kind=Kind.PASSWORD, recipient="w@example.org", person=wanjiru, now=timezone.now())
        assert standing(mail)[0] == Status.WAITING
        tasks.sweep_mails()
        assert standing(mail)[0] == Status.SENT


def test_what_is_said_on_health_costs_one_statement(mail, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = delivery.backlog(NOW)
    assert found.status == health.UP
