"""A link to activate an account by text message: written down, sent, tried again, forgotten.

It is the link that goes by mail, for whoever has a phone number and no e-mail address. Which gateway carries it is a
matter of the channels that are plugged in (`lms.foundation.plugins.channel`).
"""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils.translation import get_language, gettext, override

from lms.foundation.plugins import channel as ways
from lms.foundation.plugins import health
from lms.foundation.plugins.channel import PHONE, Message, Receipt, channels, way_for_secrets
from lms.foundation.work.queueing import queue

from ...directory.models import User
from ..mail.activation_links import may_be_texted, to_activate
from ..mail.sms_outbox import Text, TextStatus

AT_ONCE = 100
KEPT = timedelta(days=30)
LATE = timedelta(minutes=10)


def write(*, person: User, now: datetime) -> Text | None:
    """Write a text message to `person`, sent when the transaction has committed; None if no channel reaches them
    now.
    """
    way = way_for_secrets(person, PHONE)
    if way is None:
        return None
    channel, number = way
    known = dict(settings.LANGUAGES)
    asked = (person.language, get_language() or "", settings.LANGUAGE_CODE)
    language = next(code for code in asked if code in known)
    about = {"channel": channel.slug, "recipient": number, "language": language}
    text = Text.objects.create(person=person, made_at=now, next_at=now, **about)
    queue("people.send_text", text.pk)
    return text


def send(pk: int, *, now: datetime) -> None:
    """Send the text message `pk`, unless somebody else is at it."""
    text = Text.objects.select_related("person__institution").claim(pk, now=now)
    if text is None:
        return
    person: User = text.person
    channel = channels.find(text.channel, at=person.institution)
    if not may_be_texted(person) or (channel and channel.address(person) != text.recipient):
        text.delete()
        return
    if channel is not None and not channel.may_carry_secrets(person):
        text.give_up("The institution has a gateway of its own and may not sign them in.")
        return
    if channel is None:
        text.give_up(text.error or "no channel")
        return
    message = Message(f"activation-{text.pk}", _words(text), text.language)
    _keep(text, channel.send(message, to=text.recipient, institution=person.institution), now=now)


def _words(text: Text) -> str:
    with override(text.language):
        return gettext("Mafunzo, %(number)s: choose your password within a week: %(link)s") % {
            "number": text.person.service_number,
            "link": to_activate(text.person),
        }


def _keep(text: Text, receipt: Receipt, *, now: datetime) -> None:
    if receipt.state == ways.SENT:
        text.close(status=TextStatus.SENT, sent_at=now)
    elif receipt.state != ways.FAILED:
        text.put_off(receipt.reason, now=now, wait=receipt.wait)
    elif receipt.bad_address:
        text.close(receipt.reason, status=TextStatus.REFUSED)
    else:
        text.give_up(receipt.reason)


def last_of(person: User) -> Text | None:
    """Return the last text message to `person` that is still known."""
    return Text.objects.filter(person=person).order_by("-pk").first()


def sweep(*, now: datetime) -> int:
    """Send what is due. Returns how many were tried."""
    return Text.objects.sweep(partial(send, now=now), now=now, most=AT_ONCE)


def delete_old_texts(*, now: datetime) -> int:
    """Delete what was written down long ago. Returns how many."""
    deleted: int = Text.objects.filter(made_at__lte=now - KEPT).delete()[0]
    return deleted


def backlog(now: datetime) -> health.Finding:
    """Return a warning if text messages were given up within a day, or wait longer than a sweep should let them."""
    found = Text.objects.aggregate(
        given_up_texts=Count("pk", filter=Q(status=TextStatus.GIVEN_UP, made_at__gte=now - timedelta(days=1))),
        late_texts=Count("pk", filter=Q(next_at__lt=now - LATE)),
        due=Min("next_at"),
    )
    return health.backlog(oldest_minutes=health.age(now, found.pop("due")), **found)
