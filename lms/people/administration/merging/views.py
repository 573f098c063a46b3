"""The administrator's duplicates: the list, two accounts side by side, merging, undoing."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.foundation.interface.parsing import whole_number

from ...audit.services import note_seen
from ...directory.choices import Role
from ...directory.decorators import for_administrators, posted
from ...directory.institutions import Institution
from ...directory.models import User
from ...directory.requests import SignedInRequest
from ...identity.factors.stepup import confirmed_lately
from . import services
from .duplicates import managed, pairs
from .forms import MergeForm
from .models import Merge
from .records import counts

MERGES_ON_THE_PAGE = 20


@for_administrators
@require_safe
def duplicates(request: SignedInRequest) -> HttpResponse:
    """Show the pairs that may be one person, and the recent merges."""
    institutions = list(Institution.objects.visible_to(request.user, Role.ADMINISTRATOR))
    number = whole_number(request.GET.get("page"), digits=5) or 1
    shown, more = pairs(request.user, institutions, number=number)
    merges = Merge.objects.select_related("person", "into", "by").filter(
        into__in=User.objects.visible_to(request.user, Role.ADMINISTRATOR)
    )
    context = {
        "title": _("Duplicates"),
        "pairs": shown,
        "more": more,
        "number": number,
        "merges": [(row, row.may_undo(timezone.now())) for row in merges.order_by("-pk")[:MERGES_ON_THE_PAGE]],
    }
    return render(request, "people/merging/duplicates.html", context)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def pair(request: SignedInRequest, first: int, second: int) -> HttpResponse:
    """Show two accounts side by side, and merge them."""
    people = _both(request, first, second)
    form = MergeForm(posted(request), people=people)
    if request.method == "POST" and form.is_valid():
        into, person = people if form.cleaned_data["into"] == people[0].pk else people[::-1]
        try:
            services.merge(person=person, into=into, by=request.user, now=timezone.now())
        except services.NotMerged as error:
            form.add_error("into", str(error))
        else:
            messages.success(request, _("Merged. You can undo it for thirty days."))
            return redirect("academy:person", into.pk)
    for person in people:
        note_seen("person_page_seen", person=person, by=request.user, now=timezone.now(), request=request)
    context = {
        "title": _("One person or two?"),
        "people": [(person, counts(person)) for person in people],
        "form": form,
        "trail": [(_("Duplicates"), reverse("academy:duplicates"))],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/merging/pair.html", context, status=status)


@for_administrators
@require_POST
def apart(request: SignedInRequest, first: int, second: int) -> HttpResponse:
    """Say that they are two people."""
    one, other = _both(request, first, second)
    services.keep_apart(first=one, second=other, by=request.user, now=timezone.now())
    messages.success(request, _("Kept as two people. The pair is not shown again."))
    return redirect("academy:duplicates")


@for_administrators
@require_POST
@confirmed_lately
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Undo a merge: separate the two accounts."""
    theirs = Merge.objects.filter(into__in=User.objects.managed_by(request.user).exclude(pk=request.user.pk))
    merge = get_object_or_404(theirs.select_related("into"), pk=pk)
    try:
        left = services.undo(merge=merge, by=request.user, now=timezone.now())
    except services.NotMerged as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _left(left))
    return redirect("academy:duplicates")


def _left(count: int) -> str:
    if not count:
        return _("There are two accounts again, each with what it had.")
    sentence: Any = ngettext(
        "There are two accounts again. %(count)s record changed since and stays where it is.",
        "There are two accounts again. %(count)s records changed since and stay where they are.",
        count,
    )
    return str(sentence % {"count": count})


def _both(request: SignedInRequest, first: int, second: int) -> tuple[User, User]:
    """Return the accounts, if the viewer manages both; 404 for everybody else."""
    if first == second or len(managed(request.user, {first, second})) < 2:
        raise Http404
    people = User.objects.select_related("institution").in_bulk([first, second])
    return people[first], people[second]
