"""Service numbers that turn out to be of another institution.

A number is there once in the installation, so whoever gives one to somebody learns that it is taken. Each person whom
an administrator comes upon in this way is written down for those who look after the person, and so many a day are the
most.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...audit.models import AuditEntry
from ...audit.services import note_many
from ...directory.choices import Role
from ...directory.models import User

MET = "number_met"
MOST = 100
"""People of others whom an administrator may come upon within a `DAY`: enough for an intake from other academies."""
DAY = timedelta(days=1)
CANNOT_BE_GIVEN = gettext_lazy("This service number cannot be given here. Check it, or ask for a transfer.")
"""Nothing of whether somebody of another institution has it."""


class NumberTaken(ValueError):
    """Refusal: another person has this service number. Nothing was given to any person. The message is for the form."""


class TooMany(NumberTaken):
    """Refusal: the asker came upon so many people of other institutions that no number is answered until tomorrow."""


def refuse_taken(number: str, *, by: User, now: datetime, but: int = 0) -> None:
    """Raise `NumberTaken` if another person than the one with the primary key `but` has `number`, and `TooMany`.

    What it writes down stays only where no transaction around it is rolled back.
    """
    with transaction.atomic():
        met = people_met_today(by, now=now)
        if len(met) >= MOST:
            raise TooMany(
                _(
                    "Within a day you came upon %(most)s service numbers of other institutions. Go on tomorrow, or ask "
                    "somebody who administers both institutions."
                )
                % {"most": MOST}
            )
        found = User.objects.numbered(number).exclude(pk=but).select_related("merged_into").first()
        person = found and (found.merged_into or found)
        if person and person.pk not in met and not _is_of(by, person):
            note_met([person], by=by, now=now)
    if person:
        raise NumberTaken(CANNOT_BE_GIVEN)


def people_met_today(by: User, *, now: datetime) -> set[int]:
    """Return the primary keys of the people whom `by` came upon within a day. Until the end of the transaction no other
    one does so for `by`.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    entries = AuditEntry.objects.filter(by=by, action=MET, at__gt=now - DAY)
    return {pk for pk in entries.values_list("person_id", flat=True) if pk is not None}


def note_met(people: Iterable[User], *, by: User, now: datetime) -> None:
    """Write down that `by` came upon `people`: who, for those who look after them; that it was so, for one's own."""
    note_many(MET, [None, *people], by=by, now=now)


def _is_of(by: User, person: User) -> bool:
    return person.pk == by.pk or User.objects.visible_to(by, Role.ADMINISTRATOR).filter(pk=person.pk).exists()
