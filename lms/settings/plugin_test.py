"""Tests of a plugin: as `test`, on a database that is kept between runs, for pytest with --reuse-db.

It lies in the person's cache, one for each choice of plugins: migrating it takes minutes, the first time alone.
`pytest --create-db` makes it anew, as after a change of a migration that was applied.
"""

import os
from hashlib import sha256
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
_CHOICE = f"{Path(__file__).resolve()} {os.environ.get('MAFUNZO_PLUGINS', '')}"
FOLDER = CACHE / "mafunzo" / "plugin-tests" / sha256(_CHOICE.encode()).hexdigest()[:16]
FOLDER.mkdir(parents=True, exist_ok=True)
os.environ["TEST_DATA"] = str(FOLDER)

from .test import *  # noqa: E402, F403
