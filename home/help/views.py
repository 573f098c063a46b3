"""Views of help: public, since a page holds nothing about anybody."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.people.directory.requests import SignedInRequest

from .book import INDEX, RUN, address_of, chapters
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


@login_required
@require_safe
def operation_page(request: SignedInRequest, name: str) -> HttpResponse:
    """Show one page of the book “Run it” to a superuser; 404 for others and for a name that is no page's."""
    chapter = chapters(RUN).get(name)
    if chapter is None or not request.user.is_superuser:
        raise Http404
    trail = [(_("Operation"), reverse("operation"))]
    return render(request, "home/help.html", {"title": chapter.title, "chapter": chapter, "trail": trail})


def address_for(path: str) -> str:
    """Return the address of the page that helps at `path`; empty where the book is not there."""
    return address_of(chapter_for(path)) if chapters() else ""
