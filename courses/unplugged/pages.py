"""Pages whose plugin is not installed: they stay as they are, in the tree and in the catalogue, until it is back."""

import logging
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page

from ..pages.views import to_course

log = logging.getLogger(__name__)

LEFT = {"unpublish", "set_position", "history", "history_results", "usage"}
"""What an editor may still do with such a page, by the names of Wagtail's addresses."""
NAMESPACES = ("wagtailadmin_pages", "wagtail_localize", "wagtailadmin_explore", "wagtailadmin_explore_results")
NAMING = ("page_id", "page_to_move_id", "parent_page_id")
"""What Wagtail's addresses call the page they are about."""


class PluginMissing(Exception):
    """Refusal of an act that only the missing plugin of a page can do."""

    def __init__(self, page: Page) -> None:
        super().__init__(sentence_on(page))
        self.page = page


class UnpluggedPage(Page):
    """Page whose own class is not there.

    Only what every page has can be seen of it, and nothing of it is written anew.
    """

    is_creatable = False
    parent_page_types: list[str] = []
    subpage_types: list[str] = []
    preview_modes: list[Any] = []

    class Meta:
        proxy = True
        verbose_name = gettext_lazy("page of a plugin that is not installed")

    def publish(self, revision: object, *args: object, **kwargs: object) -> None:
        """Publish, or wait: a draft whose hour comes while its plugin is away waits for it, and keeps no other page
        from being published.
        """
        log.warning("not published, its plugin is not installed: page %s", self.pk)

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return to_course(request, self)


@receiver(pre_save, sender=UnpluggedPage)
def _refuse_another(sender: type[Page], instance: UnpluggedPage, **_kwargs: object) -> None:
    """Refuse to make another: a copy or a translation would lack what the plugin keeps of the page."""
    if instance._state.adding:
        raise PluginMissing(instance)


@receiver(pre_delete, sender=Page)
@receiver(pre_delete, sender=UnpluggedPage)
def _refuse_half(sender: type[Page], instance: Page, **_kwargs: object) -> None:
    """Refuse to delete half: part of the page is out of the site's reach: alone or in a tree, it cannot be deleted."""
    if instance.specific_class is UnpluggedPage:
        raise PluginMissing(instance)


def sentence_on(page: Page) -> str:
    sentence = _(
        "“%(title)s” needs a plugin that is not installed. Its content and the work of learners are kept. "
        "Install the plugin to go on."
    )
    return sentence % {"title": page.get_admin_display_title()}


def answer_for(request: HttpRequest, page: Page) -> HttpResponse:
    """Show the sentence on `page`, shown among the pages around it; at the root for one that was not made after all."""
    messages.error(request, sentence_on(page))
    parent = None if page._state.adding else page.get_parent()
    return redirect("wagtailadmin_explore", parent.pk) if parent else redirect("wagtailadmin_explore_root")


def refuse(request: HttpRequest) -> HttpResponse | None:
    """Show the answer to a request of Wagtail's admin about one page whose plugin is not installed; nothing for any
    other page.

    Whoever may not edit the page is refused by Wagtail itself.
    """
    match = request.resolver_match
    if match is None or match.url_name in LEFT or (match.namespace or match.url_name) not in NAMESPACES:
        return None
    pk = next((match.kwargs[name] for name in NAMING if name in match.kwargs), None)
    page = Page.objects.filter(pk=pk).first() if pk else None
    if (
        page is None
        or page.specific_class is not UnpluggedPage
        or not page.permissions_for_user(request.user).can_edit()
    ):
        return None
    return answer_for(request, page)


def refuse_below(request: HttpRequest, page: Page, *_rest: object) -> HttpResponse | None:
    """Refuse, before a page is deleted or copied: with such a page below it, part of it is out of the site's reach."""
    return answer_for(request, page) if _any_below([page]) else None


def refuse_several(request: HttpRequest, action: str, objects: Iterable[object], *_rest: object) -> HttpResponse | None:
    """Refuse, before something is done with several pages at once."""
    pages = [one for one in objects if isinstance(one, Page)]
    return answer_for(request, pages[0]) if action != "unpublish" and _any_below(pages) else None


def _any_below(pages: Iterable[Page]) -> bool:
    """Return whether one of `pages`, or a page below them, is an `UnpluggedPage`."""
    content_types: set[int] = set()
    for page in pages:
        content_types.update(
            Page.objects.descendant_of(page, inclusive=True).values_list("content_type_id", flat=True).distinct()
        )
    return any(ContentType.objects.get_for_id(pk).model_class() is UnpluggedPage for pk in content_types)
