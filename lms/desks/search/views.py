"""The page on which somebody looks for words in the lessons of their courses."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.foundation.plugins.pages.address_cache import address_of
from lms.people.directory.requests import SignedInRequest

from .queries import LONGEST_QUERY, find

ON_A_PAGE = 20


@login_required
@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """Show the form, and what was found."""
    query = " ".join(request.GET.get("q", "")[:LONGEST_QUERY].replace("\0", " ").split())
    answer = find(request.user, query, language=get_language() or "", now=timezone.now())
    context = {
        "title": _("Search your courses"),
        "trail": [(_("My learning"), address_of("learn:mine"))],
        "asked": query,
        "words": answer.words,
        "more": answer.more,
        "page": Paginator(answer.found, ON_A_PAGE).get_page(request.GET.get("page")),
        "query": f"{urlencode({'q': query})}&",
    }
    return render(request, "search/search.html", context)
