"""Production, with a counter of statements and the view that is the floor."""

from pathlib import Path

from lms.settings.production import *  # noqa: F403

STAFF_IDLE_MINUTES = STAFF_SESSION_HOURS = 0  # sessions are made for the whole bench
SECOND_FACTOR_DAYS = -1  # no page of staff is to lead to another first

ROOT_URLCONF = "tests.bench.urls"
MIDDLEWARE = ["tests.bench.counting.CountStatements", *MIDDLEWARE]  # noqa: F405
STATIC_ROOT = Path(__file__).resolve().parents[2] / ".bench" / "static"
ANSWERS_PER_MINUTE = 10**9  # a few learners answer for many
