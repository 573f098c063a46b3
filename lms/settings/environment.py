"""Where settings are read from, and where this installation keeps what it writes."""

from pathlib import Path

import environ
from environ.fileaware_mapping import FileAwareMapping

BASE_DIR = Path(__file__).resolve().parents[2]


class Env(environ.Env):
    """The environment; what is named NAME_FILE is read from that file, as keepers of secrets hand them out."""

    class FromFiles(FileAwareMapping):
        """Without the line end that an editor leaves in such a file."""

        def __getitem__(self, key: str) -> str:
            return str(super().__getitem__(key)).rstrip("\r\n")

    ENVIRON = FromFiles()


env = Env()

# Where what the installation writes is kept: the embedded database, files, the embedded queue.
DATA_DIR = Path(env("MAFUNZO_DATA", default=str(BASE_DIR / ".demo")))
