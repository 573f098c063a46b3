"""Source of the settings, and the folder in which this installation keeps what it writes."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

BASE_DIR = Path(__file__).resolve().parents[2]


class Env(environ.Env):
    """The environment; what is named NAME_FILE is read from that file, as keepers of secrets hand them out."""

    class FromFiles(FileAwareMapping):
        """Values from files, without the line end that an editor leaves in such a file."""

        def __getitem__(self, key: str) -> str:
            return str(super().__getitem__(key)).rstrip("\r\n")

    ENVIRON = FromFiles()
    names: set[str] = {"DJANGO_SETTINGS_MODULE"}
    """Variables that were asked for; `manage.py backup` takes their values along."""

    def get_value(self, var: str, *args: object, **kwargs: object) -> object:
        """Return the value. Raises `ImproperlyConfigured`, which names the variable that cannot be read."""
        self.names.add(var)
        try:
            return super().get_value(var, *args, **kwargs)
        except (ValueError, OSError) as error:
            raise ImproperlyConfigured(f"{var} cannot be read: {error}") from error


env = Env()

# Where what the installation writes is kept: the embedded database, files, the embedded queue.
DATA_DIR = Path(env("MAFUNZO_DATA", default=str(BASE_DIR / ".demo")))
os.umask(0o077)  # what any process of it writes is for its owner alone


def drawn_key(file: Path) -> str:
    """Give the key in `file`, which the first process that asks draws. Of several at once one draws it: a link to what
    is written already takes no name that is taken. Raises `ImproperlyConfigured`.
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
        raise ImproperlyConfigured(
            f"{file} can be neither read nor made: {error.strerror}. Name another folder in "
            "MAFUNZO_DATA, or set SECRET_KEY."
        ) from error
