"""The administrator's institutions: the tree, the names and time zone of each, units, and founding."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from lms.foundation.interface.stale_forms import status_of

from ...directory.decorators import for_administrators, posted
from ...directory.institutions import Institution
from ...directory.requests import SignedInRequest
from ...directory.tree import in_order
from ...identity.factors.stepup import confirmed_lately
from ..records.number_conflicts import NumberTaken
from ..records.own_institutions import administered, administered_or_404
from ..records.people_services import may_remove
from . import services
from .forms import AboveForm, FoundForm, InstitutionForm, MoveForm, SuperusersInstitutionForm

if TYPE_CHECKING:
    from django.forms import BaseForm


@for_administrators
@require_safe
def institution(request: SignedInRequest) -> HttpResponse:
    """Show the institutions that the viewer administers, each below its parent."""
    own = administered(request.user)
    here = {row.pk for row in own}
    context = {
        "title": _("Institution"),
        "rows": list(in_order(own)),
        "movable": [row.pk for row in own if request.user.is_superuser or row.parent_id in here],
        "may_found": services.may_found(request.user),
    }
    return render(request, "people/workspace/institution.html", context)


@for_administrators
@require_safe
def place(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one institution: its names, and the actions on it."""
    shown, languages = administered_or_404(request.user, pk), dict(settings.LANGUAGES)
    context = {
        "title": shown.name,
        "place": shown,
        "names": [(label, shown.names[code]) for code, label in languages.items() if shown.names.get(code)],
        "may_move": (may_move := services.may_move(shown, request.user)),
        "may_remove": may_move and may_remove(shown),
        "trail": [(_("Institution"), reverse("academy:institution"))],
    }
    return render(request, "people/workspace/place.html", context)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change names, country and time zone of one institution."""
    shown = administered_or_404(request.user, pk)
    fields = ("name", "country", "timezone", *(services.FOR_SUPERUSERS if request.user.is_superuser else ()))
    kind = SuperusersInstitutionForm if request.user.is_superuser else InstitutionForm
    form = kind(posted(request), names=shown.names, initial={name: getattr(shown, name) for name in fields})
    if request.method == "POST" and form.is_valid() and _changed(request, shown, form):
        messages.success(request, _("Saved."))
        return redirect("academy:place", pk)
    return form_page(request, form, _("Correct %(name)s") % {"name": shown.local_name()}, shown)


def _changed(request: SignedInRequest, shown: Institution, form: InstitutionForm) -> bool:
    """Save the changes and return True; False if the form has an error, which it then shows."""
    try:
        services.change(institution=shown, about=form.about, by=request.user)
    except services.NameTaken:
        form.add_error("name", _("An institution of this name is there already."))
    except services.CodeTaken:
        form.add_error("code", _("Another institution has this code."))
    except services.NotBelow:
        form.add_error("kind", _("An institution of this kind cannot lie where it lies, with what lies below it."))
    else:
        return True
    return False


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def add_above(request: SignedInRequest) -> HttpResponse:
    """Show the form of a region or a country, for superusers, and add it."""
    if not request.user.is_superuser:
        raise Http404
    form = AboveForm(posted(request), viewer=request.user)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            made = services.add_above(parent=cleaned["parent"], kind=cleaned["kind"], about=form.about, by=request.user)
        except services.NameTaken:
            form.add_error("name", _("An institution of this name is there already."))
        except services.NotBelow:
            form.add_error("parent", _("A region does not lie in a country, nor a country in another one."))
        else:
            messages.success(request, _("%(name)s is added.") % {"name": made.name})
            return redirect("academy:place", made.pk)
    return form_page(request, form, _("Add a region or country"))


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hang an institution, with all below it, under another one."""
    shown = administered_or_404(request.user, pk)
    if not services.may_move(shown, request.user):
        raise Http404
    form = MoveForm(posted(request), institution=shown, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.move(institution=shown, parent=form.cleaned_data["parent"], by=request.user)
        except services.NameTaken:
            form.add_error("parent", _("An institution of this name is there already."))
        else:
            messages.success(request, _("Saved."))
            return redirect("academy:place", pk)
    explanation = _(
        "With all below it. People "
        "who work above it see its people from then on, and people who worked above it before see them no more."
    )
    return form_page(request, form, _("Move %(name)s") % {"name": shown.local_name()}, shown, explanation=explanation)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def add_unit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the form of a unit below one of one's institutions, and add it."""
    parent = administered_or_404(request.user, pk)
    initial = {"country": parent.country, "timezone": parent.timezone}
    form = InstitutionForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            unit = services.add_unit(parent=parent, about=form.about, by=request.user)
        except services.NameTaken:
            form.add_error("name", _("An institution of this name is there already."))
        else:
            messages.success(request, _("%(name)s is added.") % {"name": unit.local_name()})
            return redirect("academy:institution")
    return form_page(request, form, _("Add a unit to %(name)s") % {"name": parent.local_name()}, parent)


@for_administrators
@never_cache
@sensitive_variables("founded")
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def found(request: SignedInRequest) -> HttpResponse:
    """Found an academy. The password of its administrator is shown this once, with what to do next."""
    if not services.may_found(request.user):
        raise Http404
    form = FoundForm(posted(request), viewer=request.user)
    founded = _found(request, form) if request.method == "POST" and form.is_valid() else None
    if founded is None:
        explanation = _("An academy with its first administrator. All of it is made at once, or nothing.")
        return form_page(request, form, _("Found an academy"), explanation=explanation)
    trail = [(_("Institution"), reverse("academy:institution"))]
    context = {"title": founded.academy.name, "founded": founded, "trail": trail}
    return render(request, "people/workspace/founded.html", context)


@sensitive_variables("founded")
def _found(request: SignedInRequest, form: FoundForm) -> services.Founded | None:
    """Found the academy and return it; None if the form has errors, which it then shows."""
    cleaned = form.cleaned_data
    try:
        return services.found_academy(
            parent=cleaned["parent"],
            about=form.about,
            units=cleaned["units"],
            administrator=form.administrator,
            cohort=form.first_cohort,
            by=request.user,
            now=timezone.now(),
        )
    except services.NameTaken:
        form.add_error("name", _("An institution of this name is there already."))
    except NumberTaken as error:
        form.add_error("service_number", str(error))
    return None


def form_page(
    request: SignedInRequest, form: "BaseForm", title: str, about: Institution | None = None, **more: object
) -> HttpResponse:
    """Show a form about an institution, with the way back to it."""
    trail = [(_("Institution"), reverse("academy:institution"))]
    if about is not None:
        trail.append((about.name, reverse("academy:place", args=[about.pk])))
    context = {"title": title, "form": form, "trail": trail, "back": trail[-1][1], **more}
    return render(request, "people/workspace/form.html", context, status=status_of(form))
