"""Pages of privacy notices: one's own, to read and accept, and those that administrators publish."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lms.people.directory.choices import Role
from lms.people.directory.decorators import for_administrators
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from . import privacy_notices
from .forms import NoticeForm
from .middleware import ACCEPTED
from .models import Notice

SHOWN = 50


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: SignedInRequest) -> HttpResponse:
    """Show the notice of the reader's institution. Who accepts it goes on to where they wanted to go."""
    held = privacy_notices.notice_of(request.user)
    if held is None:
        raise Http404
    language, wanted = get_language() or "en", _wanted(request)
    if request.method == "POST":
        if request.POST.get("notice") != str(held.pk):
            messages.warning(request, _("There is a newer notice. Read it first."))
            return redirect("privacy:notice")
        privacy_notices.accept(person=request.user, notice=held, language=language, now=timezone.now())
        request.session[ACCEPTED] = held.pk
        return redirect(wanted)
    accepted = privacy_notices.has_accepted(request.user, held.pk)
    context = {"title": _("Privacy notice"), "notice": held, "wanted": wanted, "accepted": accepted}
    return render(request, "privacy/notice.html", context | _text(held, language))


def _wanted(request: SignedInRequest) -> str:
    """Return the address on this site to which the person was going, or else that of the notice."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if here else reverse("privacy:notice")


def _text(held: Notice, language: str) -> dict[str, str]:
    text, shown_in = held.text_in(language)
    return {"text": text, "shown_in": shown_in, "direction": "rtl" if get_language_info(shown_in)["bidi"] else "ltr"}


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def notices(request: SignedInRequest) -> HttpResponse:
    """Show the notices of one's institutions, the newest first, and publishing the next version of one."""
    form = NoticeForm(request.POST if request.method == "POST" else None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        at, texts = form.cleaned_data["institution"], form.texts
        privacy_notices.publish(institution=at, texts=texts, by=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("privacy:notices")
    rows = (
        Notice.objects.visible_to(request.user, Role.ADMINISTRATOR)
        .select_related("institution")
        .annotate(number=Count("acceptances"))
    )
    context = {
        "title": _("Privacy notices"),
        "trail": [(_("Erasures"), reverse("privacy:erasures"))],
        "form": form,
        "rows": list(rows.order_by("-made_at", "-pk")[:SHOWN]),
    }
    return render(request, "privacy/notices.html", context, status=422 if form.errors else 200)
