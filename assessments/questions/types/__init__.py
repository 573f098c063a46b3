"""The types of question, a folder each: how one is written, shown, read and marked.

Without its folder a type is gone.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from lms.foundation.plugins.question import QuestionType

ORDER = (
    "single",
    "multiple",
    "truefalse",
    "matching",
    "ordering",
    "classification",
    "shorttext",
    "numerical",
    "gapfill",
    "hotspot",
    "freetext",
    "form",
    "rating",
)
"""The folders in the order in which editors are offered the types; others come after them by name."""


def types() -> Iterator[type[QuestionType]]:
    """Yield the type of each folder."""
    folders = sorted(file.parent.name for file in Path(__file__).parent.glob("*/type.py"))
    for name in sorted(folders, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER)):
        module = import_module(f"{__name__}.{name}.type")
        yield from (kind for kind in vars(module).values() if _is_type(kind, module.__name__))


def _is_type(value: object, module: str) -> bool:
    return isinstance(value, type) and issubclass(value, QuestionType) and value.__module__ == module
