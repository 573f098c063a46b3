"""Pages of privacy notices, one's own and those that administrators publish, and of the rules in force."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.people.directory.choices import Role
from lms.people.directory.decorators import for_administrators
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately
from lms.people.identity.sessions import expiry

from . import privacy_notices
from .forms import NoticeForm
from .middleware import ACCEPTED
from .models import Notice, waiting_time
from .retention import kept_for

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


@for_administrators
@require_safe
def rules(request: SignedInRequest) -> HttpResponse:
    """Show the rules as the installation sets them; no statement of its own."""
    context = {
        "title": _("Rules in force"),
        "sessions": _sessions(),
        "kept": [(room, what, _days(days)) for room, what, days in kept_for()],
        "wait": _days(waiting_time().days),
    }
    return render(request, "privacy/rules.html", context)


def _sessions() -> list[tuple[str, str]]:
    hours = settings.STAFF_SESSION_HOURS
    lasts = ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours} if hours else _("No limit")
    return [
        (_("A session of a learner ends without use after"), _span(expiry.idle(is_staff=False))),
        (_("A session of staff ends without use after"), _span(expiry.idle(is_staff=True))),
        (_("A session of staff ends in any case after"), lasts),
        (_("Failed sign-ins before an account is locked"), str(settings.AXES_FAILURE_LIMIT)),
        (_("A locked account opens again after"), _span(timedelta(hours=settings.AXES_COOLOFF_TIME))),
    ]


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes % (24 * 60) == 0:
        return _days(span.days)
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def _days(days: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
