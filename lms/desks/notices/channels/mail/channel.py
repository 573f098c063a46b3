"""The channel for e-mail."""

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.channel import E_MAIL, FAILED, LATER, SENT, Channel, Message, Receipt
from lms.people.identity.mail.delivery import NO_SUCH_MAILBOX
from lms.people.identity.mail.mail_texts import HEADERS

if TYPE_CHECKING:
    from lms.people.directory.models import User

_open: ContextVar[Any] = ContextVar("mail_connection", default=None)


@contextmanager
def one_connection() -> Iterator[None]:
    """Send all mails inside over one connection to the server, which is opened when it is needed."""
    connection = get_connection()
    before = _open.set(connection)
    try:
        yield
    finally:
        _open.reset(before)
        connection.close()


class Mail(Channel):
    slug = "mail"
    name = _("E-mail")
    uses = E_MAIL

    def address(self, person: "User") -> str:
        return str(person.email)

    def together(self) -> AbstractContextManager[None]:
        return one_connection()

    def send(self, message: Message, *, to: str, institution: object) -> Receipt:
        reference = message_id(message.key)
        try:
            letter(message, to=to, reference=reference).send()
        except SMTPRecipientsRefused as error:
            return _refused([code for code, _text in error.recipients.values()])
        except (SMTPException, OSError) as error:
            return Receipt(LATER, reason=type(error).__name__)
        return Receipt(SENT, reference=reference)


def letter(message: Message, *, to: str, reference: str) -> EmailMessage:
    """Return the mail: its text, where the matter is, how to end such mails, and its files."""
    headers = {**HEADERS, "Message-ID": reference}
    if message.stop:
        headers |= {"List-Unsubscribe": f"<{message.stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    body = "\n\n".join(filter(None, (message.text, message.link)))
    subject = " ".join(message.subject.split())
    mail = EmailMessage(subject, f"{body}\n", to=[to], headers=headers, connection=_open.get())
    for file in message.files:
        content = file.read()
        if content is not None:
            mail.attach(file.name, content, file.content_type)
    return mail


def message_id(key: str) -> str:
    """Return the same for the same message: servers and programs for mail show it once (RFC 5322, 3.6.4)."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    digest = hashlib.sha256(f"{settings.SECRET_KEY} {key}".encode()).hexdigest()[:40]
    return f"<{digest}@{domain}>"


def _refused(codes: list[int]) -> Receipt:
    """Return a mailbox that is not there stays away; anything else may pass."""
    reason = "refused: " + ", ".join(map(str, codes))
    if codes and all(code in NO_SUCH_MAILBOX for code in codes):
        return Receipt(FAILED, reason=reason, bad_address=True)
    return Receipt(LATER, reason=reason)
