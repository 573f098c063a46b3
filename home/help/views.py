"""Views of help: public, since a page holds nothing about anybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .book import INDEX, address_of, chapters
from .chapters import chapter_for


@require_safe
def page(request: HttpRequest, name: str = INDEX) -> HttpResponse:
    """Show one page of the book, without a statement of its own; 404 for a name that is no page's."""
    chapter = chapters().get(name)
    if chapter is None:
        raise Http404
    trail = [] if name == INDEX else [(_("Help"), reverse("help"))]
    title = _("Help") if name == INDEX else chapter.title
    context = {"title": title, "chapter": chapter, "trail": trail, "is_index": name == INDEX}
    return render(request, "home/help.html", context)


def address_for(path: str) -> str:
    """Return the address of the page that helps at `path`; empty where the book is not there."""
    return address_of(chapter_for(path)) if chapters() else ""
