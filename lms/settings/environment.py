"""Where settings are read from, and where this installation keeps what it writes."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

# Where what the installation writes is kept: the embedded database, files, the embedded queue.
DATA_DIR = Path(env("MAFUNZO_DATA", default=str(BASE_DIR / ".demo")))
