"""Sending mails from their rows: each by one worker at a time, again and again with longer pauses,
and never lost with a mail server.
"""

import logging
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPException, SMTPRecipientsRefused

from django.db.models import Count, Min, Q

from lms.foundation.plugins import health

from . import password_reset
from .mail_texts import letter
from .mails import Kind, Mail, Status

log = logging.getLogger(__name__)

PAUSES = Mail.PAUSES
AT_ONCE = 100
"""How many one sweep takes up."""
LATE = timedelta(minutes=10)
DAY = timedelta(days=1)
NO_SUCH_MAILBOX = 550, 551, 553
"""Answers to a recipient that no other try would change (RFC 5321, 4.2.3)."""


def send(pk: int, *, now: datetime) -> bool:
    """Send the mail `pk`, unless somebody else is at it. What goes wrong is kept, without texts of the server, and
    tried again later.

    False where there was no mail server to talk to.
    """
    mail = Mail.objects.select_related("person").claim(pk, now=now)
    if mail is None:
        return True
    try:
        _deliver(mail, now=now)
    except SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        _refused(mail, codes, now=now)
    except (SMTPException, OSError) as error:
        mail.put_off(type(error).__name__, now=now)
        return False
    except Exception as error:
        log.exception("mail could not be made, try %s: %s", mail.tries, mail)
        mail.put_off(type(error).__name__, now=now)
    return True


def _deliver(mail: Mail, *, now: datetime) -> None:
    if mail.kind == Kind.FORGOTTEN:
        password_reset.look_up(mail, now=now)
        return
    message = letter(mail)
    if message is None:
        mail.delete()
        return
    message.send()
    mail.close(status=Status.SENT, sent_at=now)


def _refused(mail: Mail, codes: list[int], *, now: datetime) -> None:
    """Close the mail if the mailbox does not exist, a mistake of the person who typed it; else put it off, since
    anything else may pass.
    """
    reason = "refused: " + ", ".join(map(str, codes))
    if codes and all(code in NO_SUCH_MAILBOX for code in codes):
        mail.close(reason, status=Status.REFUSED)
    else:
        mail.put_off(reason, now=now)


def sweep(*, now: datetime) -> int:
    """Send what is due; ends where there is no mail server. Returns how many were tried."""
    return Mail.objects.sweep(partial(send, now=now), now=now, most=AT_ONCE)


def backlog(now: datetime) -> health.Finding:
    """Return a warning if mails were given up, wait too long, or were refused for a day without one that was taken."""
    recent = Q(made_at__gte=now - DAY)
    figures = Mail.objects.aggregate(
        given_up_mails=Count("pk", filter=Q(status=Status.GIVEN_UP)),
        late_mails=Count("pk", filter=Q(next_at__lt=now - LATE)),
        put_off_mails=Count("pk", filter=Q(status=Status.WAITING, made_at__lt=now - LATE)),
        refused_mails=Count("pk", filter=recent & Q(status=Status.REFUSED)),
        sent_mails=Count("pk", filter=recent & Q(status=Status.SENT)),
        oldest_minutes=Min("made_at", filter=Q(status=Status.WAITING)),
    )
    figures["oldest_minutes"] = health.age(now, figures["oldest_minutes"])
    stuck = figures["given_up_mails"] or figures["late_mails"] or figures["put_off_mails"]
    none_is_taken = figures["refused_mails"] and not figures["sent_mails"]
    return health.Finding(health.WARNING if stuck or none_is_taken else health.UP, figures)
