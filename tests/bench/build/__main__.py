"""`python -m tests.bench.build ENROLMENTS CAST`: fill the empty database that the environment names,
and describe it in the file CAST.
"""

import json
import random
import sys
import time
from pathlib import Path

import django
from django.core.management import call_command
from django.utils import timezone

import lms  # noqa: F401  first, since its task queue reads the settings while they are made


def main(enrolments: int, cast: Path) -> None:
    django.setup()
    _said("migrating")
    call_command("migrate", verbosity=0)
    from .cast import describe
    from .content import publish_courses
    from .ledger import Ledger
    from .world import found

    now, chance = timezone.now(), random.Random(2026)
    _said("publishing courses")
    courses = publish_courses(50 if enrolments > 500_000 else 6)
    _said("people")
    world = found(now=now, chance=chance)
    _said("records")
    ledger = Ledger(world, courses, total=enrolments, now=now, chance=chance)
    ledger.write()
    cast.write_text(json.dumps(describe(world, ledger, now=now)))
    _said("done")


_began = time.monotonic()


def _said(what: str) -> None:
    print(f"  {time.monotonic() - _began:5.0f} s  {what}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
