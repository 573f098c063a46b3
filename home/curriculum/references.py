"""Wagtail's index of references, brought up to date once for each row that was loaded."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save
from modelcluster.fields import ParentalKey
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled


@contextmanager
def indexed_once() -> Iterator[None]:
    """Hold the index back. Within, the index waits; at the end it learns of each row that was saved, once. Publishing
    saves a row four times, and Wagtail reads all its blocks each time.

    Rows must not be deleted within. Where somebody else keeps the index from being written, nothing is.
    """
    if getattr(reference_index_auto_update_disabled, "value", False):
        yield
        return
    saved: dict[type[Model], set[Any]] = defaultdict(set)

    def note(sender: type[Model], instance: object, **_kwargs: object) -> None:
        whole = _whole(instance)
        if whole is not None and ReferenceIndex.is_indexed(type(whole)):
            saved[type(whole)].add(whole.pk)

    post_save.connect(note)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        post_save.disconnect(note)
    for model, keys in saved.items():
        for row in model._base_manager.filter(pk__in=keys):
            ReferenceIndex.create_or_update_for_object(row)


def _whole(row: Any) -> Any:
    """Return the row that `row` is a part of: references of a part are its whole's."""
    while row is not None and (parts := [field for field in row._meta.fields if isinstance(field, ParentalKey)]):
        row = getattr(row, parts[0].name)
    return row
