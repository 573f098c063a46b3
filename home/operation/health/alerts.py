"""Mails about the parts that matter: one when a part breaks, one when it works again, no storm of one that flaps.

What was told stands in the database; about the database itself, in files of this machine. Several processes may watch
at once: the first that claims a change tells it.
"""

import logging
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError
from django.template.loader import render_to_string
from django.utils.translation import override

from lms.foundation.plugins.health import DOWN, UP, Finding, findings
from lms.people.directory.models import User

from ...models import Alert
from . import probes
from .texts import in_words

log = logging.getLogger(__name__)
TOLD = (
    "schema",
    "cache",
    "worker",
    "sweeper",
    "storage",
    "disk",
    "mail_server",
    "backup",
    "certificate_keys",
)
"""The parts that somebody is mailed about, besides the database."""
DATABASE = "database"
LEASE = timedelta(minutes=5)
"""Time after which another process may tell a change that one began to tell."""
QUIET = timedelta(hours=2)
"""Time after its return for which no further break of the database is told."""


def watch_instead(queue: str, now: datetime) -> None:
    """Look from the worker of `queue` (`watch`); that of deadlines does so only where the other is silent."""
    with suppress(DatabaseError):  # then both watch
        if queue == settings.SWEEPS and probes.worker(now).status == UP:
            return
    watch(now)


def watch(now: datetime) -> list[str]:
    """Look at all parts, and mail about those that broke or work again. Returns the names of the parts told of.

    Where no mail server takes the mail, the next watch tries again.
    """
    probes.note_mail_server()
    found = findings(now)
    told = _watch_database(found[DATABASE], now)
    if found[DATABASE].status == DOWN or not (addresses := recipients()):
        return told
    _note(found, now)
    alerts = [alert for alert in Alert.objects.due(now) if Alert.objects.claim(alert.pk, until=now + LEASE, now=now)]
    if not alerts:
        return told
    if _send({alert.part: found[alert.part] for alert in alerts}, addresses):
        for alert in alerts:
            alert.note_told(now)
        return [*told, *(alert.part for alert in alerts)]
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(leased_until=None)
    # That no mail leaves can only be told once one does.
    Alert.objects.filter(part="mail_server", broken=True).update(told=True)
    return told


def recipients() -> dict[str, list[str]]:
    """Return the addresses by language: those of ALERT_MAIL, or else of the superusers."""
    if settings.ALERT_MAIL:
        return {settings.LANGUAGE_CODE: settings.ALERT_MAIL}
    by_language: dict[str, list[str]] = {}
    people = User.objects.filter(is_superuser=True, is_active=True).exclude(email="")
    for language, address in people.order_by("pk").values_list("language", "email"):
        by_language.setdefault(language or settings.LANGUAGE_CODE, []).append(address)
    return by_language


def _note(found: Mapping[str, Finding], now: datetime) -> None:
    """Write which parts are broken, and since when, where that changed."""
    known = dict(Alert.objects.values_list("part", "broken"))
    missing = [Alert(part=part, broken=False, changed_at=now) for part in TOLD if part not in known]
    Alert.objects.bulk_create(missing, ignore_conflicts=True)
    for part in TOLD:
        broken = found[part].status != UP
        if broken != known.get(part, False):
            Alert.objects.filter(part=part).exclude(broken=broken).update(broken=broken, changed_at=now)


def _send(found: Mapping[str, Finding], addresses: Mapping[str, Iterable[str]]) -> bool:
    """Send a mail that says how these parts are. Returns whether a mail server took all."""
    try:
        for language, several in addresses.items():
            with override(language):
                parts = [in_words(name, finding) for name, finding in found.items()]
                context = {"parts": parts, "site": settings.BASE_URL.rstrip("/")}
                context["broken"] = any(part.status != UP for part in parts)
                subject, _line, body = render_to_string("home/alert.txt", context).strip().partition("\n")
            EmailMessage(
                subject, body.strip() + "\n", bcc=[*several], headers={"Auto-Submitted": "auto-generated"}
            ).send()
    except Exception as error:  # whatever a mail server or its library raises
        log.warning("no mail server took the alert about %s (%s)", ", ".join(found), type(error).__name__)
        return False
    return True


def _watch_database(finding: Finding, now: datetime) -> list[str]:
    """Send ALERT_MAIL word that the database is away, or back. Nobody else is known while it is away."""
    if not settings.ALERT_MAIL:
        return []
    try:
        told = _tell_away(finding, now) if finding.status == DOWN else _tell_back(finding, now)
    except OSError:  # a file that cannot be written: the disk is full, and the next watch tries again
        return []
    return [DATABASE] if told else []


def _tell_away(finding: Finding, now: datetime) -> bool:
    away, told, back = _file("away"), _file("told"), _file("back")
    if not away.exists():
        _stamp(away, now)
    if told.exists() and not told.read_text() and _age(told, now) > LEASE:
        told.unlink(missing_ok=True)  # the process that claimed it was killed
    if _age(away, now) < Alert.PATIENCE or (back.exists() and _age(back, now) < QUIET):
        return False
    try:
        told.touch(exist_ok=False)
    except FileExistsError:
        return False
    _stamp(told, now)
    if not _send({DATABASE: finding}, {settings.LANGUAGE_CODE: settings.ALERT_MAIL}):
        told.unlink(missing_ok=True)
        return False
    told.write_text("sent")
    return True


def _tell_back(finding: Finding, now: datetime) -> bool:
    _file("away").unlink(missing_ok=True)
    try:
        _file("told").unlink()
    except FileNotFoundError:
        return False
    if not _send({DATABASE: finding}, {settings.LANGUAGE_CODE: settings.ALERT_MAIL}):
        _file("told").write_text("sent")
        return False
    _stamp(_file("back"), now)
    return True


def _file(name: str) -> Path:
    folder = Path(settings.DATA_DIR, "health")
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"database-{name}"


def _stamp(file: Path, now: datetime) -> None:
    file.touch()
    os.utime(file, (now.timestamp(), now.timestamp()))


def _age(file: Path, now: datetime) -> timedelta:
    return timedelta(seconds=now.timestamp() - file.stat().st_mtime)
