"""`manage.py indicators verify PACK`, `audit` and `key ID`: check evidence, check the chain, print a public key."""

from argparse import ArgumentParser, ArgumentTypeError, FileType
from hashlib import sha256
from typing import IO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from django.core.management.base import BaseCommand, CommandError

from lms.desks.indicators.evidence.auditing import faults, public_keys
from lms.desks.indicators.evidence.verifying import verify
from lms.desks.indicators.models import Snapshot
from lms.foundation.interface.parsing import whole_number


class Command(BaseCommand):
    help = "Checks sealed values of indicators and the evidence that was given away of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        pack = actions.add_parser("verify", help="check an evidence pack; end in status 1 where anything is wrong")
        pack.add_argument("pack", type=FileType("rb"))
        pack.add_argument("--key", type=FileType("rb"), help="public key as PEM, got another way than the pack")
        audit = actions.add_parser("audit", help="check every value of this database")
        for one in (pack, audit):
            one.add_argument("--head", type=_head, default=(0, ""), metavar="NUMBER:HASH", help="a seal that was noted")
        actions.add_parser("key", help="print a public key as PEM").add_argument("id")

    def handle(self, *args: object, action: str, **options: object) -> None:
        getattr(self, f"_{action}")(**options)

    def _verify(self, *, pack: IO[bytes], key: IO[bytes] | None, head: tuple[int, str], **_options: object) -> None:
        with pack:
            found = verify(pack, _keys(key), number=head[0], noted=head[1])
        for sentence in found.faults:
            self.stdout.write(sentence)
        if found.faults:
            raise CommandError(f"{len(found.faults)} faults in the pack.")
        facts = found.facts
        self.stdout.write(f"Value {facts['value']} as of {facts['as_of']}, {facts['rows']} rows, key {facts['key']}.")
        self.stdout.write(f"{found.erased} rows are of people who were erased since: their details are gone.")
        self.stdout.write(f"Seal: {found.seal}. Compare it with the one that was printed.")

    def _audit(self, *, head: tuple[int, str], **_options: object) -> None:
        wrong = list(faults(number=head[0], noted=head[1]))
        for sentence in wrong:
            self.stdout.write(sentence)
        last = Snapshot.objects.order_by("-number").first()
        self.stdout.write(f"Seal: {last.seal if last else '0:'}. Note it elsewhere and give it with --head next time.")
        if wrong:
            raise CommandError(f"{len(wrong)} faults in the chain.")

    def _key(self, *, id: str, **_options: object) -> None:
        found = public_keys().get(id)
        if found is None:
            raise CommandError(f"There is no key {id}.")
        self.stdout.write(pem_of(found), ending="")


def pem_of(public: bytes) -> str:
    """Return a public key of 32 bytes as PEM."""
    key = Ed25519PublicKey.from_public_bytes(public)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _keys(file: IO[bytes] | None) -> dict[str, bytes]:
    """Return the key that was given, else those of this installation. Raises `CommandError`."""
    if file is None:
        return public_keys()
    with file:
        try:
            key = load_pem_public_key(file.read(LONGEST))
        except ValueError as error:
            raise CommandError("This is no public key as PEM.") from error
    if not isinstance(key, Ed25519PublicKey):
        raise CommandError("This is no key of the kind Ed25519.")
    public = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {sha256(public).hexdigest()[:8]: public}


LONGEST = 10_000
"""Bytes of a file with one key."""


def _head(text: str) -> tuple[int, str]:
    number, _colon, digest = text.partition(":")
    found = whole_number(number)
    if not found or not digest:
        raise ArgumentTypeError("write NUMBER:HASH, as it was printed")
    return found, digest
