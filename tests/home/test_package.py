"""Mafunzo as a package: what `pip install` of a checkout puts among the packages of whoever writes a plugin."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("lms", "courses", "assessments", "certificates", "home")
EXTRAS = ("saml", "contracts", "tagged")
BUILD = "from hatchling.build import build_wheel; print(build_wheel({folder!r}))"
SAYS = """
import gc, django; gc.disable(); django.setup()
from pathlib import Path
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext, override
import lms, lms.foundation.plugins.contract
assert Path(lms.__file__).parents[1] == Path(settings.BASE_DIR), settings.BASE_DIR
call_command("check")
from home.help.book import FOLDERS, chapters
assert "index" in chapters() and (FOLDERS[0] / "use" / "index.md").exists()
with override("fr"):
    print(gettext("Sign in"))
"""


def files_of(room: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.suffix != ".pyc" and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-c", BUILD.format(folder=str(folder))]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("mafunzo-*.whl"))


def test_holds_every_file_of_the_rooms_and_says_that_it_is_typed(wheel):
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    sentences = {f"lms/{name}" for name in files_of("locale")}
    docs = [path for book in ("use", "run") for path in (ROOT / "docs" / book).glob("*.md")]
    book = {f"home/help/books/{path.parent.name}/{path.name}" for path in docs}
    assert names == sentences.union(book, *(files_of(room) for room in ROOMS))
    assert {f"{room}/py.typed" for room in ROOMS} <= names


def test_runs_from_where_it_is_installed_and_speaks_its_languages(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    environment = {
        "PYTHONPATH": str(tmp_path / "site"),
        "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
        "MAFUNZO_DATA": str(tmp_path),
    }
    command = [sys.executable, "-c", SAYS]
    answer = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert answer.stdout.splitlines()[-1:] == ["Se connecter"], answer.stderr


def test_asks_for_what_the_requirements_name(wheel):
    archive = zipfile.ZipFile(wheel)
    [metadata] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
    asked = {
        line.removeprefix("Requires-Dist: ")
        for line in archive.read(metadata).decode().splitlines()
        if line.startswith("Requires-Dist: ")
    }
    assert asked == {
        *wanted("requirements.in"),
        *(f"{line}; extra == '{extra}'" for extra in EXTRAS for line in wanted(f"requirements-{extra}.in")),
    }


def wanted(file: str) -> list[str]:
    lines = (line.strip() for line in (ROOT / file).read_text().splitlines())
    return [line for line in lines if line and not line.startswith("#")]
