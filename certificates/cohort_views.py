"""The certificates of a cohort's people, for those who look after it."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.foundation.plugins.pages.linked_pages import COHORT, COHORTS, address
from lms.people.directory.models import Cohort
from lms.people.directory.requests import SignedInRequest

from . import texts
from .display import CertificateDisplay
from .models import Certificate, CertificateQuerySet

ON_A_PAGE = 50
Standing = Certificate.Standing


@login_required
@require_safe
def cohort(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the certificates of a cohort that the viewer may see, all or of one standing, linked to their records."""
    shown_cohort = get_object_or_404(Cohort.objects.visible_to(request.user).select_related("institution"), pk=pk)
    theirs = Certificate.objects.visible_to(request.user).filter(earned_by__learner__cohorts=shown_cohort)
    today, asked = timezone.localdate(), request.GET.get("standing", "")
    standing = asked if asked in Standing.values else ""
    rows = theirs.standing(standing, today) if standing else theirs
    page = Paginator(rows.select_related("earned_by").order_by("name", "-completed_on", "pk"), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "title": _("Certificates of %(cohort)s") % {"cohort": shown_cohort.name},
        "cohort": shown_cohort,
        "page": page,
        "trail": [(_("My cohorts"), address(COHORTS)), (shown_cohort.name, address(COHORT, pk))],
        "lines": [
            (row.earned_by.learner_id, row.service_number, CertificateDisplay.of(row, today=today)) for row in page
        ],
        "query": f"standing={standing}&" if standing else "",
        "standing": standing,
        "counts": _counts(theirs, today),
        "not_issued": texts.no_certificate_sentence(shown_cohort.institution),
    }
    return render(request, "certificates/cohort.html", context)


def _counts(rows: CertificateQuerySet, today: date) -> list[tuple[str, object, int]]:
    """Return the number of certificates of each standing, and of all, with the names and labels of the filters."""
    counted = rows.counted(today)
    return [("", _("All"), sum(counted.values())), *((one.value, one.label, counted[one.value]) for one in Standing)]
