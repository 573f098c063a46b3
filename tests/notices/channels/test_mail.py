"""Mails of the channel leave through a real mail server."""

import pytest

from lms.desks.notices.channels.mail.channel import Mail, one_connection
from lms.foundation.plugins.channel import Message
from tests.people.mailbox import text_of

MESSAGE = Message(
    "delivery:1",
    "Lesson 1 is due.",
    "en",
    subject="Due\nsoon",
    link="https://a.example/learn/",
    stop="https://a.example/s/",
)


def send(to: str = "wanjiru@example.org", message: Message = MESSAGE):
    return Mail().send(message, to=to, institution=None)


def test_a_real_server_takes_it(mail_server, settings):
    settings.DEFAULT_FROM_EMAIL = "Mafunzo <notices@academy.example>"
    receipt = send()
    [taken] = mail_server.to("wanjiru@example.org")
    assert (receipt.state, receipt.reference) == ("sent", taken["Message-ID"])
    assert taken["Message-ID"].endswith("@academy.example>")
    assert (taken["Subject"], taken["Auto-Submitted"]) == ("Due soon", "auto-generated")
    assert (taken["List-Unsubscribe"], taken["List-Unsubscribe-Post"]) == (
        "<https://a.example/s/>",
        "List-Unsubscribe=One-Click",
    )
    assert text_of(taken).split() == ["Lesson", "1", "is", "due.", "https://a.example/learn/"]


def test_the_same_message_has_the_same_number(mail_server):
    assert send().reference == send().reference != send(message=Message("other", "x", "en")).reference


@pytest.mark.parametrize(
    ("answer", "state", "bad"), [("550 no such user", "failed", True), ("451 later", "later", False)]
)
def test_a_mailbox_that_is_not_there_is_told_from_one_that_is_full(mail_server, answer, state, bad):
    mail_server.refuse["gone@example.org"] = answer
    receipt = send("gone@example.org")
    assert (receipt.state, receipt.bad_address) == (state, bad)


def test_a_server_that_is_away_is_asked_later(mail_server, settings):
    settings.EMAIL_PORT = 1
    assert send().state == "later"


def test_many_go_over_one_connection(mail_server):
    with one_connection():
        for number in range(3):
            assert send(f"{number}@example.org").state == "sent"
    assert len(mail_server.taken) == 3
