"""Sheets of activation cards: have one made for many people, watch, fetch it once, withdraw it."""

from http import HTTPStatus
from typing import TypedDict, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.foundation.interface.parsing import whole_number
from lms.foundation.work.progress import progress_of

from ...directory.decorators import for_administrators, posted
from ...directory.models import Cohort, User
from ...directory.requests import SignedInRequest
from ...identity.accounts.models import CardSheet
from ...identity.factors.stepup import confirmed_lately
from ..roster.models import Roster, RosterRow
from . import sheets
from .forms import SheetForm

MOST_SHOWN, MOST_TICKED = 20, 200


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def card_sheets(request: SignedInRequest) -> HttpResponse:
    """Show the form of the people for whom a sheet is made and, below it, the sheets that the viewer had made."""
    ticked = [
        number
        for text in (request.POST.getlist("person") + request.POST.getlist("row"))[:MOST_TICKED]
        if (number := whole_number(text))
    ]
    initial = {name: request.GET.get(name) for name in ("cohort", "roster")}
    form = SheetForm(posted(request), viewer=request.user, ticked=bool(ticked), initial=initial)
    if form.is_valid():
        sheet = _begin(request, cast(SheetRequest, form.cleaned_data), ticked)
        if sheet is not None:
            return redirect("academy:card-sheet", sheet.pk)
        form.add_error(None, _("There is nobody for whom a card could be made. Choose others, or for whom below."))
    context = {
        "title": _("Activation cards"),
        "trail": [(_("Sign-in help"), reverse("academy:sign-in-help"))],
        "form": form,
        "ticked": ticked,
        "sheets": CardSheet.objects.of(request.user).order_by("-made_at")[:MOST_SHOWN],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/accounts/sheets.html", context, status=status)


class SheetRequest(TypedDict):
    """Cleaned form of a new sheet: for whom, and the cohort or the list where none is ticked."""

    whom: str
    cohort: Cohort | None
    roster: Roster


def _begin(request: SignedInRequest, asked: SheetRequest, ticked: list[int]) -> CardSheet | None:
    title, people = _people(asked, ticked)
    return sheets.begin(
        people=people,
        whom=asked["whom"],
        title=title,
        language=get_language() or "en",
        by=request.user,
        now=timezone.now(),
    )


def _people(asked: SheetRequest, ticked: list[int]) -> tuple[str, QuerySet[User]]:
    """Return the title of the sheet and its people; the services leave out people whose accounts the viewer does not
    manage.
    """
    if ticked:
        return "", User.objects.filter(pk__in=ticked)
    if asked["cohort"] is not None:
        return asked["cohort"].name, User.objects.filter(cohort_places__cohort=asked["cohort"])
    rows = RosterRow.objects.filter(roster=asked["roster"], outcome=RosterRow.Outcome.APPLIED, person__isnull=False)
    return asked["roster"].name, User.objects.filter(pk__in=rows.values("person"))


@for_administrators
@require_safe
def card_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the progress of a sheet and how many of its cards were used."""
    sheet = _own(request, pk)
    cards = sheet.cards.all()
    context = {
        "title": sheet.title or _("Activation cards"),
        "trail": [(_("Sign-in help"), reverse("academy:sign-in-help")), (_("Activation cards"), _back())],
        "sheet": sheet,
        "progress": progress_of(sheet, again=request.path, status=sheet.get_status_display()),
        "used": cards.exclude(used_at=None).count(),
        "unused": cards.unused().count(),
    }
    return render(request, "people/accounts/one_sheet.html", context)


@for_administrators
@never_cache
@require_POST
@confirmed_lately(file=True)
def fetch_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """Return the PDF, once."""
    sheet = _own(request, pk)
    try:
        data = sheets.fetch(sheet=sheet, by=request.user, now=timezone.now())
    except sheets.NotThere:
        messages.warning(request, _("This sheet was fetched before, or is no longer there. Have new cards made."))
        return redirect("academy:card-sheet", pk)
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="cards-{sheet.pk}.pdf"'
    return answer


@for_administrators
@require_POST
def withdraw_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make void what was not used."""
    number = sheets.withdraw(sheet=_own(request, pk), by=request.user, now=timezone.now())
    said = ngettext("%(count)s card no longer works.", "%(count)s cards no longer work.", number)
    messages.success(request, said % {"count": number})
    return redirect("academy:card-sheet", pk)


def _own(request: SignedInRequest, pk: int) -> CardSheet:
    return get_object_or_404(CardSheet.objects.of(request.user).defer("sealed"), pk=pk)


def _back() -> str:
    return reverse("academy:card-sheets")
