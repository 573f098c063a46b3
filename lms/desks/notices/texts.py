"""The words of notices, in the language and time zone of whoever reads them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from lms.foundation.plugins.channel import Message
from lms.foundation.plugins.notice import PendingNotice, Words, kinds
from lms.foundation.plugins.pages.linked_pages import NOTICE_PREFERENCES, address
from lms.foundation.plugins.runtime.errors import NotInstalled
from lms.people.directory.models import User

from .models import Delivery, Notice
from .rules import zone_of
from .unsubscribe_links import unsubscribe_address


def language_of(person: User) -> str:
    return person.language if person.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def words_of(
    notices: Sequence[Notice], people: Mapping[int, User], *, now: datetime, language: str = ""
) -> dict[int, Words | None]:
    """Return the words by primary key, in `language` or each reader's own; None for what no longer makes sense, and for
    kinds that are away. Statements grow with kinds, languages and time zones alone.
    """
    groups: dict[tuple[str, str, str], list[Notice]] = {}
    for notice in notices:
        person = people[notice.person_id]
        key = (notice.kind, language or language_of(person), str(zone_of(person)))
        groups.setdefault(key, []).append(notice)
    words: dict[int, Words | None] = {}
    for (kind, spoken, _zone), group in groups.items():
        with override(spoken), timezone.override(zone_of(people[group[0].person_id])):
            words |= _words(kind, group, now)
    return words


def _words(kind: str, group: Sequence[Notice], now: datetime) -> dict[int, Words | None]:
    known = kinds.find(kind)
    told = [PendingNotice(notice.person_id, notice.facts) for notice in group]
    try:
        given = known.words(told, now=now) if known else [None] * len(group)
    except NotInstalled:
        given = [None] * len(group)
    return {notice.pk: one for notice, one in zip(group, given, strict=False)}


def message_of(
    deliveries: Sequence[Delivery], words: Mapping[int, Words], person: User, *, longest: int | None
) -> Message:
    """Return one message for what goes to `person` by one channel at once.

    Where the channel takes few letters it is the sentence and the address; else how to be told otherwise as well.
    """
    language = language_of(person)
    said = [words[delivery.notice_id] for delivery in deliveries]
    stop = unsubscribe_address(person, deliveries[0].notice.kind) if len(deliveries) == 1 else ""
    key = "notices-" + "-".join(str(delivery.pk) for delivery in deliveries)
    with override(language):
        if longest is not None:
            text, link = "; ".join(one.text for one in said), absolute(said[0].link)
            room = longest - len(link) - 1
            return Message(key, f"{text if len(text) <= room else text[: room - 1] + '…'} {link}".strip(), language)
        texts = [one.text if len(said) == 1 else f"{one.subject}\n{one.text}" for one in said]
        parts = [text + (f"\n{absolute(one.link)}" if one.link else "") for text, one in zip(texts, said, strict=True)]
        end = _("To choose which notices you get: %(address)s") % {"address": absolute(address(NOTICE_PREFERENCES))}
        ends = [end, *([_("To get no more of this kind: %(address)s") % {"address": stop}] if stop else [])]
        subject = said[0].subject if len(said) == 1 else _many(len(said), said[0].subject)
        text = "\n\n".join([_("Hello %(name)s,") % {"name": person.name}, *parts, "\n".join(ends)])
    files = tuple(file for one in said for file in one.files)
    return Message(key if len(key) <= 80 else key[:80], text, language, subject=subject, stop=stop, files=files)


def _many(number: int, first: str) -> str:
    about = {"first": first, "number": number - 1}
    return ngettext("%(first)s, and %(number)s more", "%(first)s, and %(number)s more", number - 1) % about


def absolute(path: str) -> str:
    return settings.BASE_URL.rstrip("/") + path if path else ""
