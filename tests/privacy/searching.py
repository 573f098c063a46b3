"""Looking for a text in all that is stored: every column of every table, every file."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
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
