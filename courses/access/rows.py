"""Rows that the addresses of Wagtail’s admin name, and the right to see them."""

from collections.abc import Callable, Iterator, Mapping
from inspect import unwrap
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_permission_codename
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from wagtail.documents import get_document_model
from wagtail.documents.permissions import permission_policy as documents
from wagtail.images import get_image_model
from wagtail.images.permissions import permission_policy as images
from wagtail.models import DraftStateMixin, Page
from wagtail.permissions import page_permission_policy
from wagtail_localize.models import Translation, TranslationSource
from wagtailmedia.models import get_media_model
from wagtailmedia.permissions import permission_policy as media

Row = tuple[type[Model], Any]
"""A model, and the primary key that an address holds."""

PAGE_ACTIONS = ("add", "change", "publish", "lock", "unlock", "bulk_delete")
MODEL_ACTIONS = ("add", "change", "delete", "view", "publish")
FILE_ACTIONS = ("add", "change", "delete", "choose")
PAGES = ("page_id", "page_to_move_id", "parent_page_id", "destination_id", "page_pk")
NO_ROW = frozenset(
    {
        "app_label",
        "app_name",
        "model_name",
        "content_type_app_name",
        "content_type_model_name",
        "action",
        "action_name",
        "filter_spec",
        "media_type",
        "mode",
        "uidb64",
        "token",
        "slug",
        "format",
    }
)
"""Arguments that name no row."""
OF_ANOTHER = frozenset(
    {
        "revision_id",
        "revision_id_a",
        "revision_id_b",
        "task_id",
        "task_state_id",
        "workflow_state_id",
        "workflow_pk",
        "session_id",
        "uploaded_file_id",
        "collection_id",
        "string_segment_id",
        "overridable_segment_id",
    }
)
"""Arguments that Wagtail looks up among the rows of another argument, among one's own,
or by a permission for their whole type.
"""


class UnknownAddress(Exception):
    """An address with an argument of which nobody said what it names."""


def rows_of(view: Callable[..., object], args: tuple[object, ...], kwargs: Mapping[str, object]) -> Iterator[Row]:
    """Yield the rows that an address names. Raises `UnknownAddress`."""
    # Only Wagtail's comparison of a page's revisions has arguments without a name.
    if args:
        yield Page, args[0]
    for name, value in kwargs.items():
        model = model_of(name, view, kwargs)
        if model is not None:
            yield model, unquote(str(value))
        elif name not in NO_ROW | OF_ANOTHER:
            raise UnknownAddress(name)


def model_of(name: str, view: Callable[..., object], kwargs: Mapping[str, object]) -> type[Model] | None:
    """Return the model of which the argument `name` of an address names a row; None where that is not known, or it
    names none.
    """
    if name in PAGES:
        return Page
    if name in ("pk", "object_id"):
        return _named_model(kwargs) or _model_of_view(view)
    return {
        "image_id": get_image_model(),
        "document_id": get_document_model(),
        "doc_id": get_document_model(),
        "media_id": get_media_model(),
        "translation_id": Translation,
        "translation_source_id": TranslationSource,
    }.get(name)


def _named_model(kwargs: Mapping[str, Any]) -> type[Model] | None:
    """Return the model that the address itself names."""
    try:
        return apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except (KeyError, LookupError):
        return None


def _model_of_view(view: Callable[..., object]) -> type[Model] | None:
    """Return the model of the view's class: itself, by its name, or that whose permissions are asked where only the row
    tells.
    """
    inner = unwrap(view)
    written = getattr(inner, "view_class", None) or getattr(
        view, "cls", None
    )  # the latter is what Django REST Framework calls it
    model = getattr(inner, "view_initkwargs", {}).get("model") or getattr(written, "model", None)
    permitted = getattr(getattr(written, "permission_policy", None), "model", None)
    # A list of pages about something else, such as those of a workflow, names that, and has pages as its model.
    if model is None or isinstance(model, cached_property) or (model is Page and permitted is not None):
        model = permitted
    return apps.get_model(model) if isinstance(model, str) else model


def may_see(viewer: object, model: type[Model], pk: object) -> bool:
    """Return whether `viewer` may see this row in the admin."""
    try:
        return visible(model, viewer).filter(pk=pk).exists() or (issubclass(model, Page) and _reviews(viewer, pk))
    except ValueError:  # no primary key at all
        return False


def visible(model: type[Model], viewer: Any) -> QuerySet[Any]:
    """Return the rows of `model` that `viewer` may see; all where nothing but Wagtail's permissions for the whole type
    applies.
    """
    rows: Any = model._default_manager.all()
    if viewer.is_superuser:
        return rows
    if issubclass(model, Page):
        return rows.filter(
            pk__in=page_permission_policy.instances_user_has_any_permission_for(viewer, PAGE_ACTIONS).values("pk")
        )
    for files, policy in ((get_image_model(), images), (get_document_model(), documents), (get_media_model(), media)):
        if model is files:
            return policy.instances_user_has_any_permission_for(viewer, FILE_ACTIONS)
    if model is TranslationSource:
        return rows.filter(_translated(viewer, "", locale=OuterRef("locale")))
    if model is Translation:
        return rows.filter(_translated(viewer, "source__"))
    if _has_owners(model):
        return rows.visible_to(viewer) if _has_right(viewer, model) else rows.none()
    drafted = issubclass(model, DraftStateMixin) and not _has_right(viewer, model)
    return rows.filter(live=True) if drafted else rows


def writes(viewer: object, model: type[Model]) -> bool:
    """Return whether `viewer` has a right to `model`, or, for a model without owners, to any page, since a page may
    name its rows.

    Whoever manages people alone has neither. Whoever translates a page has no right to the questions of the bank.
    """
    return _has_right(viewer, model) or (
        not _has_owners(model) and page_permission_policy.user_has_any_permission(viewer, PAGE_ACTIONS)
    )


def _has_right(viewer: Any, model: type[Model]) -> bool:
    actions = [get_permission_codename(action, model._meta) for action in MODEL_ACTIONS]
    return any(viewer.has_perm(f"{model._meta.app_label}.{action}") for action in actions)


def _has_owners(model: type[Model]) -> bool:
    return hasattr(model._default_manager.all(), "visible_to") and model._meta.app_label != "people"


def _translated(viewer: object, prefix: str, **same: object) -> Q:
    """Return the condition for translated objects, of any type, that `viewer` may see in one of their languages, or in
    the one that is the `same`.
    """
    condition = Q(pk__in=[])
    for kind in ContentType.objects.filter(pk__in=TranslationSource.objects.values("specific_content_type")):
        model = kind.model_class()
        if model is not None:
            versions = visible(model, viewer).filter(translation_key=OuterRef(f"{prefix}object"), **same)
            condition |= Q(Exists(versions), **{f"{prefix}specific_content_type": kind})
    return condition


def _reviews(viewer: object, pk: object) -> bool:
    """Return whether the page waits for a decision of `viewer`, who may have no other right to it."""
    page = Page.objects.filter(pk=pk).first()
    return page is not None and page.permissions_for_user(viewer).can_edit()
