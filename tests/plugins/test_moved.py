"""Modules that moved are found under their old names, with a warning."""

import json
import os
import subprocess
import sys

import pytest

from lms.foundation.plugins.contract.surface import SOCKETS, SURFACE
from lms.foundation.plugins.moved import MOVED, RENAMED, SPLIT, new_place

pytestmark = pytest.mark.once


ASKING = """
import json, sys, warnings
from importlib import import_module
import gc, django
gc.disable()
django.setup()
from lms.foundation.plugins.moved import MOVED, RENAMED, SPLIT
found = {}
for old, new in MOVED.items():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        there = import_module(old)
    now = import_module(new)
    said = any(f"{old} has moved to {new}" in str(one.message) for one in told)
    found[old] = [there is now, now.__spec__.name == new, said]
for module, names in SPLIT.items():
    for name, new in names.items():
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            there = getattr(import_module(module), name)
        now = getattr(import_module(new), name)
        found[f"{module}.{name}"] = [there is now, f"{new}.{name}" in str(told[-1].message)]
for module, names in RENAMED.items():
    for name, new in names.items():
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            there = getattr(import_module(module), name)
        now = getattr(import_module(module), new)
        found[f"{module}.{name}"] = [there is now, f"{module}.{new}" in str(told[-1].message)]
print(json.dumps(found))
"""


def test_an_old_name_gives_what_is_at_the_new_place_and_says_so():
    """In a process of its own, where nothing has been imported under an old name."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings.test"}
    run = subprocess.run([sys.executable, "-c", ASKING], capture_output=True, text=True, env=environment)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout.splitlines()[-1])
    named = (*SPLIT.items(), *RENAMED.items())
    assert found.keys() == {*MOVED, *(f"{module}.{name}" for module, names in named for name in names)}
    assert {name: held for name, held in found.items() if not all(held)} == {}


def test_what_was_open_is_open_where_it_is_now():
    open_as_a_whole = {name for name in MOVED.values() if name.startswith(f"{SOCKETS}.")}
    assert set(MOVED.values()) - {"assessments.formats"} - open_as_a_whole <= {
        *SURFACE,
        *(f"courses.editing.{name}" for name in SURFACE["courses.editing"]),
    }
    assert new_place("courses", "inbox") == "courses.editing"
    assert new_place("courses.catalogue", "release") == "courses.catalogue.lookup"
    assert new_place("lms.learning.progress.models.records", "Attempt") == "lms.learning.progress.models.records"


def test_what_has_another_name_is_open_under_it():
    for module, names in RENAMED.items():
        assert set(names.values()) <= SURFACE[module] and not names.keys() & SURFACE[module]


def test_what_never_was_there_is_not_there():
    import courses.catalogue
    import courses.editing.sections

    for module in (courses.catalogue, courses.editing.sections):
        with pytest.raises(AttributeError, match="nonsense"):
            module.nonsense  # noqa: B018
