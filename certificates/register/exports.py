"""The register as CSV or JSON lines, entry by entry in the order of its chain; what is not sealed yet comes last."""

import csv
import json
from collections.abc import Callable, Iterator
from typing import IO

from .models import Entry

COLUMNS = ("number", "serial", "act", "at", "by", "why", "digest", "previous", "hash")


def write_csv(file: IO[str]) -> int:
    """Write the entries as CSV with a heading. Returns how many."""
    lines, count = csv.writer(file), 0
    lines.writerow(COLUMNS)
    for row in rows():
        lines.writerow(row.values())
        count += 1
    return count


def write_json(file: IO[str]) -> int:
    """Write the entries as JSON, one in a line. Returns how many."""
    count = 0
    for row in rows():
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


def rows() -> Iterator[dict[str, object]]:
    """Yield the entries; who did an act is the number of the account."""
    sealed, others = Entry.objects.exclude(number=None), Entry.objects.filter(number=None)
    for entries in (sealed.order_by("number"), others.order_by("pk")):
        for one in entries.iterator(chunk_size=1000):
            about = (one.number, one.serial, one.act, one.at.isoformat(), one.by_id, one.why)
            yield dict(zip(COLUMNS, (*about, one.digest, one.previous, one.hash), strict=True))


WRITERS: dict[str, Callable[[IO[str]], int]] = {"csv": write_csv, "json": write_json}
