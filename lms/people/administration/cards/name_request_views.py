"""Names that people asked for, before whoever manages their accounts."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ...directory.decorators import for_administrators
from ...directory.models import User
from ...directory.requests import SignedInRequest
from ...identity.accounts import name_requests
from ...identity.accounts.models import NameRequest
from ...identity.factors.stepup import confirmed_lately

MOST = 100


@for_administrators
@require_safe
def names(request: SignedInRequest) -> HttpResponse:
    """Show the requests for a change of name that wait for an answer, the oldest first. One statement besides the
    session's.
    """
    rows = _theirs(request.user).select_related("person__institution").order_by("asked_at", "pk")
    context = {
        "title": _("Changes of names"),
        "trail": [(_("People"), reverse("academy:people"))],
        "rows": list(rows.filter(status=NameRequest.Status.WAITING)[:MOST]),
    }
    return render(request, "people/accounts/names.html", context)


@for_administrators
@require_POST
@confirmed_lately
def answer_name(request: SignedInRequest, pk: int) -> HttpResponse:
    """Accept or refuse the name that was shown."""
    asked, what = get_object_or_404(_theirs(request.user), pk=pk), request.POST.get("answer")
    if what in ("accept", "refuse"):
        name = request.POST.get("name", "")
        name_requests.answer(request=asked, name=name, accept=what == "accept", by=request.user, now=timezone.now())
        messages.success(request, _("Answered. The person sees it on their profile."))
    return redirect("academy:names")


def _theirs(viewer: User) -> QuerySet[NameRequest]:
    people = User.objects.managed_by(viewer).exclude(pk=viewer.pk)
    return NameRequest.objects.filter(person__in=people.values("pk"))
