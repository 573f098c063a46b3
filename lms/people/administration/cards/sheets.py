"""Sheets of activation cards: begun for many people at once, made in the background, fetched once, withdrawn."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.hashers import make_password as hashed
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from lms.foundation.work.queueing import queue
from lms.foundation.work.runner import Clock, take_up

from ...audit.services import note, note_many
from ...directory.models import User
from ...identity.accounts import services
from ...identity.accounts.generated_passwords import as_drawn, make_password
from ...identity.accounts.models import ActivationCard, CardSheet
from ...identity.protection import encryption
from . import sheet_layout

WAITING, NEVER, ALL = "waiting", "never", "all"
"""Whom a sheet is for: those without a password and without a card, those without a password, everybody."""
FETCHED_WITHIN = timedelta(days=1)
KEPT = timedelta(days=90)
AT_ONCE = 50
"""Cards that are made before the row says so; also sheets that a sweep takes up."""


class NotThere(LookupError):
    """The sheet was fetched before, is not made, or is somebody else's."""


@transaction.atomic
def begin(*, people: QuerySet[User], whom: str, title: str, language: str, by: User, now: datetime) -> CardSheet | None:
    """Begin a sheet of cards for the members of `people` whose accounts `by` manages and who may sign in, at most
    `CardSheet.MOST`, by name. Their earlier cards are void from now on. Return None if no such person is left.
    """
    may = User.objects.managed_by(by).exclude(pk=by.pk).filter(is_active=True, pk__in=people.values("pk"))
    if whom != ALL:
        may = may.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if whom == WAITING:
        may = may.exclude(Exists(ActivationCard.objects.good(now).filter(person=OuterRef("pk"))))
    chosen = may.order_by("name", "pk").values_list("pk", flat=True)[: CardSheet.MOST]
    held = list(User.objects.select_for_update(no_key=True).filter(pk__in=list(chosen)).order_by("pk"))
    if not held:
        return None
    sheet = CardSheet.objects.create(
        title=title[:200], language=language, by=by, made_at=now, touched_at=now, total=len(held)
    )
    services.replace(held, by=by, now=now, sheet=sheet.pk)
    queue("people.make_cards", sheet.pk)
    return sheet


def make(pk: int, *, clock: Clock = timezone.now) -> None:
    """Draw the codes of a sheet and print it. Nothing is kept of it before it is whole: killed, it begins anew."""
    sheet = take_up(CardSheet.objects.select_related("by"), pk, give_up=_give_up, now=clock(), alone=True)
    if sheet is None:
        return
    rows = ActivationCard.objects.unused().filter(sheet=sheet).select_related("person__institution")
    cards = list(rows.order_by("person__name", "pk"))
    codes = []
    for number, card in enumerate(cards, 1):
        codes.append(make_password())
        card.code = hashed(as_drawn(codes[-1]))
        if number % AT_ONCE == 0:
            CardSheet.objects.filter(pk=pk).update(handled=number, touched_at=clock())
    pdf = sheet_layout.pdf(list(zip(cards, codes, strict=True)), language=sheet.language)
    _keep(sheet, cards, encryption.encrypt(b64encode(pdf).decode(), place=_place(pk)), now=clock())


@transaction.atomic
def _keep(sheet: CardSheet, cards: Sequence[ActivationCard], sealed: str, *, now: datetime) -> None:
    """Keep the codes and the paper, unless somebody else has taken the sheet up since."""
    held = CardSheet.objects.select_for_update(of=("self",), no_key=True).get(pk=sheet.pk)
    if (held.status, held.tries) != (CardSheet.Status.RUNNING, sheet.tries):
        return
    ActivationCard.objects.bulk_update(cards, ["code"], batch_size=200)
    held.status, held.sealed, held.handled, held.touched_at = CardSheet.Status.DONE, sealed, len(cards), now
    held.save(update_fields=["status", "sealed", "handled", "touched_at"])


def _give_up(sheet: CardSheet) -> None:
    ActivationCard.objects.unused().filter(sheet=sheet).delete()
    sheet.status = CardSheet.Status.FAILED


@transaction.atomic
def fetch(*, sheet: CardSheet, by: User, now: datetime) -> bytes:
    """Return the PDF of the sheet, for the person who had it made, once. Raises `NotThere`."""
    held = (
        CardSheet.objects.of(by)
        .select_for_update(no_key=True)
        .filter(pk=sheet.pk, status=CardSheet.Status.DONE)
        .first()
    )
    if held is None or not held.sealed:
        raise NotThere
    try:
        pdf = b64decode(encryption.decrypt(held.sealed, place=_place(held.pk)))
    except encryption.CannotBeRead:
        raise NotThere from None
    held.sealed, held.printed_at = "", now
    held.save(update_fields=["sealed", "printed_at"])
    note("cards_printed", by=by, now=now, sheet=held.pk, cards=held.total)
    return pdf


@transaction.atomic
def withdraw(*, sheet: CardSheet, by: User, now: datetime) -> int:
    """Make all cards of a sheet void that were not used. Returns how many."""
    held = CardSheet.objects.of(by).select_for_update(no_key=True).get(pk=sheet.pk)
    people = list(User.objects.filter(activation_card__in=ActivationCard.objects.unused().filter(sheet=held)))
    note_many("card_withdrawn", people, by=by, now=now)
    ActivationCard.objects.unused().filter(sheet=held).delete()
    held.sealed = ""
    if held.working:
        held.status = CardSheet.Status.FAILED
    held.save(update_fields=["sealed", "status"])
    return len(people)


def resume(*, now: datetime) -> int:
    """Queue every sheet whose task was lost. Returns how many."""
    lost = list(CardSheet.objects.lost(now).values_list("pk", flat=True)[:AT_ONCE])
    for pk in lost:
        queue("people.make_cards", pk)
    return len(lost)


def delete_old_sheets(*, now: datetime) -> int:
    """Delete what nobody fetched in time, whose codes nobody knows, cards that no longer count, and old sheets.
    Returns how many rows.
    """
    late = CardSheet.objects.filter(printed_at=None, made_at__lt=now - FETCHED_WITHIN)
    ActivationCard.objects.unused().filter(sheet__in=late.values("pk")).delete()
    late.exclude(sealed="").update(sealed="")
    cards: int = ActivationCard.objects.filter(expires_at__lt=now).delete()[0]
    sheets: int = CardSheet.objects.filter(made_at__lt=now - KEPT).delete()[0]
    return cards + sheets


def _place(pk: int) -> str:
    return f"people.CardSheet.{pk}"
