"""Source of the settings, and the folder in which this installation keeps what it writes."""

import os
import secrets
import sys
import tempfile
from collections.abc import Iterable, Set
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import environ
from environ.fileaware_mapping import FileAwareMapping

from .variables import RULES, misspelt, mistakes

BASE_DIR = Path(__file__).resolve().parents[2]


class Env(environ.Env):
    """The environment; what is named NAME_FILE is read from that file, as keepers of secrets hand them out."""

    class FromFiles(FileAwareMapping):
        """Values from files, without the line end that an editor leaves in such a file."""

        def __getitem__(self, key: str) -> str:
            return str(super().__getitem__(key)).rstrip("\r\n")

    ENVIRON = FromFiles()
    names = frozenset({*RULES, "DJANGO_SETTINGS_MODULE"})
    """Variables of the site; `manage.py backup` takes their values along."""

    mistakes = staticmethod(mistakes)

    @classmethod
    def misspelt(cls, names: Iterable[str], of_plugins: Set[str]) -> "list[str]":
        """Return a sentence for each of `names` that is nearly one of the site, or of a plugin."""
        return misspelt(names, cls.names | of_plugins)

    def list(self, var: str, default: object = environ.Env.NOTSET) -> "list[str]":
        """Return the parts between commas, without spaces around them."""
        return [part.strip() for part in super().list(var, default=default)]


def end_with(*sentences: str) -> NoReturn:
    """End this process, whichever it is, with sentences about settings. By this status gunicorn knows that there is no
    use in starting it again.
    """
    print(*sentences, "docs/run/settings.md says how each one is written.", sep="\n", file=sys.stderr)
    sys.exit(3)


env = Env()
if _wrong := env.mistakes(env.ENVIRON):
    end_with(*_wrong)

# Where what the installation writes is kept: the embedded database, files, the embedded queue.
DATA_DIR = Path(env("MAFUNZO_DATA", default=str(BASE_DIR / ".demo")))
os.umask(0o077)  # what any process of it writes is for its owner alone


def drawn_key(file: Path) -> str:
    """Give the key in `file`, which the first process that asks draws. Of several at once one draws it: a link to what
    is written already takes no name that is taken. Ends the process where there can be none.
    """
    try:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
            with os.fdopen(handle, "w") as draft:
                draft.write(secrets.token_urlsafe(60))
            with suppress(FileExistsError):  # another was first
                os.link(name, file)
            os.unlink(name)
        return file.read_text().strip()
    except OSError as error:
        end_with(
            f"{file} can be neither read nor made: {error.strerror}. Name another folder in MAFUNZO_DATA, or set "
            "SECRET_KEY."
        )
