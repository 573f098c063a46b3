"""Pages of a file: how far it is, and the file itself."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.foundation.work.progress import progress_of
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from . import files
from .access import for_readers, own_file
from .models import Kind
from .writing import TYPES


@require_safe
@for_readers
def file(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how far a file of one's own is, and lead to it."""
    row = own_file(request.user, pk)
    is_open = files.is_open(row)
    context = {
        "title": row.title,
        "trail": [(_("Saved reports"), reverse("saved_reports:index"))],
        "row": row,
        "open": is_open,
        "begins": is_open and "begin" in request.GET,
        "progress": progress_of(row, again=request.get_full_path(), status=str(row.get_status_display())),
    }
    return render(request, "saved_reports/file.html", context)


@never_cache
@require_safe
@for_readers
@confirmed_lately(file=True)
def fetch(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Return a file of one's own, while its person sees all that it is about."""
    row = own_file(request.user, pk)
    try:
        found = files.fetch(row, now=timezone.now())
    except files.NotThere:
        messages.warning(request, _("This file is no longer there, or you may no longer open it. Make it again."))
        return redirect("saved_reports:file", pk)
    return FileResponse(found, as_attachment=True, filename=row.name, content_type=TYPES[Kind(row.kind)][1])
