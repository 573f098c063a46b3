"""The administrator's pages about second factors: a lost phone, staff without one, and what is asked of staff."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.foundation.interface.parsing import whole_number

from ...directory.choices import STAFF_ROLES, Role
from ...directory.decorators import for_administrators, posted
from ...directory.institutions import Institution
from ...directory.models import Membership, User
from ...directory.requests import SignedInRequest
from ...directory.tree import in_order
from ..sessions.factor_holders import has_factor, holds_factor
from . import policy
from .forms import PolicyForm, initial_of
from .services import reset
from .stepup import confirmed_lately

MOST = 100


@dataclass(frozen=True)
class StaffWithoutFactor:
    """The first of them by name, and whether there are more."""

    people: list[User]
    more: bool


def staff_without(viewer: User) -> StaffWithoutFactor:
    """Return the people of the institutions that `viewer` administers who have a role of staff and no second factor.

    One statement.
    """
    role = Exists(Membership.objects.filter(user=OuterRef("pk"), role__in=STAFF_ROLES))
    staff = User.objects.visible_to(viewer, Role.ADMINISTRATOR).filter(role, is_active=True)
    found = list(staff.exclude(holds_factor("pk")).select_related("institution").order_by("name", "pk")[: MOST + 1])
    return StaffWithoutFactor(people=found[:MOST], more=len(found) > MOST)


form_page = require_http_methods(["GET", "HEAD", "POST"])


@for_administrators
@form_page
@confirmed_lately
def of_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the second factor of somebody away who has lost their phone. For whoever manages the account, never one's
    own.
    """
    person = get_object_or_404(User.objects.managed_by(request.user).exclude(pk=request.user.pk), pk=pk)
    if request.method == "POST":
        if reset(person=person, by=request.user, now=timezone.now()):
            messages.success(request, _("The second factor is removed. The person signs in with the password alone."))
        return redirect("academy:person-factor", pk)
    context = {"title": _("Second factor of %(name)s") % {"name": person.name}, "person": person}
    return render(request, "people/factors/of_person.html", context | {"has_factor": has_factor(person)})


@for_administrators
@form_page
@confirmed_lately
def policies(request: SignedInRequest) -> HttpResponse:
    """Show the policy for staff at the institutions that the viewer administers, and the staff without a second factor;
    save a changed policy.
    """
    mine = Institution.objects.visible_to(request.user, Role.ADMINISTRATOR)
    asked = whole_number(request.GET.get("institution"), digits=18)
    place = get_object_or_404(mine, pk=asked) if asked else None
    form = PolicyForm(posted(request), institutions=mine, initial=initial_of(place) if place else {})
    if form.is_valid():
        policy.set_policy(**form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, _("The rule is saved, and holds from now on."))
        return redirect("academy:second-factor")
    rows = [(row, depth, policy.days_at(row), row.own_factor_days) for row, depth in in_order(mine)]
    context = {
        "title": _("Second factor of staff"),
        "form": form if place or form.is_bound else None,
        "place": place,
        "rows": rows,
        "without": staff_without(request.user),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/factors/policies.html", context, status=status)
