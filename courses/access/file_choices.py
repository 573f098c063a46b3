"""Choice of files for a text: those that the person may see, and those that are in the text already.

Forms and wagtail-localize take any number for a file; what is compiled from it, as a preview is, would hand the file
out.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail_localize.models import SegmentOverride
from wagtailmedia.models import get_media_model

from lms.foundation.interface.parsing import whole_number
from lms.people.directory.current_viewer import viewer

from .rows import visible

FILES = (get_image_model(), get_document_model(), get_media_model())
File = tuple[type[Model], str]


def files_in(row: Model) -> Iterator[tuple[type[Model], str, str]]:
    """Yield the files that `row` names: model, primary key as a text, and where it stands (`body.<block>.document`)."""
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        model = field.related_model
        if model is not None and model in FILES and value:
            yield model, str(value), field.name
        elif hasattr(field, "extract_references") and value:
            for model, pk, _path, place in field.extract_references(value):
                if model in FILES:
                    yield model, str(pk), f"{field.name}.{place}".rstrip(".")


def is_theirs(file: File, person: object) -> bool:
    model, pk = file
    return whole_number(pk, digits=18) is not None and visible(model, person).filter(pk=pk).exists()


class OnlyTheirFiles:
    """Mixin of a form in Wagtail's admin whose row names files."""

    instance: Any
    for_user: Any
    add_error: Callable[..., None]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._before = self._files()

    def _files(self) -> set[File]:
        return {(model, pk) for model, pk, _place in files_in(self.instance)}

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # of Wagtail's form
        person = self.for_user
        if person is not None and not all(is_theirs(file, person) for file in self._files() - self._before):
            self.add_error(None, _("You chose a file that is gone or that is not yours to use. Choose another one."))


@receiver(pre_save, sender=SegmentOverride)
def _on_replaced_in_a_translation(
    sender: type, instance: SegmentOverride, raw: bool = False, **_kwargs: object
) -> None:
    """Refuse files of others: a translation may show another file than its source. Raises `PermissionDenied`."""
    person, place = viewer(), instance.context.path
    if raw or person is None:
        return
    for source in instance.context.object.sources.all():
        for model, _pk, here in files_in(source.as_instance()):
            if f"{place}.".startswith(f"{here}.") and not is_theirs((model, str(instance.data)), person):
                raise PermissionDenied
