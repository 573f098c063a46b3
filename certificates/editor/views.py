"""The editor of designs, for administrators of the institution that has them."""

from dataclasses import replace
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.foundation.interface.pictures import NoPicture
from lms.foundation.interface.stale_forms import status_of
from lms.people.directory.choices import Role
from lms.people.directory.decorators import for_administrators, posted
from lms.people.directory.institutions import Institution
from lms.people.directory.requests import SignedInRequest

from ..design import services
from ..design.default import default_sheet
from ..design.models import Design
from ..design.sheet import KINDS, Element, Sheet
from ..paper.contents import contents_of
from ..paper.rendering import Unwritable, draw
from ..paper.samples import sample
from . import choices
from .checks import Problem, problems
from .forms import ElementForms, Elements, NewDesignForm, PageForm, initial_of
from .previews import longest, previews


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def designs(request: SignedInRequest) -> HttpResponse:
    """Show the designs of the institutions that the viewer administers, and make a new one."""
    mine = Institution.objects.visible_to(request.user, Role.ADMINISTRATOR).order_by("path")
    form = NewDesignForm(posted(request), institutions=mine, initial={"institution": request.user.institution_id})
    if form.is_valid():
        said = form.cleaned_data
        sheet = default_sheet(said["page"], landscape=said["landscape"])
        design = services.create(
            institution=said["institution"], name=said["name"], sheet=sheet, by=request.user, now=timezone.now()
        )
        return redirect("certificates:design", design.pk)
    rows = Design.objects.visible_to(request.user, Role.ADMINISTRATOR).select_related("institution").order_by("name")
    context = {"title": _("Certificate designs"), "form": form, "rows": [(row, in_use(row)) for row in rows]}
    return render(request, "certificates/editor/designs.html", context, status=status_of(form))


def in_use(design: Design) -> bool:
    return design.versions.filter(pk=design.institution.certificate_settings.get(services.IN_USE)).exists()


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def design(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the editor of a design; save it, or add an element to what was sent."""
    shown = _design_or_404(request, pk)
    before = shown.latest().sheet
    if request.method != "POST":
        return _editor(request, shown, before)
    page, elements, sheet = _sent(request, before)
    if sheet is None:
        return _editor(request, shown, before, page=page, elements=elements)
    if (kind := request.POST.get("add")) in KINDS:
        added = Element(kind, 10, 10, 60, 34)
        return _editor(request, shown, replace(sheet, elements=(*sheet.elements, added)))
    if found := problems(sheet, longest(sheet, shown.institution)):
        _put_errors(page, elements, found)
        return _editor(request, shown, sheet, page=page, elements=elements)
    name = page.cleaned_data["name"]
    services.save(design=shown, name=name, sheet=sheet, by=request.user, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("certificates:design", pk)


@for_administrators
@require_POST
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what was sent as it would be printed, with the longest texts; nothing is stored."""
    shown = _design_or_404(request, pk)
    before = shown.latest().sheet
    _page, _elements, sheet = _sent(request, before, with_files=False)
    if sheet is None:
        return _preview(request, before, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _preview(request, sheet, shown)


@for_administrators
@require_safe
def sample_pdf(request: SignedInRequest, pk: int, language: str) -> HttpResponse:
    """Show the PDF of a sample in one of the languages of the preview."""
    shown = _design_or_404(request, pk)
    certificate = sample(language if language in choices.SCRIPTS else "en", shown.institution)
    sheet = shown.latest().sheet
    try:
        data = draw(sheet, contents_of(certificate, sheet, is_sample=True), title=shown.name)
    except Unwritable as error:
        return HttpResponse(str(error), status=HTTPStatus.UNPROCESSABLE_ENTITY, content_type="text/plain")
    return HttpResponse(data, content_type="application/pdf")


@for_administrators
@require_POST
def use(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put the design on the certificates that are issued from now on, or the design of the code."""
    shown = _design_or_404(request, pk)
    version = None if "stop" in request.POST else shown.latest()
    services.use(design=shown, version=version, by=request.user, now=timezone.now())
    if version is None:
        messages.success(request, _("New certificates have the built-in design."))
    else:
        messages.success(request, _("New certificates have this design. Those that were issued keep theirs."))
    return redirect("certificates:designs")


def _design_or_404(request: SignedInRequest, pk: int) -> Design:
    mine = Design.objects.visible_to(request.user, Role.ADMINISTRATOR).select_related("institution")
    return get_object_or_404(mine, pk=pk)


def _sent(
    request: SignedInRequest, before: Sheet, *, with_files: bool = True
) -> tuple[PageForm, Elements, Sheet | None]:
    """Return the forms that were sent, and their sheet; None if one has an error, which it then shows."""
    files = request.FILES if with_files else None
    page = PageForm(request.POST, files)
    allowed = frozenset(element.picture for element in before.elements)
    elements: Elements = ElementForms(request.POST, files, prefix="e", form_kwargs={"allowed": allowed})
    if not (page.is_valid() and elements.is_valid()):
        return page, elements, None
    found = elements.elements()
    try:
        background = page.stored_background(before.background)
    except NoPicture as error:
        page.add_error("background", str(error))
        return page, elements, None
    sheet = replace(before, background=background, elements=tuple(element for _number, element in found))
    return page, elements, sheet if all(not form.errors for form in elements.forms) else None


def _put_errors(page: PageForm, elements: Elements, found: list[Problem]) -> None:
    """Write each problem beside the field that it is about."""
    forms = [form for form in elements.forms if not form.cleaned_data.get("DELETE")]
    for number, field, sentence in found:
        if number is None:
            page.add_error(None, sentence)
        else:
            forms[number].add_error(field, sentence)


def _editor(
    request: SignedInRequest,
    shown: Design,
    sheet: Sheet,
    *,
    page: PageForm | None = None,
    elements: Elements | None = None,
) -> HttpResponse:
    bound = page is not None
    allowed = frozenset(element.picture for element in sheet.elements)
    page = page or PageForm(initial={"name": shown.name})
    elements = elements or ElementForms(prefix="e", initial=initial_of(sheet), form_kwargs={"allowed": allowed})
    context = {
        "title": shown.name,
        "design": shown,
        "page": page,
        "elements": elements,
        "kinds": choices.KINDS.items(),
        "previews": previews(sheet, shown.institution, request.user),
        "in_use": in_use(shown),
        "trail": [(_("Certificate designs"), reverse("certificates:designs"))],
        "problems": list(_problems(page, elements)) if bound else [],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if context["problems"] else HTTPStatus.OK
    return render(request, "certificates/editor/design.html", context, status=status)


def _problems(page: PageForm, elements: Elements) -> list[tuple[str, str]]:
    """Return the errors of all forms, each with the id of its field."""
    found = []
    for form in [page, *elements.forms]:
        found += [("", str(error)) for error in form.non_field_errors()]
        for field in form:
            found += [(field.auto_id, f"{field.label}: {error}") for error in field.errors]
    return found


def _preview(request: SignedInRequest, sheet: Sheet, shown: Design, *, status: int = HTTPStatus.OK) -> HttpResponse:
    found = [sentence for _number, _field, sentence in problems(sheet, longest(sheet, shown.institution))]
    context = {"previews": previews(sheet, shown.institution, request.user), "found": found, "design": shown}
    return render(request, "certificates/editor/previews.html", context, status=status)
