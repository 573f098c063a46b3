"""Pages of administrators: what is held about a person, and their erasure."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.files.views import offer
from lms.people.audit.services import note_seen
from lms.people.directory.decorators import for_administrators
from lms.people.directory.models import User, UserQuerySet
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from . import services
from .erasure import effects, is_erased
from .files import PersonalDataPaper
from .models import Erasure, waiting_time
from .views import file_of

ON_A_PAGE = 50


@for_administrators
@require_safe
def erasures(request: SignedInRequest) -> HttpResponse:
    """Show erasures of the viewer's people that wait, the next first; leads to whoever has the service number
    `number`.
    """
    number = request.GET.get("number", "").strip()
    found = _theirs(request.user).numbered(number).first() if number else None
    if found is not None:
        return redirect("privacy:person", found.pk)
    rows = Erasure.objects.visible_to(request.user).select_related("person").order_by("waits_until", "pk")
    page = Paginator(rows.waiting(), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"title": _("Erasures"), "page": page, "number": number, "lapsed": rows.lapsed()[:ON_A_PAGE]}
    return render(request, "privacy/erasures.html", context)


@for_administrators
@confirmed_lately
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the effects of erasing a person (GET), and ask for the erasure with a reason (POST)."""
    whose, reason, problems = get_object_or_404(_theirs(request.user), pk=pk), request.POST.get("reason", ""), []
    if request.method == "POST":
        try:
            services.ask(person=whose, reason=reason, by=request.user, now=timezone.now())
            return redirect("privacy:person", pk)
        except services.NotErasable as error:
            problems = [("reason", str(error))]
    note_seen("personal_data_seen", person=whose, by=request.user, now=timezone.now())
    context = {
        "title": _("Data held about %(name)s") % {"name": whose.name},
        "trail": [(_("Erasures"), reverse("privacy:erasures"))],
        "whose": whose,
        "effects": [] if is_erased(whose) else effects(whose),
        "erasure": Erasure.objects.waiting().filter(person=whose).first(),
        "days": waiting_time().days,
        "reason": reason,
        "problems": problems,
    }
    return render(request, "privacy/person.html", context, status=422 if problems else 200)


@for_administrators
@confirmed_lately(file=True)
@never_cache
@require_safe
def file(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send as JSON what is held about a person and staff may have."""
    return file_of(get_object_or_404(_theirs(request.user), pk=pk), by=request.user)


@for_administrators
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """Offer to make the same as a PDF to read, in the background."""
    whose = get_object_or_404(_theirs(request.user), pk=pk)
    back = reverse("privacy:person", args=[whose.pk])
    return offer(request, PersonalDataPaper.slug, {"person": whose.pk}, back=back)


@for_administrators
@require_POST
def stop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Leave a person as they are, whose erasure waits."""
    whose = get_object_or_404(_theirs(request.user), pk=pk)
    waiting = Erasure.objects.waiting().filter(person=whose).first()
    if waiting is not None:
        services.stop(erasure=waiting, by=request.user, now=timezone.now())
        messages.success(request, _("%(name)s is not erased.") % {"name": whose.name})
    return redirect("privacy:person", pk)


def _theirs(viewer: User) -> UserQuerySet:
    """Return people whose account `viewer` manages: never themselves."""
    return User.objects.managed_by(viewer).exclude(pk=viewer.pk)
