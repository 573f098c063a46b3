"""Background work on accounts."""

from datetime import time, timedelta

from django.utils import timezone

from lms.foundation.work.task import task

from .administration.bulk import services as bulk
from .administration.cards import sheets
from .administration.merging import services as merging
from .administration.roster import runner as roster_runner
from .administration.roster import services as rosters
from .administration.sources import reading
from .administration.stand_ins import services as stand_in_services
from .administration.transfers import decisions
from .administration.workspace import cohort_rules
from .identity.accounts import sms_delivery
from .identity.mail import delivery, outbox
from .identity.protection import throttling
from .identity.sessions.models import Session
from .identity.shared_devices import services as shared_devices


@task(every=timedelta(minutes=10))
def forget_failures() -> int:
    """Delete failed sign-ins that no longer count. Returns how many."""
    return throttling.delete_old_failures(timezone.now())


@task(every=timedelta(minutes=10))
def keep_stand_ins() -> int:
    """Begin what was confirmed and end what may not be any more. Returns how many changed."""
    return stand_in_services.apply_due_stand_ins(today=timezone.localdate(), now=timezone.now())


@task(daily_at=time(1, 20))
def forget_sessions() -> int:
    """Delete the sessions that are over. Returns how many."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


@task()
def send_mail(pk: int) -> None:
    """Send one mail."""
    delivery.send(pk, now=timezone.now())


@task(every=timedelta(minutes=1))
def sweep_mails() -> int:
    """Send what is due and was not sent; forget what is old. Returns how many were tried."""
    outbox.delete_old_mails(now=timezone.now())
    return delivery.sweep(now=timezone.now())


@task()
def send_text(pk: int) -> None:
    """Send one text message."""
    sms_delivery.send(pk, now=timezone.now())


@task(every=timedelta(minutes=1))
def sweep_texts() -> int:
    """Send what is due and was not sent; forget what is old. Returns how many were tried."""
    sms_delivery.delete_old_texts(now=timezone.now())
    return sms_delivery.sweep(now=timezone.now())


@task()
def run_roster(pk: int) -> None:
    """Read, compare, apply or undo one list of people, whichever it waits for."""
    roster_runner.run(pk)


@task(every=timedelta(minutes=1))
def sweep_rosters() -> int:
    """Queue the lists whose task was lost. Returns how many."""
    return rosters.resume(now=timezone.now())


@task(daily_at=time(2, 10))
def read_sources() -> int:
    """Read the sources of people that are read each night. Returns how many."""
    return reading.begin_nightly(now=timezone.now())


@task(daily_at=time(1, 30))
def forget_rosters() -> int:
    """Delete lists that came in long ago: what they said of people is theirs. Returns how many."""
    return rosters.delete_old_lists(before=timezone.now() - rosters.KEPT)


@task(every=timedelta(minutes=15))
def carry_out_transfers() -> int:
    """Move people whose transfer is confirmed and whose day has come. Returns how many."""
    return decisions.take_effect(today=timezone.localdate(), now=timezone.now())


@task()
def make_cards(pk: int) -> None:
    """Draw the codes of a sheet of activation cards and print it."""
    sheets.make(pk)


@task(every=timedelta(minutes=1))
def sweep_cards() -> int:
    """Queue the sheets of cards whose task was lost. Returns how many."""
    return sheets.resume(now=timezone.now())


@task(every=timedelta(hours=1))
def forget_cards() -> int:
    """Delete sheets that nobody fetched within a day, and cards that no longer count. Returns how many rows."""
    return sheets.delete_old_sheets(now=timezone.now())


@task(daily_at=time(1, 50))
def forget_merged_rows() -> int:
    """Delete what undoing a merge would need, once its time is over. Returns how many rows."""
    return merging.delete_old_rows(now=timezone.now())


@task(every=timedelta(hours=1))
def keep_up_cohorts() -> int:
    """Fill the cohorts that have a rule. Returns how many people joined or left."""
    return cohort_rules.keep_up_all(now=timezone.now())


@task(daily_at=time(1, 55))
def forget_shared_devices() -> int:
    """Delete shared devices that are over, with their PINs. Returns how many rows."""
    return shared_devices.delete_expired_devices(now=timezone.now())


@task()
def run_bulk(pk: int) -> None:
    """Do or undo an action on many."""
    bulk.run(pk)


@task(every=timedelta(minutes=1))
def sweep_bulk() -> int:
    """Queue the actions on many whose task was lost. Returns how many."""
    return bulk.resume(now=timezone.now())


@task(daily_at=time(1, 35))
def forget_bulk() -> int:
    """Delete actions on many of long ago. Returns how many rows."""
    return bulk.delete_old(now=timezone.now())
