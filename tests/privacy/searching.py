"""Looking for a text in all that is stored: every column of every table, every file, every cache."""

import json
import pickle
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection


def places(*texts: str) -> Iterator[str]:
    """Where one of `texts` stands, in whatever case and however JSON writes it: “table.column: the text”, or the name
    of a file with it.
    """
    looked_for = {variant for text in texts for variant in _variants(text)}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    said = str(value).casefold()
                    yield from (f"{table}.{name}: {text}" for text in looked_for if text in said)
    for folder in (Path(settings.MEDIA_ROOT), settings.DATA_DIR / "private"):
        for file in folder.rglob("*") if folder.exists() else ():
            if file.is_file():
                content = file.read_bytes().lower()
                yield from (f"{file.name}: {text}" for text in looked_for if text.encode() in content)


def _variants(text: str) -> set[str]:
    plain = text.casefold()
    return {plain, plain.encode("unicode_escape").decode()}


def cached(*texts: str) -> Iterator[str]:
    """Where one of `texts` stands in a cache, as a key or in what is kept under it: “alias: the text”."""
    looked_for = {variant for text in texts for variant in _variants(text)}
    for alias in settings.CACHES:
        said = _held(caches[alias])
        yield from (f"{alias}: {text}" for text in looked_for if text.encode() in said)


def _held(store: BaseCache) -> bytes:
    """All that a cache holds, in small letters."""
    if isinstance(store, LocMemCache):
        return repr([(key, pickle.loads(value)) for key, value in store._cache.items()]).casefold().encode()
    if isinstance(store, FileBasedCache):
        return b"".join(map(_in_file, Path(store._dir).glob("*.djcache")))
    redis = store._cache.get_client(None)
    return b"".join(key + redis.get(key) for key in redis.scan_iter()).lower()


def _in_file(path: Path) -> bytes:
    """When it is over, then the value."""
    return repr(json.loads(path.read_text().split("\n", 1)[1])).casefold().encode()
