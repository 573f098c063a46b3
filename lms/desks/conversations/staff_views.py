"""Pages for instructors: conversations to answer, and messages to people of a cohort."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, F, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.people.directory.clocks import at_home
from lms.people.directory.models import Cohort, User
from lms.people.directory.requests import SignedInRequest
from lms.people.directory.rules import OwnCase

from . import services
from .access import AROUND, cohort_of, instructor
from .forms import WriteForm
from .models import Thread
from .titles import with_names

if TYPE_CHECKING:
    from .models import ThreadQuerySet

ON_A_PAGE = 50


@require_safe
@never_cache
@at_home
def index(request: SignedInRequest) -> HttpResponse:
    """Show the conversations of one's cohorts: what waits for an answer first, the longest first."""
    rows = Thread.objects.answered_by(instructor(request))
    closed = request.GET.get("state") == "closed"
    shown = rows.filter(closed_at__isnull=not closed)
    page = Paginator(unanswered_first(shown, request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Messages"),
        "page": page,
        "threads": with_names(page.object_list),
        "waiting": rows.filter(waiting=True).count(),
        "closed": closed,
        "query": "state=closed&" if closed else "",
    }
    return render(request, "conversations/index.html", context)


def unanswered_first(rows: "ThreadQuerySet", reader: User) -> "ThreadQuerySet":
    """Return `rows` with those that wait for an answer first, the longest waiting of them first; then the others, the
    latest first.
    """
    since = Case(When(waiting=True, then=F("last_at"))).asc(nulls_last=True)
    rows = rows.saying_what_is_new_to(reader, from_learner=True).select_related(*AROUND)
    return rows.order_by("-waiting", since, "-last_at", "-pk")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def write(request: SignedInRequest, cohort: int) -> HttpResponse:
    """Write to people of a cohort; `?person=` ticks somebody in advance."""
    row, posted = cohort_of(request, cohort), request.method == "POST"
    people = User.objects.filter(cohort_places__cohort=row, is_active=True).exclude(pk=request.user.pk)
    initial = {"people": request.GET.getlist("person")}
    form = WriteForm(request.POST if posted else None, people=people.order_by("name", "pk"), initial=initial)
    if posted and form.is_valid() and (threads := _written(request, row, form)):
        return _after(threads)
    context = {
        "title": _("Write to people of the cohort"),
        "cohort": row,
        "form": form,
        "trail": [(_("Messages"), reverse("conversations:index"))],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if posted else HTTPStatus.OK
    return render(request, "conversations/write.html", context, status=status)


def _written(request: SignedInRequest, cohort: Cohort, form: WriteForm) -> list[Thread]:
    people, said = form.cleaned_data["people"], form.said
    try:
        threads = services.write_to(people=people, cohort=cohort, by=request.user, said=said, now=timezone.now())
    except (services.Refused, OwnCase) as error:
        form.add_error(None, str(error))
        return []
    sentence = ngettext(
        "Your message is sent to %(number)s person.", "Your message is sent to %(number)s people.", len(threads)
    )
    messages.success(request, sentence % {"number": len(threads)})
    return threads


def _after(threads: list[Thread]) -> HttpResponse:
    if len(threads) == 1:
        return redirect("conversations:thread", threads[0].pk)
    return redirect("conversations:index")
