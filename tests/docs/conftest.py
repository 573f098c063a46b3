"""The plugin that docs/extend/plugins.md grows: its files, written into a folder, imported and plugged in."""

import shutil
import sys
from copy import deepcopy
from importlib import import_module, invalidate_caches

import pytest
from django.conf import settings
from django.test import override_settings

from lms.foundation.plugins.manifest import settings_of
from lms.foundation.plugins.runtime import activation
from lms.people.administration.records import services as people
from tests.conftest import NOW

from .pages import PLUGIN_PAGES, ROOT, Page

SLUG = "pledge"


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """The package as the page leaves it, in a folder that can be imported from."""
    folder = tmp_path_factory.mktemp("from-the-page")
    shutil.copytree(
        ROOT / "tests" / "plugins" / SLUG / SLUG,
        folder / SLUG,
        ignore=shutil.ignore_patterns("__pycache__", "migrations"),
    )
    for code in Page.of(*PLUGIN_PAGES).code:
        if code.file.startswith(f"{SLUG}/"):
            file = folder / code.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(code.code)
    return folder


@pytest.fixture
def pledge(written, monkeypatch):
    """The configuration of the plugin, plugged in and off everywhere; afterwards all is as before."""
    for name in [name for name in sys.modules if name.partition(".")[0] == SLUG]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(str(written))
    invalidate_caches()
    config = import_module(f"{SLUG}.apps").PledgePlugin(SLUG, import_module(SLUG))
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [str(written / SLUG / "templates")]
    values = settings.PLUGIN_SETTINGS | {SLUG: settings_of(config.manifest, SLUG, {})}
    with override_settings(TEMPLATES=templates, PLUGIN_SETTINGS=values):
        with activation.plugging(SLUG):
            config.plug()
        yield config
    for withdraw in activation.withdrawals:
        withdraw(SLUG)
    for name in [name for name in sys.modules if name.partition(".")[0] == SLUG]:
        del sys.modules[name]


@pytest.fixture
def on(pledge, academy):
    """The plugin is on at the academy, and nowhere else."""
    return people.switch(plugin=SLUG, institution=academy, on=True, by=None, now=NOW)
