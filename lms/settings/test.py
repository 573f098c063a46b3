"""Tests: the embedded default in a folder of its own,
or PostgreSQL and Redis where TEST_DATABASE_URL and TEST_REDIS_URL name them.
"""

import os
import tempfile

os.environ["MAFUNZO_DATA"] = os.environ.get("TEST_DATA") or tempfile.mkdtemp(prefix="mafunzo-test-")
os.environ.setdefault("SECRET_KEY", "for-the-tests-which-start-many-processes-with-this-one-key")
os.environ["DATABASE_URL"] = (
    os.environ.get("TEST_DATABASE_URL", "") if os.environ.get("TEST_ON") == "postgresql" else ""
)
os.environ["REDIS_URL"] = os.environ.get("TEST_REDIS_URL", "") if os.environ.get("TEST_ON") == "postgresql" else ""

os.environ["REPORTS_DATABASE_URL"] = ""
if os.environ["REDIS_URL"]:  # parallel workers must not empty one another's cache
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{int(worker) % 16}"

from .dev import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CHECKS_DATABASE_AT_START = False  # tests import what starts, and the database is made later
WHITENOISE_AUTOREFRESH = True  # or each client that a test makes would look through every static file first
CACHES.pop("shared", None)
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["OPTIONS"].pop("pool", None)
else:
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # what tests write may be lost
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
