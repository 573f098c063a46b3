"""The list of procedures, for everybody, and the page for staff with what cites their steps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.people.directory.requests import SignedInRequest

from ..pages.translations import language_of
from ..papers.fields import papers
from .citations import cited_steps
from .models import ProcedurePage
from .steps import procedures


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the procedures and blank forms that are published, each in the reader's language where there is one."""
    language = get_language() or ""
    context = {
        "title": _("Procedures and forms"),
        "procedures": [(page, page.get_url(request), language_of(page)) for page in procedures(language)],
        "papers": [(page, language_of(page)) for page in papers(language)],
    }
    return render(request, "courses/procedures/index.html", context)


@require_safe
def citations(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Show what cites each step of a procedure, and what is older than the step. 404 for another page."""
    page = get_object_or_404(ProcedurePage, pk=page_id)
    context = {"page": page, "steps": cited_steps(page, request.user)}
    return TemplateResponse(request, "courses/procedures/citations.html", context)
