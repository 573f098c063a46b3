"""Files that are there whole or not at all, and the storage of files that nobody fetches by their address."""

import os
from pathlib import PurePath
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, default_storage


class AtomicFileStorage(FileSystemStorage):
    """Storage that names a file once all of it is written: on a full disk no half of it stands for the whole."""

    def _save(self, name: str, content: object) -> str:
        part = str(PurePath(name).with_name(f"{uuid4().hex}.part"))
        try:
            super()._save(part, content)  # type: ignore[misc]  # the stubs leave it out
            while True:
                try:
                    os.link(self.path(part), self.path(name))
                except FileExistsError:
                    name = self.get_available_name(name)
                else:
                    return name
        finally:
            self.delete(part)


def private() -> Storage:
    """Return the bucket of the deployment, whose objects are private, or else a folder of the data folder that nothing
    serves: never below MEDIA_ROOT, from which a web server may hand files to anybody.
    """
    if isinstance(default_storage, FileSystemStorage):
        return AtomicFileStorage(location=settings.DATA_DIR / "private")
    return default_storage
