"""The check of an evidence pack: nothing in it is believed, nothing is unpacked onto the disk, no row is asked."""

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ..counting.rules import Rules, Unsound
from ..sealing import FORMAT, detail_hash
from .packs import DEFINITION, DETAILS, FILES, HEAD, METHOD, ROWS, SIGNATURE, SUMS

LONGEST = 1024 * 1024
"""Bytes of a line, and of each file that is read as a whole."""
MOST_ROWS, MOST_FAULTS = 10_000_000, 50
BROKEN = (BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, TypeError, LookupError, AttributeError)
"""Errors that a forged file may raise while it is read."""
Keys = Mapping[str, bytes]
"""Public keys, 32 bytes each, by id."""


class Unreadable(ValueError):
    """Refusal: this is no pack, or one that is made to take up all memory."""


@dataclass
class Findings:
    """Result of a check: `facts` are what the head says, `faults` sentences, `erased` rows of which nothing more is
    known.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    seal: str = ""
    faults: list[str] = field(default_factory=list)
    erased: int = 0


def verify(file: IO[bytes], keys: Keys, *, number: int = 0, noted: str = "") -> Findings:
    """Check the pack in `file`. `noted` is the hash that somebody noted for the value with `number`."""
    found = Findings()
    try:
        with ZipFile(file) as pack:
            names = [info.filename for info in pack.infolist()]
            if sorted(names) != sorted(FILES):
                raise Unreadable(f"A pack holds {', '.join(FILES)}, each once, and nothing else.")
            _check(pack, keys, found)
    except BROKEN as error:
        found.faults.append(f"The pack cannot be read: {error}")
        return found
    if noted and (number, noted) != (found.facts.get("number"), found.seal.partition(":")[2]):
        found.faults.append("The value is not the one that was noted.")
    return found


def _check(pack: ZipFile, keys: Keys, found: Findings) -> None:
    head, definition = _whole(pack, HEAD), _whole(pack, DEFINITION)
    found.facts = json.loads(head)
    if not isinstance(found.facts, dict) or found.facts.get("format") != FORMAT:
        raise Unreadable(f"{HEAD} is not of the format {FORMAT}.")
    found.seal = f"{found.facts.get('number')}:{sha256(head).hexdigest()}"
    _check_signature(head, _whole(pack, SIGNATURE), keys, found)
    if sha256(definition).hexdigest() != found.facts["definition"]["sha256"]:
        found.faults.append(f"{DEFINITION} is not the definition that was sealed.")
    _check_rows(pack, definition, found)
    sums = "".join(f"{_sum(pack, name)}  {name}\n" for name in (HEAD, SIGNATURE, DEFINITION, METHOD, ROWS, DETAILS))
    if _whole(pack, SUMS) != sums.encode():
        found.faults.append(f"{SUMS} does not agree with the files.")


def _check_signature(head: bytes, signature: bytes, keys: Keys, found: Findings) -> None:
    name = str(found.facts.get("key"))
    if not signature:
        found.faults.append("The value is not signed.")
    elif name not in keys:
        found.faults.append(f"The key {name} is not known here: give it with --key.")
    else:
        try:
            Ed25519PublicKey.from_public_bytes(keys[name]).verify(signature, head)
        except (InvalidSignature, ValueError):
            found.faults.append("The signature is not of this value by this key.")


def _check_rows(pack: ZipFile, definition: bytes, found: Findings) -> None:
    """Count the list anew, and compare each row with its detail."""
    digest, rows, numerator, denominator, why = sha256(), 0, 0, 0, dict[str, int]()
    persons, last = 0, ""
    details = _lines(pack, DETAILS)
    for line in _lines(pack, ROWS):
        digest.update(line)
        row, detail = json.loads(line), json.loads(next(details, b"null"))
        rows += 1
        persons += row["pseudonym"] != last
        last = row["pseudonym"]
        numerator, denominator = numerator + row["numerator"], denominator + row["denominator"]
        why[row["why"]] = why.get(row["why"], 0) + 1
        if detail == {}:
            found.erased += 1
        elif not isinstance(detail, dict) or detail_hash(detail["nonce"], detail["detail"]) != row["detail"]:
            found.faults.append(f"The detail of row {rows} is not the one that was sealed.")
        if len(found.faults) > MOST_FAULTS:
            raise Unreadable("There are too many faults.")
    if digest.hexdigest() != found.facts["rows_sha256"]:
        found.faults.append(f"{ROWS} is not the list that was sealed.")
    counted = {"rows": rows, "persons": persons, "numerator": numerator, "denominator": denominator, "why": why}
    counted["value"] = _value(definition, numerator, denominator)
    found.faults += [
        f"The head says {found.facts.get(name)} for {name}, the list {value}."
        for name, value in counted.items()
        if found.facts.get(name) != value
    ]


def _value(definition: bytes, numerator: int, denominator: int) -> object:
    try:
        return Rules.read(definition.decode()).value(numerator, denominator)
    except (Unsound, TypeError, KeyError) as error:
        raise Unreadable(f"{DEFINITION}: {error}") from error


def _whole(pack: ZipFile, name: str) -> bytes:
    with pack.open(name) as file:
        data = file.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise Unreadable(f"{name} is too long.")
    return data


def _lines(pack: ZipFile, name: str) -> Iterator[bytes]:
    with pack.open(name) as file:
        for number in range(MOST_ROWS + 1):
            line = file.readline(LONGEST + 1)
            if not line:
                return
            if len(line) > LONGEST or number == MOST_ROWS:
                raise Unreadable(f"{name} is too long.")
            yield line


def _sum(pack: ZipFile, name: str) -> str:
    digest = sha256()
    with pack.open(name) as file:
        while piece := file.read(64 * 1024):
            digest.update(piece)
    return digest.hexdigest()
