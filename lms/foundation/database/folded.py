"""Column with the words of a row as they are compared, and the search in it."""

from typing import Any, TypeVar

from django.db import models

from lms.foundation.text.folding import words

MOST = 8
"""Words of one search."""

Rows = TypeVar("Rows", bound=models.QuerySet[Any])


class FoldedField(models.TextField):
    """Column with the folded words of the attribute `source` of its row; written whenever the row is saved."""

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **{"default": "", "editable": False, **kwargs})

    def folded(self, row: object) -> str:
        return " ".join(words(getattr(row, self.source)))

    def pre_save(self, model_instance: object, add: bool) -> str:
        value = self.folded(model_instance)
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


def with_words(rows: Rows, column: str, text: str) -> Rows:
    """Return the `rows` whose `column`, a `FoldedField`, has every word of `text`; none if `text` has no word."""
    sought = words(text)[:MOST]
    for word in sought:
        rows = rows.filter(**{f"{column}__contains": word})
    return rows if sought else rows.none()
