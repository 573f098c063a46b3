"""Indexes of references and of the search, written once for many rows that are saved."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import product
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.db.models.signals import post_save
from modelcluster.fields import ParentalKey
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backends_with_name
from wagtail.search.index import get_indexed_models
from wagtail.search.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled

_unsearched: ContextVar[dict[type[Model], set[Any]] | None] = ContextVar("unsearched", default=None)


@contextmanager
def indexed_once() -> Iterator[None]:
    """Hold the index of references and that of the search back. Within they wait; at the end they learn of each row
    that was saved, once. Publishing saves a row four times, and Wagtail reads all its blocks each time.

    Rows must not be deleted within. Where somebody else keeps the index from being written, nothing is.
    """
    if getattr(reference_index_auto_update_disabled, "value", False):
        yield
        return
    new: dict[tuple[type[Model], Any], Any] = {}
    saved: dict[type[Model], set[Any]] = defaultdict(set)

    def note(sender: type[Model], instance: Any, created: bool, **_kwargs: object) -> None:
        whole = _whole(instance)
        if whole is None or not ReferenceIndex.is_indexed(type(whole)):
            return
        if created and whole is instance:
            new[type(whole), whole.pk] = whole
        else:
            new.pop((type(whole), whole.pk), None)
            saved[type(whole)].add(whole.pk)

    post_save.connect(note)
    try:
        with disable_reference_index_auto_update(), _searched_once():
            yield
    finally:
        post_save.disconnect(note)
    ReferenceIndex.objects.bulk_create(
        (one for row in new.values() for one in _references_of(row)), ignore_conflicts=True
    )
    for model, keys in saved.items():
        for row in model._base_manager.filter(pk__in=keys):
            ReferenceIndex.create_or_update_for_object(row)


def _references_of(row: Any) -> Iterator[ReferenceIndex]:
    """Yield the references of a row that is new, as the index would find them; it asks for those that are there."""
    kinds = [ContentType.objects.get_for_model(one, for_concrete_model=False) for one in (row, *_above(row))]
    for kind, key, model_path, content_path in set(ReferenceIndex._extract_references_from_object(row)):
        yield ReferenceIndex(
            content_type=kinds[0],
            base_content_type=kinds[-1],
            object_id=row.pk,
            to_content_type_id=kind,
            to_object_id=key,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )


def _above(row: Any) -> Iterable[type[Model]]:
    """Return the models from which that of `row` inherits its table."""
    return list(row._meta.get_parent_list())


@contextmanager
def _searched_once() -> Iterator[None]:
    for model in get_indexed_models():
        if post_save.disconnect(post_save_signal_handler, sender=model):
            post_save.connect(_on_searched, sender=model)
    waiting: dict[type[Model], set[Any]] = defaultdict(set)
    token = _unsearched.set(waiting)
    try:
        yield
    finally:
        _unsearched.reset(token)
    for (_name, backend), (model, keys) in product(
        get_search_backends_with_name(with_auto_update=True), waiting.items()
    ):
        backend.add_bulk(model, model.get_indexed_objects().filter(pk__in=keys))


def _on_searched(instance: Any, **kwargs: Any) -> None:
    """Let the search learn of a saved row as its library does, at once but within `indexed_once`."""
    unsearched = _unsearched.get()
    if unsearched is None:
        post_save_signal_handler(instance, **kwargs)
    else:
        unsearched[type(instance)].add(instance.pk)


def _whole(row: Any) -> Any:
    """Return the row that `row` is a part of: references of a part are its whole's."""
    while row is not None and (parts := [field for field in row._meta.fields if isinstance(field, ParentalKey)]):
        row = getattr(row, parts[0].name)
    return row
