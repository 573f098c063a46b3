"""An installation to back up, a set of it, and sets that somebody altered."""

import io
import json
import tarfile
import time
from pathlib import Path

import pyrage
import pytest

from home.backups import sets
from home.backups.encryption import Refused, make_key, private_key
from home.backups.places import Folder
from lms.people.directory.models import User
from tests.conftest import NOW


@pytest.fixture
def installation(transactional_db, tmp_path, settings):
    """An installation with a person, files and a key, and a folder for its sets."""
    User.objects.create_user("KE-1", name="Amina")
    settings.DATA_DIR = tmp_path / "data"
    settings.CERTIFICATE_KEYS = str(tmp_path / "data" / "keys" / "certificates")
    for name in ("media/film.mp4", "private/card.pdf", "keys/certificates/set.json", "cache/old", "queue/message"):
        file = settings.DATA_DIR / name
        file.parent.mkdir(parents=True)
        file.write_bytes(name.encode() * 9000)
    (tmp_path / "sets").mkdir()
    settings.BACKUP_TO = str(tmp_path / "sets")
    settings.BACKUP_KEY = make_key(tmp_path / "key")
    return tmp_path


@pytest.fixture
def made(installation):
    """A set of it."""
    name, _manifest = sets.write(Folder(installation / "sets"), now=NOW)
    return installation / "sets" / name


def read(file: Path, key: Path | None = None, **options) -> sets.Extract:
    into = file.parent.parent / f"into-{time.monotonic_ns()}"
    into.mkdir()
    return sets.read(Folder(file.parent), file.name, key or file.parent.parent / "key", into, **options)


def refusal(file: Path, key: Path | None = None) -> str:
    with pytest.raises(Refused) as refused:
        read(file, key)
    return str(refused.value)


def rewritten(file: Path, change) -> Path:
    """The set with other parts, closed with the same public key: `change` gets each name and content, and gives both,
    or None for a part that is left out.
    """
    key = private_key(file.parent.parent / "key")
    opened, plain = io.BytesIO(pyrage.decrypt(file.read_bytes(), [key])), io.BytesIO()
    with tarfile.open(fileobj=opened) as source, tarfile.open(fileobj=plain, mode="w") as target:
        for entry in source:
            changed = change(entry.name, source.extractfile(entry).read())
            if changed:
                entry.name, content = changed
                entry.size = len(content)
                target.addfile(entry, io.BytesIO(content))
    other = file.with_name("other.tar.age")
    other.write_bytes(pyrage.encrypt(plain.getvalue(), [key.to_public()]))
    return other


def with_about(file: Path, **values) -> Path:
    return rewritten(
        file,
        lambda name, content: (
            (name, json.dumps(json.loads(content) | values).encode()) if name == "about.json" else (name, content)
        ),
    )
