"""The scheduler: it sends tasks by name and keeps neither tasks nor models,
so it takes a third of the memory of `celery -A lms beat`.
"""

import subprocess
import sys
from pathlib import Path

from celery import Celery
from django.apps import apps
from django.utils.module_loading import module_has_submodule

from lms.celery import make_folders_of_the_embedded_queue
from lms.foundation.work.schedule import Entry, entries, from_json

ROOT = Path(__file__).resolve().parents[3]

app = Celery("mafunzo-scheduler", fixups=[], set_as_current=False)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.on_after_configure.connect(make_folders_of_the_embedded_queue)


def declared() -> dict[str, object]:
    """Return the schedule that the rooms declare beside their tasks. A fork of a process that has loaded them all knows
    it (`manage.py serve`); else it is asked in a process of its own, which ends before a task is sent.

    Exits where they cannot be loaded: a scheduler that knows nothing must not seem to run.
    """
    return {
        "beat_schedule": {entry.name: entry.as_celery() for entry in (entries() if _all_are_loaded() else _asked())}
    }


def _all_are_loaded() -> bool:
    """Return whether the tasks of every room are loaded. Those of some would be a part of the schedule that looks like
    all of it.
    """
    configs = apps.get_app_configs() if apps.ready else ()
    having = [config.name for config in configs if module_has_submodule(config.module, "tasks")]
    return bool(having) and all(f"{name}.tasks" in sys.modules for name in having)


def _asked() -> list[Entry]:
    asked = subprocess.run([sys.executable, "-m", "lms.foundation.work"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if asked.returncode:  # it said why
        sys.exit(asked.returncode)
    return from_json(asked.stdout.splitlines()[-1])


app.add_defaults(declared)
