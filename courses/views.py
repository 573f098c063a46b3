"""The library, files of compiled content, and documents as editors uploaded them."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve

from lms.people.directory.requests import SignedInRequest

from .access import files as admin_files
from .access.rows import visible
from .catalogue.file_responses import send


@login_required
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Show the open courses, in the reader's language where there is one."""
    from .pages.library import offers

    return render(request, "courses/library.html", {"title": _("Library"), "offers": offers(request)})


@login_required
@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Show a file that compiled content names by its hash."""
    return send(name, request.headers.get("Range", ""))


@login_required
@require_safe
def admin_file(request: SignedInRequest, path: str) -> HttpResponseBase:
    """Show a thumbnail or an original that the admin shows, for editors who may see it."""
    return admin_files.send(path, viewer=request.user, wanted=request.headers.get("Range", ""))


@login_required
@require_safe
def document(request: HttpRequest, document_id: int, filename: str) -> HttpResponseBase:
    """Show an editor's document as it was uploaded, as a download. Learners get the copy that their lesson keeps."""
    theirs = visible(get_document_model(), request.user)
    if not request.user.has_perm(admin_files.MAY_COME_IN) or not theirs.filter(pk=document_id).exists():
        raise Http404
    return serve(request, document_id, filename)
