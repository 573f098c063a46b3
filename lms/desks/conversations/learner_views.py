"""A learner's own conversations, and asking the instructors from any page."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.people.directory.clocks import at_home
from lms.people.directory.requests import SignedInRequest

from . import matters, participants, services
from .access import AROUND
from .forms import AskForm
from .matters import Matter
from .models import Thread
from .titles import with_names

ON_A_PAGE = 50


@require_safe
@never_cache
@at_home
def mine(request: SignedInRequest) -> HttpResponse:
    """Show one's own conversations, the latest first; those of before a transfer too."""
    rows = Thread.objects.of(request.user).saying_what_is_new_to(request.user, from_learner=False)
    rows = rows.select_related(*AROUND).order_by("-last_at", "-pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Messages"),
        "page": page,
        "threads": with_names(page.object_list),
        "may_ask": participants.cohorts_of(request.user).exists(),
    }
    return render(request, "conversations/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: SignedInRequest) -> HttpResponse:
    """Ask the instructors: about what the address names (`?about=`), or about something else."""
    matter, posted, cohorts = _matter(request), request.method == "POST", participants.cohorts_of(request.user)
    if not posted and (known := _known(request, matter, cohorts)) is not None:
        return redirect(f"{reverse('conversations:thread', args=[known.pk])}#answer")
    form = AskForm(request.POST if posted else None, cohorts=cohorts, titled=not matter.key)
    if posted and cohorts and form.is_valid() and (thread := _asked(request, matter, form)):
        return redirect("conversations:thread", thread.pk)
    context = {
        "title": _("Ask your instructors"),
        "about": matter.about(get_language() or "en"),
        "form": form,
        "cohorts": cohorts,
        "trail": [(_("Messages"), reverse("conversations:mine"))],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if posted else HTTPStatus.OK
    return render(request, "conversations/ask.html", context, status=status)


def _known(request: SignedInRequest, matter: Matter, cohorts: Any) -> Thread | None:
    """Return the conversation about `matter` that goes on: with those who teach the learner now, not with those of
    before.
    """
    if not matter.key:
        return None
    here = cohorts.order_by().values("institution")
    return Thread.objects.of(request.user).filter(matter=matter.key, institution__in=here).first()


def _asked(request: SignedInRequest, matter: Matter, form: AskForm) -> Thread | None:
    about: dict[str, Any] = {"cohort": form.cohort_asked, "matter": matter, "said": form.said}
    try:
        thread = services.ask(learner=request.user, **about, now=timezone.now())
    except services.Refused as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, _("Your message is sent. Your instructors see it, and you read their answer here."))
    return thread


def _matter(request: SignedInRequest) -> Matter:
    try:
        return matters.read(request.GET.get("about", ""), request.user)
    except matters.NoSuchMatter:
        raise Http404 from None
