"""`manage.py certificates key`: make, rotate, give up and list the keys that sign certificates."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificates.statement import keys, pdf_keys, services
from lms.people.directory.codes import Ambiguous, institution_called
from lms.people.directory.institutions import Institution

HELP = "Make, rotate, give up or list the keys that sign certificates. They are files of the data folder."


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("act", choices=("make", "rotate", "leaked", "list"))
    parser.add_argument("id", nargs="?", default="", help="of the key that leaked")
    parser.add_argument("--again", action="store_true", help="leaked: sign its certificates anew, in new PDFs")
    parser.add_argument("--pdf", metavar="INSTITUTION", help="the institution's key for PDFs: by code, name or id")
    parser.add_argument("--certificate", type=Path, metavar="FILE", help="with --pdf: private key and certificates")


def run(command: BaseCommand, **options: Any) -> None:
    now = timezone.now()
    try:
        for line in _done(options, now):
            command.stdout.write(line)
    except keys.Refused as error:
        raise CommandError(str(error)) from None
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}.") from error


def _done(options: dict[str, Any], now: datetime) -> Iterator[str]:
    """Carry out what is asked, and return what to say of it."""
    if options["act"] == "list":
        return _listed(now)
    return _change_pdf_key(options, now) if options["pdf"] else _change(options, now)


def _change(options: dict[str, Any], now: datetime) -> Iterator[str]:
    act = options["act"]
    if act == "make":
        key = keys.make(now=now)
    elif act == "rotate":
        key = keys.rotate(now=now)
    else:
        key = keys.give_up(options["id"], now=now)
        yield f"{options['id']} has leaked. Devices that learn of it say “ask online” of certificates that it signed."
        if options["again"]:
            yield f"{services.sign_again(options['id'], now=now)} certificates are signed anew, in new PDFs."
    yield f"{key.id} signs from {key.starts} to {key.ends}."


def _change_pdf_key(options: dict[str, Any], now: datetime) -> Iterator[str]:
    institution = _institution(options["pdf"])
    if options["act"] == "leaked":
        yield f"Given up. Tell those who read its PDFs that this certificate leaked: {pdf_keys.give_up(institution.pk)}"
        return
    if options["act"] == "make" and pdf_keys.pdf_key(institution.pk, now=now):
        raise CommandError("It has a key that holds. Take “rotate” to replace it.")
    if options["certificate"]:
        key = pdf_keys.take(institution.pk, options["certificate"].read_bytes())
    else:
        key = pdf_keys.make(institution.pk, institution.name, now=now)
    yield f"{institution.name} signs PDFs until {key.certificate.not_valid_after_utc:%Y-%m-%d}."
    yield f"SHA-256 of its certificate: {pdf_keys.fingerprint(key.certificate)}"


def _listed(now: datetime) -> Iterator[str]:
    known, at_work = keys.key_set(), keys.signing_key(now.date())
    yield f"{keys.folder()}, set {known.seq}"
    broken = keys.unreadable()
    for key in known.keys:
        state = f"leaked, noted on {key.leaked}" if key.leaked else ""
        state = state or ("signs now" if at_work and at_work.key.id == key.id else "")
        state += ", cannot be read with this SECRET_KEY" if key.id in broken else ""
        yield f"{key.id}  {key.starts} to {key.ends}  {state}".rstrip()
    names = dict(Institution.objects.values_list("pk", "name"))
    for pk, certificate, leaked in pdf_keys.listed():
        state = "  leaked" if leaked else ""
        yield f"PDFs of {names.get(pk, pk)}: until {certificate.not_valid_after_utc:%Y-%m-%d}{state}"


def _institution(text: str) -> Institution:
    try:
        found = institution_called(text)
    except Ambiguous as error:
        raise CommandError(f"Several institutions are called “{text}”. Name one by its code: {error}") from None
    if found is None:
        raise CommandError(f"There is no institution “{text}”.")
    return found
