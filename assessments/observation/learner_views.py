"""Views of one's own observations, acknowledging them, and the same for the staff; and photos."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.foundation.interface.pictures import image_response
from lms.foundation.interface.plugin_error_texts import unavailable_text
from lms.foundation.plugins.runtime.errors import NotInstalled
from lms.people.audit.services import note_seen
from lms.people.directory.clocks import clock_of
from lms.people.directory.requests import SignedInRequest

from . import services
from .access import findings_of, own_findings, photo_of
from .forms import AcknowledgeForm
from .models import Finding
from .record_texts import criteria_of
from .tab import trail_of

AROUND = (
    "observation__activity",
    "observation__cohort",
    "observation__institution",
    "observation__observer",
    "learner",
    "attempt__enrolment",
    "photo",
)
SEEN = "observation_seen"
ON_A_PAGE = 50


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Show the observations of oneself, the latest first."""
    rows = own_findings(request.user).select_related("observation__activity", "observation__observer", "attempt")
    page = Paginator(rows.order_by("-observation__signed_at", "-pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "observation/mine.html", {"title": _("My checklists"), "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one observation of oneself, and acknowledge it."""
    row = get_object_or_404(own_findings(request.user).select_related(*AROUND).defer("photo__data"), pk=pk)
    posted = request.method == "POST"
    form = AcknowledgeForm(request.POST if posted else None)
    if posted and form.is_valid():
        try:
            services.acknowledge(finding=row, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotInstalled as error:
            messages.error(request, unavailable_text(error))
        else:
            messages.success(request, _("Your instructor sees that you have read it."))
        return redirect("observation:own", pk)
    trail = [(_("My checklists"), reverse("observation:mine"))]
    return _shown(request, row, {"form": form, "own": True, "trail": trail}, status=422 if posted else 200)


@require_safe
def finding(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one observation of a learner to those who teach there."""
    row = get_object_or_404(findings_of(request).select_related(*AROUND).defer("photo__data"), pk=pk)
    note_seen(SEEN, person=row.learner, by=request.user, now=timezone.now(), request=request)
    title = str(row.observation.activity.title_in(get_language() or "en"))
    trail = [*trail_of(row.observation.cohort), (title, reverse("observation:show", args=[row.observation_id]))]
    return _shown(request, row, {"trail": trail})


@require_safe
@never_cache
def photo(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the picture itself: for the learner and those who teach them."""
    return image_response(bytes(photo_of(request, key).data), "image/jpeg")


def _shown(request: SignedInRequest, row: Finding, context: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    with clock_of(row.observation.institution):
        about = {
            "title": row.observation.activity.title_in(get_language() or "en"),
            "finding": row,
            "observation": row.observation,
            "criteria": criteria_of(row),
            **context,
        }
        return render(request, "observation/finding.html", about, status=status)
