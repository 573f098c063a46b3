"""A Python environment of its own, in which a plugin is installed as anybody would install it."""

import json
import os
import shutil
import subprocess
import sysconfig
import tomllib
import venv
from pathlib import Path
from typing import Any

from tests import databases

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


class Environment:
    """Empty but for what Mafunzo itself runs on, which is lent by the running environment: nothing is downloaded."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder / "environment", folder / "data"
        venv.EnvBuilder(symlinks=True).create(self.folder)
        self.command = self.folder / "bin" / "python"
        places = self.run("-c", "import sysconfig; print(sysconfig.get_path('purelib'))", allowed="").stdout.strip()
        lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
        Path(places, "lent.pth").write_text("\n".join(sorted(lent)))
        self.data.mkdir()
        self.places = Path(places)

    def run(self, *arguments: Any, allowed: str, cwd: Path = ROOT, **more: str) -> subprocess.CompletedProcess:
        """Python with `arguments`, where the plugins `allowed` are."""
        environment = {
            "PATH": os.environ["PATH"],
            "LOG_LEVEL": "CRITICAL",
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
            "MAFUNZO_DATA": str(self.data),
            "MAFUNZO_PLUGINS": allowed,
            "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
            # What is worked out once of every file and of Unicode, seconds in each new folder.
            "HYPOTHESIS_STORAGE_DIRECTORY": str(ROOT / ".hypothesis"),
            "PIP_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_CONFIG_FILE": os.devnull,
        }
        command = [str(self.command), *map(str, arguments)]
        return subprocess.run(command, cwd=cwd, env=environment | more, capture_output=True, text=True, timeout=300)

    def well(self, *arguments: Any, allowed: str, cwd: Path = ROOT, **more: str) -> str:
        """What it prints; an error of it is one of the test."""
        done = self.run(*arguments, allowed=allowed, cwd=cwd, **more)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def contract(self, *own: Path, allowed: str) -> str:
        """What the own tests of plugins print, on a copy of the database that is kept."""
        place = {"XDG_CACHE_HOME": str(self.data / "cache"), "DJANGO_SETTINGS_MODULE": "lms.settings.plugin_test"}
        ask = "from lms.settings.plugin_test import FOLDER; print(FOLDER)"
        kept = Path(self.well("-c", ask, allowed=allowed, **place).split()[-1], "test.sqlite3")
        if not kept.exists():
            shutil.copy(self.data / "mafunzo.sqlite3", kept)
        return self.well(
            *("-m", "pytest", "--reuse-db", "--import-mode=importlib", *own), allowed=allowed, cwd=own[0], **place
        )

    def act(self, *names: str, allowed: str, **more: str) -> list[dict[str, Any]]:
        """What functions of `acts` find, one after the other in one process."""
        return json.loads(self.well("-m", "tests.plugins.acts", *names, allowed=allowed, **more).splitlines()[-1])

    def install(self, *arguments: Any) -> None:
        self.well("-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", *arguments, allowed="")

    def lay(self, folder: Path) -> None:
        """Put the distribution in `folder` where an editable installation would: in a second, and not in half a
        minute.
        """
        project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
        name, version = project["name"], project["version"]
        facts = self.places / f"{name.replace('-', '_')}-{version}.dist-info"
        facts.mkdir()
        (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        lines = [
            f"[{group}]\n" + "".join(f"{one} = {to}\n" for one, to in points.items())
            for group, points in project["entry-points"].items()
        ]
        (facts / "entry_points.txt").write_text("".join(lines))
        (self.places / f"{folder.name}.pth").write_text(f"{folder}\n")

    def uninstall(self, name: str) -> None:
        self.well("-m", "pip", "uninstall", "--quiet", "--yes", name, allowed="")

    def take_a_database(self) -> None:
        """One that is migrated with Mafunzo's own plugins, and the fonts that other runs have cut."""
        shutil.copy(databases.CACHE / f"template-{databases.fingerprint()}.sqlite3", self.data / "mafunzo.sqlite3")
        (self.data / "fonts").symlink_to(databases.CACHE / "fonts", target_is_directory=True)


def copy(name: str, to: Path) -> Path:
    """A copy of the distribution `name`, so that building it leaves nothing behind here."""
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info", "build")
    return Path(shutil.copytree(HERE / name, to / name, ignore=ignored))
