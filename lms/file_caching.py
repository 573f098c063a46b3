"""The shared cache of an embedded installation: a folder with a file for each value, as JSON."""

import json
import time
from collections.abc import Callable
from typing import IO, Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache

from lms.json_values import Json


class JsonFileCache(FileBasedCache):
    """Django's, which runs what it reads. The first line says when the value is over, the rest is the value."""

    _key_to_file: Callable[..., str]
    _delete: Callable[[str], bool]

    def get(self, key: str, default: object = None, version: int | None = None) -> Any:
        try:
            with open(self._key_to_file(key, version), "rb") as file:
                return default if self._is_expired(file) else Json().loads(file.read())
        except (FileNotFoundError, ValueError):
            return default

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        missing = object()
        value = self.get(key, missing, version)
        if value is missing:
            return False
        self.set(key, value, timeout, version)
        return True

    def _write_content(self, file: IO[bytes], timeout: Any, value: object) -> None:
        written = f"{json.dumps(self.get_backend_timeout(timeout))}\n{Json().dumps(value)}"
        file.write(written.encode())

    def _is_expired(self, file: IO[bytes]) -> bool:
        """Delete the file where it is over, or is no JSON, as earlier versions wrote it."""
        try:
            over_at = json.loads(file.readline())
            is_over = over_at is not None and over_at < time.time()
        except (ValueError, TypeError):
            is_over = True
        if is_over:
            self._delete(file.name)
        return is_over
