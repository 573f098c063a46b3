"""Views of stand-ins: for the viewer's own roles, and for roles that an administrator manages."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ...directory.choices import STAFF_ROLES
from ...directory.decorators import for_administrators, posted
from ...directory.models import User
from ...directory.requests import SignedInRequest
from ...directory.rules import OwnCase
from ...identity.factors.stepup import confirmed_lately
from ..records.models import StandIn
from . import services
from .conditions import NotGiven
from .forms import StandInForm

OWN, ACADEMY = "stand-ins", "academy:stand-ins"
ON_A_PAGE = 100


def for_staff(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Restrict `view` to people with a role of staff; 404 for everybody else."""

    @wraps(view)
    @login_required
    def guarded(request: SignedInRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.duties.isdisjoint(map(str, STAFF_ROLES)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def own(request: SignedInRequest) -> HttpResponse:
    """Show the stand-ins for the viewer's own roles, and add one."""
    return _page(request, services.roles_to_give(request.user).filter(user=request.user), OWN)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def academy(request: SignedInRequest) -> HttpResponse:
    """Show the stand-ins for roles of people whom the viewer administers, and add one."""
    return _page(request, services.roles_to_give(request.user), ACADEMY)


@for_administrators
@require_POST
@confirmed_lately
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a colleague stand in as somebody of one's people asked."""
    today = timezone.localdate()
    waiting = get_object_or_404(services.waiting_for(request.user, today=today), pk=pk)
    try:
        services.confirm(stand_in=waiting, by=request.user, today=today, now=timezone.now())
    except NotGiven as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Confirmed. It ends by itself."))
    return redirect(ACADEMY)


@login_required
@require_POST
@confirmed_lately
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a stand-in."""
    services.end(
        stand_in=get_object_or_404(services.given_by(request.user), pk=pk), by=request.user, now=timezone.now()
    )
    messages.success(request, _("This person does not stand in."))
    return redirect(ACADEMY if request.POST.get("to") == ACADEMY else OWN)


def _page(request: SignedInRequest, roles: Any, name: str) -> HttpResponse:
    form = StandInForm(posted(request), roles=roles)
    if request.method == "POST" and form.is_valid() and _given(request.user, form):
        messages.success(request, _("Saved."))
        return redirect(name)
    today = timezone.localdate()
    known = StandIn.objects.filter(ends_on__gte=today).select_related("person", "source__user", "source__institution")
    waiting = services.waiting_for(request.user, today=today) if name == ACADEMY else StandIn.objects.none()
    context = {
        "title": _("Stand-ins"),
        "form": form,
        "rows": known.filter(source__in=roles).order_by("starts_on", "pk")[:ON_A_PAGE],
        "for_others": known.filter(person=request.user).exclude(confirmed_at=None).order_by("starts_on", "pk"),
        "to_confirm": set(waiting.values_list("pk", flat=True)),
        "page_name": name,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/standing_in/stand_ins.html", context, status=status)


def _given(by: User, form: StandInForm) -> bool:
    try:
        services.give(**form.cleaned_data, by=by, today=timezone.localdate(), now=timezone.now())
    except NotGiven as error:
        form.add_error(error.field, str(error))
    except OwnCase as error:
        form.add_error("number", str(error))
    return not form.errors
