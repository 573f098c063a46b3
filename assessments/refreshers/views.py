"""The pages of a learner: which refreshers are due, one of them question by question, and switching them off."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.runtime.errors import NotInstalled
from lms.people.directory.requests import SignedInRequest

from . import services
from .models import OptOut, Refresher
from .page_context import refresher_page

if TYPE_CHECKING:
    from assessments.refreshers.models import RefresherQuerySet

MOST = 20
"""Of what is over so many are listed."""


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Show refreshers that are due, those to come, and the results of the latest. Five statements."""
    now, language = timezone.now(), get_language()
    rows = Refresher.objects.of(request.user).select_related("course")
    done = rows.filter(done_at__isnull=False).order_by("-done_at", "pk")[:MOST]
    context = {
        "title": _("Refreshers"),
        "due": _named(rows.open(now).order_by("opens_at", "pk"), language),
        "to_come": _named(rows.to_come(now).filter(learner__refreshers_off=None).order_by("opens_at", "pk"), language),
        "done": [(row, title, refresher_page(row)) for row, title in _named(done, language)],
        "off": OptOut.objects.filter(learner=request.user.pk).exists(),
    }
    return render(request, "refreshers/mine.html", context)


def _named(rows: "RefresherQuerySet", language: str) -> list[tuple[Refresher, object]]:
    return [(row, row.course.title_in(language)) for row in rows]


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the next question, or with `after` the one that was answered, with what is right and why; takes an
    answer.
    """
    refresher, error = _own(request, pk), ""
    if request.method == "POST":
        try:
            return redirect(_taken(request, refresher))
        except services.NotOpen as over:
            messages.info(request, str(over))
            return redirect("refreshers:mine")
        except (InvalidAnswer, NotInstalled) as wrong:
            error = str(wrong)
    found = refresher_page(refresher, wanted=request.GET.get("after", ""))
    title = refresher.course.title_in(get_language())
    context = {
        "title": title,
        "refresher": refresher,
        "shown": found,
        "item": found.item,
        "error": error,
        "trail": [(_("Refreshers"), reverse("refreshers:mine"))],
    }
    return render(request, "refreshers/refresher.html", context, status=422 if error else 200)


def _taken(request: SignedInRequest, refresher: Refresher) -> str:
    """Take the answer that was sent; the address of its question, with what is right. Raises as `services.answer`."""
    data = {name: request.POST.getlist(name) for name in request.POST}
    try:
        _row, name = services.answer(refresher=refresher, data=data, now=timezone.now())
    except services.Done:  # by another press, a moment ago
        name = request.POST.get("check", "")
    return f"{reverse('refreshers:show', args=[refresher.pk])}?{urlencode({'after': name})}"


@require_POST
def begin(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose the questions; begun twice they are the same."""
    try:
        services.begin(refresher=_own(request, pk), language=get_language(), now=timezone.now())
    except (services.NotOpen, services.NothingToAsk) as error:
        messages.info(request, str(error))
        return redirect("refreshers:mine")
    return redirect("refreshers:show", pk)


@require_POST
def skip(request: SignedInRequest, pk: int) -> HttpResponse:
    """Skip it time."""
    try:
        services.skip(refresher=_own(request, pk), now=timezone.now())
    except services.NotOpen as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("Skipped. Nobody is told."))
    return redirect("refreshers:mine")


@require_POST
def switch(request: SignedInRequest) -> HttpResponse:
    """Switch a learner's refreshers off, or on again."""
    on = request.POST.get("on") == "1"
    services.switch(learner=request.user, on=on, now=timezone.now())
    messages.success(request, _("Refreshers are on.") if on else _("Refreshers are off. Nobody is told."))
    return redirect("refreshers:mine")


def _own(request: SignedInRequest, pk: int) -> Refresher:
    """Return one's own that has come; 404 for those of others, and for one that is not due yet."""
    rows = Refresher.objects.of(request.user).filter(opens_at__lte=timezone.now())
    return get_object_or_404(rows.select_related("course", "institution"), pk=pk)
