"""One's own notices: the list, and what was read."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lms.foundation.interface.parsing import whole_number
from lms.people.directory.requests import SignedInRequest

from .. import services, texts
from ..models import Notice
from ..rules import zone_of

ON_A_PAGE = 30


@login_required
@never_cache
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Show the person’s notices, the newest first. The number of statements grows only with the kinds on the page."""
    person, now = request.user, timezone.now()
    rows = Notice.objects.of(person).order_by("-made_at", "-pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    notices = list(page.object_list)
    words = texts.words_of(notices, {person.pk: person}, now=now, language=get_language() or "")
    with timezone.override(zone_of(person)):
        shown = [(notice, words[notice.pk]) for notice in notices]
        newest = max((notice.pk for notice in notices), default=0)
        context = {"title": _("Notices"), "page": page, "shown": shown, "newest": newest}
        return render(request, "notices/mine.html", context)


@login_required
@require_POST
def open_notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go where the matter is; the notice was read by that."""
    notice = get_object_or_404(Notice.objects.of(request.user), pk=pk)
    now = timezone.now()
    services.mark_read(notice=notice, now=now)
    said = texts.words_of([notice], {request.user.pk: request.user}, now=now)[notice.pk]
    return redirect(said.link if said and said.link and request.POST.get("go") else "notices:mine")


@login_required
@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    """Say that one has read all that the page showed, and what came before."""
    services.mark_all_read(
        person=request.user, up_to=whole_number(request.POST.get("up_to", "")) or 0, now=timezone.now()
    )
    return redirect("notices:mine")
