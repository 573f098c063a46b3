"""Views of an administrator's decisions for one person: roles, whether they may sign in, their institution."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.foundation.interface.stale_forms import status_of

from ...directory.decorators import for_administrators, posted
from ...directory.models import Membership
from ...directory.requests import SignedInRequest
from ...identity.factors.stepup import confirmed_lately
from ..records import people_services
from .forms import RightsForm, RoleForm, TransferForm
from .people_views import managed, may_give_rights, page_of, trail_to


@for_administrators
@require_POST
@confirmed_lately
def give_role(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the person a role, or other days for one that they have."""
    person, form = managed(request.user, pk), RoleForm(request.POST, viewer=request.user)
    if not form.is_valid():
        return page_of(request, person, form)
    people_services.give_role(person=person, by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("academy:person", pk)


@for_administrators
@require_POST
@confirmed_lately
def take_role(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a role away."""
    held = Membership.objects.managed_by(request.user).exclude(user=request.user)
    membership = get_object_or_404(held, pk=pk)
    people_services.take_role(membership=membership, by=request.user)
    messages.success(request, _("The role is taken away."))
    return redirect("academy:person", membership.user_id)


@for_administrators
@require_POST
@confirmed_lately
def account(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open or close the account."""
    person, may = managed(request.user, pk), request.POST.get("may") == "yes"
    people_services.let_sign_in(person=person, may=may, by=request.user)
    said = _("%(name)s may sign in.") if may else _("%(name)s may no longer sign in. Their records stay.")
    messages.success(request, said % {"name": person.name})
    return redirect("academy:person", pk)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def rights(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the form of the groups of editors in which the person is, and save it. People in no group have none to
    give.
    """
    person = managed(request.user, pk)
    if not may_give_rights(request.user):
        raise Http404
    initial = {"groups": [group.pk for group in person.groups.all()], "superuser": person.is_superuser}
    form = RightsForm(posted(request), viewer=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        superuser = form.cleaned_data.get("superuser", False)
        people_services.give_rights(
            person=person, groups=form.cleaned_data["groups"], superuser=superuser, by=request.user
        )
        messages.success(request, _("Saved."))
        return redirect("academy:person", pk)
    title, trail = _("Rights of %(name)s in the admin") % {"name": person.name}, trail_to(person)
    context = {"title": title, "form": form, "trail": trail, "back": trail[-1][1]}
    return render(request, "people/workspace/form.html", context, status=status_of(form))


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def transfer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let the person serve at another of one's institutions."""
    person = managed(request.user, pk)
    form = TransferForm(posted(request), viewer=request.user, initial={"institution": person.institution_id})
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["institution"]
        people_services.move(person=person, to=to, by=request.user, now=timezone.now())
        named = {"name": person.name, "institution": to.local_name()}
        messages.success(request, _("%(name)s serves at %(institution)s now.") % named)
        return redirect("academy:person", pk)
    title, trail = _("Transfer %(name)s") % {"name": person.name}, trail_to(person)
    explanation = _(
        "Roles and places in cohorts of the old institution end. Results of courses completed there stay there."
    )
    context = {"title": title, "form": form, "trail": trail, "back": trail[-1][1], "explanation": explanation}
    return render(request, "people/workspace/form.html", context, status=status_of(form))
