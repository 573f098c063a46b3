"""Lock of the data folder, which one server, one demo that is built or one restore holds at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError


@contextmanager
def held_data_folder() -> Iterator[None]:
    """Hold the data folder, which is made if need be; so do processes that are forked within, as long as they live. A
    process that is killed holds it no more. Raises `CommandError`.
    """
    folder = Path(settings.DATA_DIR)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("a")
    except OSError as error:
        raise CommandError(f"{folder} cannot be made or used: {error.strerror}. See MAFUNZO_DATA.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(
                f"{folder} is in use: by a server that runs, a demo school that is built, or a restore. Stop that "
                "first, or name another folder in MAFUNZO_DATA."
            ) from None
        yield
