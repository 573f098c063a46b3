"""`manage.py certificates audit`: prove that the register is whole, and that certificates are as it says."""

from argparse import ArgumentParser, ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError

from certificates.audit import audit
from lms.foundation.interface.parsing import whole_number

HELP = (
    "Check the chain of the register and every certificate against it; end in status 1 where anything is cut, changed, "
    "swapped or missing."
)


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--head", type=_head, metavar="NUMBER:HASH", default=(0, ""), help="a head that was noted at an earlier audit"
    )


def run(command: BaseCommand, *, head: tuple[int, str], **_options: object) -> None:
    report = audit(number=head[0], noted=head[1])
    for fault in report.faults:
        command.stdout.write(fault.sentence)
    command.stdout.write(f"{report.certificates} certificates, {report.entries} entries.")
    command.stdout.write(f"Head: {report.entries}:{report.head}. Note it elsewhere and give it with --head next time.")
    if report.faults:
        raise CommandError(f"{len(report.faults)} faults in the register.")


def _head(text: str) -> tuple[int, str]:
    number, _colon, digest = text.partition(":")
    found = whole_number(number)
    if not found or not digest:
        raise ArgumentTypeError("write NUMBER:HASH, as an audit gave it")
    return found, digest
