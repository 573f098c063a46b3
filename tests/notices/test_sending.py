"""What became of a batch is written together, at a cost that does not grow with its mails; nothing is sent twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from lms.desks.notices.delivery import outcomes, sender
from lms.desks.notices.delivery.ledger import AcceptedMessage, open_ledger, recover
from lms.desks.notices.models import BadAddress, Delivery
from lms.foundation.plugins.channel import LATER, Receipt
from lms.foundation.plugins.notice import Occasion, tell
from tests.conftest import make_person

from .test_telling import MORNING

LEASE = Delivery.LEASE + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.NOTICES_DIR = tmp_path / "notices"
    return settings.NOTICES_DIR


@pytest.fixture
def waiting(academy, course):
    """`waiting(7)`: so many people are told something by mail."""

    def tell_them(number: int, subject: str = "1") -> None:
        people = [
            make_person(f"KE-{subject}{n:03}", f"P {n}", academy, email=f"p{subject}{n}@example.org", language="en")
            for n in range(number)
        ]
        until = MORNING + timedelta(days=3)
        tell(
            "withdrawn",
            [Occasion(p.pk, subject, MORNING, until, {"course": str(course.pk)}) for p in people],
            now=MORNING,
        )

    return tell_them


def states() -> list[str]:
    return sorted(Delivery.objects.values_list("state", flat=True))


def test_costs_the_same_statements_for_many_mails(waiting):
    waiting(1, "0")
    sender.sweep(now=MORNING)
    counted = []
    for number in (2, 30):
        waiting(number, f"{number}")
        with CaptureQueriesContext(connection) as statements:
            sender.sweep(now=MORNING)
        counted.append(len(statements))
    assert counted[0] == counted[1]
    assert len(mail.outbox) == 33 and set(states()) == {"sent"}
    assert Delivery.objects.values("reference").distinct().count() == 33


def test_addresses_where_nobody_is_cost_the_same_for_many(waiting, mail_server):
    counted = []
    for number in (2, 9):
        waiting(number, f"{number}")
        mail_server.refuse |= {f"p{number}{n}@example.org": "550 no such user" for n in range(number)}
        with CaptureQueriesContext(connection) as statements:
            sender.sweep(now=MORNING)
        counted.append(len(statements))
    assert (states(), BadAddress.objects.count()) == (["failed"] * 11, 11)
    assert counted[0] == counted[1]


def test_deliveries_that_the_database_did_not_store_stand_in_a_file_and_are_not_sent_again(
    waiting, folder, monkeypatch
):
    waiting(3)

    def away(*_given, **_asked):
        raise DatabaseError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(outcomes, "write", away)
        with pytest.raises(DatabaseError):
            sender.sweep(now=MORNING)
    assert (len(mail.outbox), states(), len(list(folder.iterdir()))) == (3, ["waiting"] * 3, 1)

    sender.sweep(now=MORNING + LEASE)

    assert (len(mail.outbox), states(), list(folder.iterdir())) == (3, ["sent"] * 3, [])


def test_a_fault_in_the_middle_leaves_what_was_sent_as_sent(waiting, monkeypatch):
    waiting(3)
    real, sent = sender._send, []

    def fails_at_the_third(*given):
        if len(sent) == 2:
            raise RuntimeError("a fault")
        sent.append(given)
        return real(*given)

    monkeypatch.setattr(sender, "_send", fails_at_the_third)
    with pytest.raises(RuntimeError):
        sender.sweep(now=MORNING)
    assert (len(mail.outbox), states()) == (2, ["sent", "sent", "waiting"])


def test_where_no_file_can_be_written_the_database_is_told_of_each_at_once(waiting, settings, tmp_path, monkeypatch):
    waiting(2)
    (tmp_path / "file").write_text("no folder")
    settings.NOTICES_DIR = tmp_path / "file"
    told = []
    real = outcomes.write
    monkeypatch.setattr(outcomes, "write", lambda rows, now: (told.append(len(rows)), real(rows, now=now)))
    sender.sweep(now=MORNING)
    assert (told, states()) == ([1, 1, 0], ["sent"] * 2)


def test_a_file_of_a_process_that_lives_is_left_to_it(waiting):
    taken = []
    with open_ledger() as ledger:
        assert ledger.note(AcceptedMessage([1], "x"))
        assert recover(taken.extend) == 0
    assert recover(taken.extend) == 1
    assert taken == [AcceptedMessage([1], "x")]


def test_half_a_line_is_no_line(folder):
    with open_ledger() as ledger:
        ledger.note(AcceptedMessage([1, 2], "x"))
    [file] = folder.iterdir()
    file.write_bytes(file.read_bytes() + b'[[3], "y')
    taken = []
    recover(taken.extend)
    assert taken == [AcceptedMessage([1, 2], "x")]


def test_a_batch_that_takes_too_long_leaves_the_rest_without_a_try(waiting, monkeypatch):
    waiting(3)
    monkeypatch.setattr(sender, "LONGEST_BATCH", -1)
    sender.send(sender.take(now=MORNING), now=MORNING)
    assert (mail.outbox, set(Delivery.objects.values_list("state", "tries", "next_at"))) == (
        [],
        {("waiting", 0, MORNING)},
    )


def test_a_retry_waits_as_long_as_the_carrier_says(waiting):
    waiting(1)
    [row] = sender.take(now=MORNING)
    outcome = outcomes.of_receipt([row], Receipt(LATER, reason="busy", wait=3600), "p", now=MORNING)
    outcomes.write([outcome], now=MORNING)
    row.refresh_from_db()
    assert (row.state, row.next_at, row.error, row.tries) == ("waiting", MORNING + timedelta(hours=1), "busy", 1)
