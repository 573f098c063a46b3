"""Plugins that are broken in every way: `manage.py check` says so and what to do,
and in production the rest is served.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import databases
from tests.databases import fingerprint

from .packages import write

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.once

RAISES = "raise RuntimeError('cannot open /srv/hidden/place')"
REGISTERS = """def plug(self):
        from lms.foundation.plugins import events, health
        from lms.foundation.plugins.pages.destinations import Destination, register
        register(Destination("learner", "Orchard", "learn:mine", "learning", 1))
        events.subscribe(events.Enrolled, self.listen)
        raise RuntimeError("no ladder")

    @staticmethod
    def listen(event):
        pass
"""
UNREADY = """def ready(self):
        super().ready()
        raise RuntimeError("no ladder")
"""
OWN_START = """def plug(self):
        from django.core import checks
        checks.register(self.look)

    @staticmethod
    def look(app_configs, **kwargs):
        raise SystemExit("no ladder")
"""
TREE = "from django.db import models\nclass Tree(models.Model):\n    age = models.IntegerField()\n"
GROWN = """
from django.db import migrations, models
class Migration(migrations.Migration):
    fields = [("id", models.BigAutoField(primary_key=True)), ("age", models.IntegerField())]
    operations = [migrations.CreateModel("Tree", fields)]
