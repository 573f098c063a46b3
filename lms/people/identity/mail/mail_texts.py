"""Texts of mails. Each has a text template per kind; its first line is the subject."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from ...directory.models import User
from . import links
from .activation_links import may_be_mailed, to_activate
from .mails import Kind, Mail, NewAddress

HEADERS = {"Auto-Submitted": "auto-generated"}
"""Nobody's holiday notice answers it (RFC 3834)."""


def letter(mail: Mail) -> EmailMessage | None:
    """Return the mail as it is sent; None if there is nothing to say any more."""
    link = _LINKS[mail.kind](mail) if mail.kind in _LINKS else ""
    if link is None:
        return None
    context: dict[str, Any] = {"person": mail.person, "site": settings.BASE_URL, "link": link}
    with override(mail.language):
        subject, _line_end, body = render_to_string(f"people/mail/{mail.kind}.txt", context).strip().partition("\n")
    return EmailMessage(subject, body.strip() + "\n", to=[mail.recipient], headers=HEADERS)


def may_have_link(person: User) -> bool:
    """Return whether `person` may get a link by mail: only people who can sign in with a password."""
    return person.is_active and person.has_usable_password()


def _to_new_password(mail: Mail) -> str | None:
    person = mail.person
    if person is None or not may_have_link(person) or person.email != mail.recipient:
        return None
    return links.to_new_password(person)


def _to_confirm(mail: Mail) -> str | None:
    new = NewAddress.objects.select_related("person").filter(person=mail.person_id, address=mail.recipient).first()
    return None if new is None else links.to_confirm(new)


def _to_activate(mail: Mail) -> str | None:
    person = mail.person
    return to_activate(person) if person and person.email == mail.recipient and may_be_mailed(person) else None


_LINKS: dict[str, Callable[[Mail], str | None]] = {
    Kind.LINK: _to_new_password,
    Kind.CONFIRM: _to_confirm,
    Kind.ACTIVATE: _to_activate,
}
