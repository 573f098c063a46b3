"""Django and Wagtail count on a class behind everything that is stored. Where its plugin is not installed, something
stands in for it.

What is replaced here are methods of theirs for which neither has a setting; each falls back only where the original
finds nothing. Data cannot do it:

- Django looks for the class of a content type among the models of the installed apps. One could be put there only
  while the apps are loaded, when the database may not be asked yet which content types have none, and only with an
  app made up for it, for which Django would then make migrations and permissions.
- The rows could be given the content type of `UnpluggedPage` instead: pages, revisions, references, log entries and
  tasks. But a plugin leaves without a word, by being missing when the next process starts, while other processes
  still have it; they would find their pages without what the plugin keeps of them. What was changed would have to be
  found and changed back when it returns.
- Wagtail finds the field of a reference, and the object that refers, by that class, without a hook. To delete the
  references would let a file be deleted that the plugin still shows when it is back.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.models import Page, ReferenceIndex
from wagtail.models.reference_index import ReferenceGroups

from .pages import UnpluggedPage

_KEPT = models.ForeignKey(
    "wagtailcore.Page", models.PROTECT, verbose_name=gettext_lazy("part of a plugin that is not installed")
)
"""The field by which something is referred to, where only its plugin knows it:
what is referred to is not to be deleted meanwhile.
"""


def install() -> None:
    _pages_have_a_class()
    _references_have_a_field()
    _sources_have_a_class()


def _pages_have_a_class() -> None:
    own_class = ContentType.model_class

    def model_class(self: ContentType) -> Any:
        return own_class(self) or (UnpluggedPage if Page.objects.filter(content_type_id=self.pk).exists() else None)

    ContentType.model_class = model_class  # type: ignore[method-assign]  # there is no other place to say it


def _references_have_a_field() -> None:
    """Give references a field on the page that says where a file or another object is used."""
    own_field = ReferenceIndex.source_field.func

    def source_field(self: ReferenceIndex) -> object:
        try:
            return own_field(self)
        except FieldDoesNotExist:
            return _KEPT

    ReferenceIndex.source_field = cached_property(source_field)
    ReferenceIndex.source_field.__set_name__(ReferenceIndex, "source_field")


def _sources_have_a_class() -> None:
    """Leave sources without a class that are not pages out of the list of references: they cannot be listed there."""
    own_init = ReferenceGroups.__init__

    def init(self: ReferenceGroups, references: Any) -> None:
        if isinstance(references, models.QuerySet):
            kinds = references.order_by().values_list("base_content_type_id", flat=True).distinct()
            gone = [pk for pk in kinds if not _has_class(pk)]
            references = references.exclude(base_content_type__in=gone) if gone else references
        else:
            references = [reference for reference in references if _has_class(reference.base_content_type_id)]
        own_init(self, references)

    ReferenceGroups.__init__ = init


def _has_class(pk: int) -> bool:
    return ContentType.objects.get_for_id(pk).model_class() is not None