"""
SENTENCES = {
    "ghost": "The plugin “ghost” is not installed. Install its package, or take “ghost” out of MAFUNZO_PLUGINS.",
    "tomorrow": (
        "The plugin “tomorrow” 1.0 asks for the plugin API “>=9”, and this is 2.0. Install a version of it that fits."
    ),
    "formless": (
        "The plugin “formless” has no manifest. It was made for something else; take it out of MAFUNZO_PLUGINS."
    ),
    "rootless": "The plugin “rootless” breaks while it is loaded (RuntimeError). Install a version of it that works",
    "unplugged": "The plugin “unplugged” breaks while it is loaded (RuntimeError). Install a version of it that works",
    "hookless": "The plugin “hookless” breaks while it is loaded (RuntimeError). Install a version of it that works",
    "homeless": "The plugin “homeless” breaks while it is loaded (RuntimeError). Install a version of it that works",
    "unready": "The plugin “unready” breaks while it is loaded (RuntimeError). Install a version of it that works",
    "leaving": "The plugin “leaving” breaks while it is loaded (SystemExit). Install a version of it that works",
    "gone": "The plugin “gone” cannot be imported (SystemExit). Install it anew",
    "headless": "The plugin “headless” cannot be imported (SystemExit). Install it anew",
    "untagged": "The plugin “untagged” breaks while it is loaded (GeneratorExit). Install a version of it that works",
    "unmoved": "The plugin “unmoved” breaks while it is loaded (RuntimeError). Install a version of it that works",
    "wilful": "The plugin “wilful” replaces “import_models”, by which it is loaded. Its author has to do in “plug”",
    "leaning": "The plugin “leaning” needs “unplugged”, which is in quarantine. Mend “unplugged” first.",
    "ajar": "The plugin “ajar” breaks while it is loaded (ImproperlyConfigured). Install a version of it that works",
    "lost": "The plugin “lost” breaks while it is loaded (ImproperlyConfigured). Install a version of it that works",
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory) -> Path:
    """One of each kind of broken plugin, and “orchard”, which works and whose table is still to be made."""
    shelf = tmp_path_factory.mktemp("shelf")
    write(shelf, "tomorrow", api=">=9")
    write(
        shelf,
        "formless",
        apps="from django.apps import AppConfig\nclass Orchard(AppConfig):\n    name = manifest = 'formless'\n",
    )
    write(shelf, "rootless", models=f"{TREE}\n{RAISES}\n")
    write(shelf, "unplugged", body=REGISTERS)
    write(
        shelf,
        "hookless",
        wagtail_hooks=f"from wagtail import hooks\nhooks.register('register_admin_urls', lambda: 1 / 0)\n{RAISES}\n",
    )
    write(shelf, "homeless", more="urls='homeless.places',", places=RAISES)
    write(shelf, "lost", more="urls='lost.urls',", urls="urlpatterns = 3")
    places = "from django.urls import path\nurlpatterns = [path('', print, name='a')]"
    write(shelf, "ajar", more="urls='ajar.urls', public_urls='ajar.doors',", urls=places, doors="urlpatterns = 3")
    write(shelf, "unready", body=UNREADY)
    write(shelf, "leaving", models=f"{TREE}\nraise SystemExit\n")
    write(shelf, "gone", apps="raise SystemExit")
    (write(shelf, "headless", folder="headless_code", body="name='headless_inside'; label='headless'"))
    (shelf / "headless_inside.py").write_text("raise SystemExit")
    write_package(write(shelf, "untagged") / "templatetags", untagged="raise GeneratorExit")
    write_package(write(shelf, "unmoved") / "migrations", **{"0001_initial": RAISES})
    write(shelf, "wilful", body="def import_models(self): raise SystemExit")
    write(shelf, "leaning", more="requires=('unplugged',),")
    package = write(shelf, "orchard", more="urls='orchard.urls',", body=OWN_START, models=TREE, urls="urlpatterns = []")
    write_package(package / "migrations", **{"0001_initial": GROWN})
    (shelf / "deployed.py").write_text(
        "from lms.settings.production import *\n"
        "STORAGES['staticfiles'] = {'BACKEND': 'django.contrib.staticfiles.storage.StaticFilesStorage'}\n"
    )
    return shelf


def write_package(folder: Path, **modules: str) -> None:
    folder.mkdir()
    for name, text in {"__init__": "", **modules}.items():
        (folder / f"{name}.py").write_text(text)


@pytest.fixture
def data(tmp_path, django_db_setup) -> Path:
    """A data folder whose database is migrated for the plugins of the house."""
    shutil.copy(databases.CACHE / f"template-{fingerprint()}.sqlite3", tmp_path / "mafunzo.sqlite3")
    return tmp_path


def python(shelf: Path, data: Path, *command: str, settings: str = "lms.settings.dev") -> subprocess.CompletedProcess:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT}{os.pathsep}{shelf}",
        "MAFUNZO_DATA": str(data),
        "LOG_LEVEL": "CRITICAL",
        "DJANGO_SETTINGS_MODULE": settings,
        "MAFUNZO_PLUGINS": ",".join(["questions", "quiz", "orchard", *SENTENCES]),
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "testserver",
        "SECURE_SSL_REDIRECT": "false",
    }
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
    )


def test_check_says_of_each_what_to_do(shelf, data):
    result = python(shelf, data, "manage.py", "check", "--database", "default")
    assert result.returncode != 0
    for sentence in SENTENCES.values():
        assert f"(plugins.E001) {sentence}" in result.stderr
    assert "HINT: RuntimeError: no ladder" in result.stderr
    assert (
        "(plugins.W002) The tables of the plugin “orchard” are not up to date. Run “manage.py migrate”."
        in result.stderr
    )
    assert "(plugins.W003) The system check orchard.apps.Orchard.look of the plugin “orchard” breaks." in result.stderr
    assert "Traceback" not in result.stderr


SERVE = """
import json
import gc, django
gc.disable()
django.setup()
from django.apps import apps
from django.test import Client
from lms.foundation.plugins.runtime import activation, quarantine
from lms.people.directory.models import User
from wagtail import hooks
client = Client(headers={"Accept": "application/json"})
person = User.objects.create_superuser("KE-1", "a-password-for-tests", name="Root")
paths = ("/", "/health/", "/sign-in/", "/x/lost/", "/x/homeless/", "/x/ajar/", "/p/ajar/")
statuses = {path: client.get(path).status_code for path in paths}
client.force_login(person, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
paths = ("/learn/", "/admin/", "/admin/plugins/", "/admin/plugins/rootless/")
statuses |= {path: client.get(path).status_code for path in paths}
print(json.dumps({
    "statuses": statuses,
    "health": client.get("/health/").json()["checks"]["plugins"],
    "page": client.get("/health/").content.decode(),
    "loaded": sorted(set(apps.app_configs) & set(%r)),
    "left": {plugin: activation.contributions(plugin) for plugin in %r},
    "hooks": [hook.__module__ for hook in hooks.get_hooks("register_admin_urls")],
}))
"""


def test_production_serves_and_shows_what_is_in_quarantine(shelf, data):
    names = list(SENTENCES)
    result = python(shelf, data, "-c", SERVE % (names, names), settings="deployed")
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout.splitlines()[-1])

    assert told["statuses"] == {
        "/": 200,
        "/health/": 503,
        "/sign-in/": 200,
        "/x/lost/": 404,
        "/x/homeless/": 404,
        "/x/ajar/": 404,
        "/p/ajar/": 404,
        "/learn/": 200,
        "/admin/": 200,
        "/admin/plugins/": 200,
        "/admin/plugins/rootless/": 200,
    }
    assert told["health"]["status"] == "warning"
    for slug, sentence in SENTENCES.items():
        assert told["health"][slug].startswith(sentence)
    assert told["health"]["orchard"].endswith("Run “manage.py migrate”.")
    assert "hidden" not in told["page"]
    assert "ladder" not in told["page"]
    assert told["loaded"] == []
    assert all(left == [] for left in told["left"].values())
    assert not set(told["hooks"]) & {"hookless.wagtail_hooks"}


def test_production_migrates_with_them_and_check_deploy_does_not_pass(shelf, data):
    result = python(shelf, data, "manage.py", "migrate", settings="deployed")
    assert result.returncode == 0, result.stderr
    assert "Applying orchard.0001_initial... OK" in result.stdout
    plain = python(shelf, data, "manage.py", "check", "--database", "default", settings="deployed")
    assert plain.returncode == 0
    assert "(plugins.W001) The plugin “ghost” is not installed." in plain.stderr
    assert "plugins.W002" not in plain.stderr
    deploy = python(shelf, data, "manage.py", "check", "--deploy", settings="deployed")
    assert deploy.returncode != 0
    assert "(plugins.E001) The plugin “ghost” is not installed." in deploy.stderr


def test_the_command_lists_them_all(shelf, data):
    result = python(shelf, data, "manage.py", "plugins", "--json")
    assert result.returncode == 0, result.stderr
    found = {plugin["slug"]: plugin for plugin in json.loads(result.stdout)}
    for slug, sentence in SENTENCES.items():
        assert found[slug]["status"] == "in quarantine"
        assert found[slug]["problem"].startswith(sentence)
    assert found["unplugged"]["detail"] == "RuntimeError: no ladder"
    orchard = found["orchard"]
    assert (orchard["status"], orchard["version"], orchard["distribution"]) == ("running", "1.0", "orchard-plugin")
    assert orchard["adds"] == {"model": ["orchard.Tree"], "address": ["/x/orchard/"]}
    assert orchard["to_migrate"] == ["0001_initial"]
