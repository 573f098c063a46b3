"""Transfers between institutions: what waits for oneself, what one asked for, and one's own."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ...directory.choices import Role
from ...directory.decorators import for_administrators
from ...directory.institutions import Institution
from ...directory.requests import SignedInRequest
from ...identity.factors.stepup import confirmed_lately
from . import decisions
from . import services as transfer_services
from .forms import CONFIRM, AnswerForm, AskForm
from .models import TransferRequest, TransferRequestQuerySet

ON_A_PAGE = 50


@for_administrators
@require_safe
def transfers(request: SignedInRequest) -> HttpResponse:
    """Show both lists, and the form to ask for a person."""
    return _page(request)


@for_administrators
@require_POST
def ask(request: SignedInRequest) -> HttpResponse:
    """Ask for somebody by their number; the answer is the same whether anybody has it."""
    form = AskForm(request.POST, viewer=request.user)
    if not form.is_valid():
        return _page(request, asking_form=form)
    number, to = form.cleaned_data["number"], form.cleaned_data["institution"]
    try:
        transfer_services.ask(number=number, to=to, by=request.user, now=timezone.now())
    except transfer_services.NotAsked as error:
        form.add_error("number", str(error))
        return _page(request, asking_form=form)
    messages.success(request, transfer_services.ASKED)
    return redirect("academy:transfers")


@for_administrators
@require_POST
@confirmed_lately
def answer(request: SignedInRequest) -> HttpResponse:
    """Confirm or refuse the requests that are ticked."""
    form = AnswerForm(request.POST, waiting=decisions.waiting_for(request.user))
    if not form.is_valid():
        return _page(request, answer_form=form)
    about, now, today = form.cleaned_data, timezone.now(), timezone.localdate()
    chosen, by = about["requests"], request.user
    try:
        if about["answer"] == CONFIRM:
            day = about["starts_on"] or today
            count = decisions.confirm(requests=chosen, starts_on=day, today=today, by=by, now=now)
        else:
            count = decisions.refuse(requests=chosen, reason=about["reason"], by=by, now=now)
    except decisions.NotAnswered as error:
        form.add_error("starts_on" if about["answer"] == CONFIRM else "reason", str(error))
        return _page(request, answer_form=form)
    messages.success(
        request, ngettext("%(count)s request answered.", "%(count)s requests answered.", count) % {"count": count}
    )
    return redirect("academy:transfers")


@for_administrators
@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back what one's institution asked for."""
    transfer_services.withdraw(request=get_object_or_404(_mine(request), pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("The request is withdrawn, unless it was answered before."))
    return redirect("academy:transfers")


@login_required
@require_safe
def own(request: SignedInRequest) -> HttpResponse:
    """Show the viewer's institution and the transfers that were confirmed."""
    rows = TransferRequest.objects.filter(person=request.user, state=TransferRequest.State.ACCEPTED)
    context = {"title": _("My institution"), "rows": rows.select_related("to", "source").order_by("-starts_on", "-pk")}
    return render(request, "people/transfers/own.html", context)


def _mine(request: SignedInRequest) -> TransferRequestQuerySet:
    """Return the requests of institutions that the viewer administers."""
    return TransferRequest.objects.filter(to__in=Institution.objects.visible_to(request.user, Role.ADMINISTRATOR))


def _page(
    request: SignedInRequest, *, asking_form: AskForm | None = None, answer_form: AnswerForm | None = None
) -> HttpResponse:
    waiting = decisions.waiting_for(request.user).select_related("person__institution", "to", "asked_by")
    part = Paginator(waiting.order_by("pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    asked = _mine(request).select_related("to", "asked_by").order_by("-asked_at", "-pk")
    context = {
        "title": _("Transfers"),
        "page": part,
        "query": "",
        "asked": Paginator(asked, ON_A_PAGE).get_page(request.GET.get("asked")),
        "form": asking_form or AskForm(viewer=request.user),
        "answer_form": answer_form or AnswerForm(waiting=()),
        "ticked": set(answer_form.data.getlist("requests")) if answer_form else (),  # type: ignore[attr-defined]
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if asking_form or answer_form else HTTPStatus.OK
    return render(request, "people/transfers/transfers.html", context, status=status)
