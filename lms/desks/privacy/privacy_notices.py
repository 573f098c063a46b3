"""Publishing a privacy notice, and accepting it: the only writer of both."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lms.people.audit.services import note
from lms.people.directory.choices import Role
from lms.people.directory.inherited_settings import recompute_inherited
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.directory.tree import hold_the_trees

from .models import Acceptance, Notice


class NotPublished(ValueError):
    """The notice says nothing, or the institution is not theirs. Nothing was written."""


@transaction.atomic
def publish(*, institution: Institution, texts: Mapping[str, str], by: User, now: datetime) -> Notice:
    """Return the next version of the notice of `institution`, shown from now on there and below where nothing closer
    has one of its own. The same texts as the last one again change nothing.

    Raises `NotPublished`.
    """
    hold_the_trees()
    said = {code: text.strip().replace("\r\n", "\n") for code, text in texts.items() if text.strip()}
    if not said:
        raise NotPublished(_("Write the notice in one language at least."))
    if not Institution.objects.visible_to(by, Role.ADMINISTRATOR).filter(pk=institution.pk).exists():
        raise NotPublished(_("This institution is not one of yours. Choose one from the list."))
    last = Notice.objects.filter(institution=institution).order_by("-version").first()
    if last is not None and last.texts == said:
        return last
    version = last.version + 1 if last else 1
    notice = Notice.objects.create(institution=institution, version=version, texts=said, made_by=by, made_at=now)
    Institution.objects.filter(pk=institution.pk).update(own_notice=notice.pk)
    recompute_inherited(Institution.objects.get(pk=institution.pk))
    note("notice_published", by=by, institution=institution, now=now, version=version)
    return notice


@transaction.atomic
def accept(*, person: User, notice: Notice, language: str, now: datetime) -> Acceptance:
    """Keep that `person` accepted `notice`. The same again changes nothing."""
    about = {"language": notice.text_in(language)[1], "at": now}
    acceptance, made = Acceptance.objects.get_or_create(person=person, notice=notice, defaults=about)
    if made:
        note("notice_accepted", by=person, person=person, now=now, notice=notice.pk)
    return acceptance


def notice_of(person: User) -> Notice | None:
    """Return the notice that holds for `person`: none for somebody without an institution."""
    number = person.institution.notice if person.institution else None
    return Notice.objects.filter(pk=number).first() if number else None


def has_accepted(person: User, number: int) -> bool:
    return Acceptance.objects.filter(person=person, notice=number).exists()
