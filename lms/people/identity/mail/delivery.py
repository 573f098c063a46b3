"""Sending mails from their rows: each by one worker at a time, again and again with longer pauses,
and never lost with a mail server.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.db.models import Count, Q

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
    if mail.is_interrupted:
        _close(mail, Status.GIVEN_UP, mail.error or "killed")
        return True
    try:
        _deliver(mail, now=now)
    except SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        _refused(mail, codes, now=now)
    except (SMTPException, OSError) as error:
        _put_off(mail, type(error).__name__, now=now)
        return False
    except Exception as error:
        log.exception("mail could not be made, try %s: %s", mail.tries, mail)
        _put_off(mail, type(error).__name__, now=now)
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
    _close(mail, Status.SENT, "", sent_at=now)


def _refused(mail: Mail, codes: list[int], *, now: datetime) -> None:
    """Close the mail if the mailbox does not exist, a mistake of the person who typed it; else put it off, since
    anything else may pass.
    """
    reason = "refused: " + ", ".join(map(str, codes))
    if codes and all(code in NO_SUCH_MAILBOX for code in codes):
        _close(mail, Status.REFUSED, reason)
    else:
        _put_off(mail, reason, now=now)


def _put_off(mail: Mail, reason: str, *, now: datetime) -> None:
    next_at = mail.next_try(now)
    if next_at is None:
        _close(mail, Status.GIVEN_UP, reason)
        log.error("mail given up after %s tries: %s (%s)", mail.tries, mail, reason)
        return
    Mail.objects.filter(pk=mail.pk).update(error=reason[:120], next_at=next_at)
    log.warning("mail put off, try %s: %s (%s)", mail.tries, mail, reason)


def _close(mail: Mail, status: Status, reason: str, sent_at: datetime | None = None) -> None:
    Mail.objects.filter(pk=mail.pk).update(status=status, error=reason[:120], next_at=None, sent_at=sent_at)


def sweep(*, now: datetime) -> int:
    """Send what is due: its message was lost, or it failed before.

    Ends where there is no mail server. Returns how many were tried.
    """
    tried = 0
    for pk in list(Mail.objects.due(now).order_by("next_at").values_list("pk", flat=True)[:AT_ONCE]):
        tried += 1
        if not send(pk, now=now):
            break
    return tried


def backlog(now: datetime) -> health.Finding:
    """Return a warning if mails were given up, wait too long, or were refused for a day without one that was taken."""
    recent = Q(made_at__gte=now - DAY)
    figures = Mail.objects.aggregate(
        given_up_mails=Count("pk", filter=Q(status=Status.GIVEN_UP)),
        late_mails=Count("pk", filter=Q(next_at__lt=now - LATE)),
        put_off_mails=Count("pk", filter=Q(status=Status.WAITING, made_at__lt=now - LATE)),
        refused_mails=Count("pk", filter=recent & Q(status=Status.REFUSED)),
        sent_mails=Count("pk", filter=recent & Q(status=Status.SENT)),
    )
    stuck = figures["given_up_mails"] or figures["late_mails"] or figures["put_off_mails"]
    none_is_taken = figures["refused_mails"] and not figures["sent_mails"]
    return health.Finding(health.WARNING if stuck or none_is_taken else health.UP, figures)
