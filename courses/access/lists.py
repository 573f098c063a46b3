"""Limits for lists of Wagtail and its packages: rows named by a query, pages to choose from, and entries of the site’s
history.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.models import ModelLogEntry, Page
from wagtail.models.audit_log import ModelLogEntryManager
from wagtail.permissions import page_permission_policy, task_permission_policy
from wagtail_localize.views.snippets_api import SnippetViewSet

from lms.foundation.interface.parsing import whole_number
from lms.people.directory.requests import view_name

from .rows import FILE_ACTIONS, may_see, model_of, visible, writes

if TYPE_CHECKING:
    from lms.people.directory.models import User

SEVERAL = ("wagtail_bulk_action", "chosen_multiple")
"""How the names of addresses end that take rows by the parameter `id`; `all` stands for those of the list."""
CHOOSING = ("wagtailsnippetchoosers_", "wagtail_localize:snippets_api_")
"""How the names of addresses begin that list rows of a model to whoever comes into the admin."""
TASKS = ("wagtailadmin_workflows:task_cho",)
WHOLE_SITE = ("page_types_usage", "page_types_usage_results")
"""Reports that name pages of the whole site, for whoever has a right to all of it."""

_of_wagtail = ModelLogEntryManager.viewable_by_user


def may_ask(request: HttpRequest, view: Callable[..., object], kwargs: Mapping[str, object]) -> bool:
    """Return whether the signed-in person may see all that the address names by its query, or lists by itself."""
    name = view_name(request)
    if name.startswith(TASKS):
        return task_permission_policy.user_has_any_permission(request.user, FILE_ACTIONS)
    if name.startswith(CHOOSING):
        chosen = model_of("pk", view, kwargs)
        return chosen is not None and writes(request.user, chosen) and _fits(request, name, view, kwargs)
    return _fits(request, name, view, kwargs)


def _fits(request: HttpRequest, name: str, view: Callable[..., object], kwargs: Mapping[str, object]) -> bool:
    if name.endswith(WHOLE_SITE):
        return visible(Page, request.user).filter(depth=1).exists()
    if not name.endswith(SEVERAL):
        return True
    model = model_of("pk", view, kwargs) or Page
    linking = Page.objects.live() if name.startswith("wagtailadmin_choose_page") else Page.objects.none()
    return all(
        _may_take(request, model, pk, linking) for pk in {*request.GET.getlist("id"), *request.POST.getlist("id")}
    )


def _may_take(request: HttpRequest, model: type[Model], pk: str, linking: QuerySet[Page]) -> bool:
    if pk != "all":
        return may_see(request.user, model, pk) or (
            model is Page and whole_number(pk, digits=18) is not None and linking.filter(pk=pk).exists()
        )
    if model is Page:
        return may_see(request.user, Page, request.GET.get("childOf", ""))
    return not model._default_manager.exclude(pk__in=visible(model, request.user).values("pk")).exists()


def pages_to_choose(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Return pages: a link may lead to what is published, and to one's own pages; drafts of others are not named."""
    if request.user.is_superuser:
        return pages
    theirs = page_permission_policy.explorable_instances(request.user).values("pk")
    return pages.filter(Q(live=True) | Q(pk__in=theirs))


def _viewable(manager: ModelLogEntryManager, user: "User") -> QuerySet[ModelLogEntry]:
    """Return the history without the entries of rows that have owners and that `user` may not see; a deleted row has no
    owner any more and is left out.
    """
    entries = _of_wagtail(manager, user)
    if user.is_superuser:
        return entries
    for kind in ContentType.objects.filter(pk__in=entries.order_by().values("content_type")):
        model = kind.model_class()
        rows: Any = model._default_manager.all() if model is not None else None
        if hasattr(rows, "visible_to"):
            theirs = rows.visible_to(user).values_list(Cast("pk", CharField()))
            entries = entries.exclude(Q(content_type=kind) & ~Q(object_id__in=theirs))
    return entries


def _listed(view: SnippetViewSet) -> QuerySet[Model]:
    """Return the rows of a snippet that wagtail-localize's API gives."""
    return visible(view.get_model(), view.request.user)


def install() -> None:
    ModelLogEntryManager.viewable_by_user = _viewable
    SnippetViewSet.get_queryset = _listed
