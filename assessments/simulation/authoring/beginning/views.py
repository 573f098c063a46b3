"""The pages on which a case begins."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.casework import BadCase
from courses.editing.new_pages import Taken, make_page
from lms.people.directory.requests import SignedInRequest

from ..access import desk, frame
from ..drafts import Busy
from ..pages import CasePage
from . import services
from .forms import COPY, SHEET, BeginForm, NewCaseForm

TEMPLATE = "simulation/authoring/begin.html"


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Make the page of a case below a course, with what it begins with."""
    form = NewCaseForm(request.user, request.POST or None, initial={"course": request.GET.get("course", "")})
    if not form.courses:
        raise Http404
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            case = CasePage(title=form.case_title)
            page = make_page(case, parent=found["course"], key=found["key"], by=request.user)
            return _go_on(request, page, form)
        except (Taken, BadCase, Busy):
            form.add_error(None, _("This could not be saved. Open the page again, then fill it in anew."))
    return _shown(request, form, {"title": _("New case"), "trail": [(_("Admin"), reverse("wagtailadmin_home"))]})


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: SignedInRequest, page: int) -> HttpResponse:
    """Begin the case of a page that has none yet."""
    at = desk(request, page, empty=True)
    if at.draft.structure:
        return redirect(at.address("case"))
    about = {"title": str(at.page.title), "language": at.draft.language}
    form = BeginForm(request.user, request.POST or None, **about)
    if request.method == "POST" and form.is_valid():
        try:
            return _go_on(request, at.page, form)
        except (BadCase, Busy):
            form.add_error(None, _("This could not be saved. Open the page again, then fill it in anew."))
    return _shown(request, form, frame(at, "", _("Begin the case")))


def _go_on(request: SignedInRequest, page: CasePage, form: BeginForm) -> HttpResponse:
    """Lead to what is next: cards, the whole of a copy, or the file."""
    draft, way = form.cleaned_data["draft"], form.cleaned_data["way"]
    if way == SHEET:
        return redirect("simulation:case-upload", page.pk)
    services.begin(page, draft, by=request.user)
    messages.success(request, _("Saved in the draft."))
    return redirect("simulation:case", page.pk) if way == COPY else redirect("simulation:case-part", page.pk, "cards")


def _shown(request: SignedInRequest, form: BeginForm, context: dict[str, object]) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, TEMPLATE, context | {"form": form}, status=status)
