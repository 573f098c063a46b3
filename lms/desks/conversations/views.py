"""One conversation: reading it, answering, closing it and opening it again, reporting it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lms.foundation.interface.parsing import whole_number
from lms.people.audit.services import note_seen
from lms.people.directory.clocks import at_home
from lms.people.directory.requests import SignedInRequest

from . import read_marks, reports, services
from .access import Side, side_of
from .forms import MessageForm, ReportForm
from .titles import name_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@at_home
def thread(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the messages, the oldest first, and a form to answer."""
    side, now = side_of(request, pk), timezone.now()
    posted = request.method == "POST"
    form = MessageForm(request.POST if posted else None)
    if posted and form.is_valid():
        try:
            services.reply(thread=side.thread, by=request.user, said=form.said, now=now)
        except services.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your message is sent."))
            return redirect("conversations:thread", pk)
    if not side.learner:
        note_seen(reports.READ, person=side.thread.learner, by=request.user, now=now, conversation=pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if posted else HTTPStatus.OK
    return render(request, "conversations/thread.html", _shown(request, side, form), status=status)


@require_POST
def read(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that one has read what the page showed."""
    side, up_to = side_of(request, pk), whole_number(request.POST.get("up_to", ""), digits=18) or 0
    now = timezone.now()
    read_marks.mark_read(thread=side.thread, person=request.user, learner=side.learner, up_to=up_to, now=now)
    return redirect("conversations:thread", pk)


@require_POST
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close the conversation, or with `open` open it again."""
    side = side_of(request, pk)
    try:
        if "open" in request.POST:
            services.reopen(thread=side.thread)
        else:
            services.close(thread=side.thread, now=timezone.now())
    except services.Refused as error:
        messages.error(request, str(error))
    return redirect("conversations:thread", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tell the administrators that something is wrong with the conversation."""
    side, posted = side_of(request, pk), request.method == "POST"
    form = ReportForm(request.POST if posted else None)
    if posted and form.is_valid():
        reports.report(thread=side.thread, by=request.user, **form.cleaned_data, now=timezone.now())
        messages.success(request, _("The administrators of the institution are told. They read the conversation."))
        return redirect("conversations:thread", pk)
    trail = [*_trail(side), (name_of(side.thread), reverse("conversations:thread", args=[pk]))]
    context = {"title": _("Report this conversation"), "form": form, "trail": trail, "back": pk}
    return render(request, "conversations/report_form.html", context, status=422 if posted else 200)


def _shown(request: SignedInRequest, side: Side, form: MessageForm) -> dict[str, object]:
    written = list(side.thread.messages.select_related("author").order_by("pk"))
    own = side.thread.reports.filter(by=request.user.pk).order_by("-at").first()
    unread = read_marks.first_unread(side.thread, [request.user.pk], learner=side.learner).get(request.user.pk)
    return {
        "title": name_of(side.thread),
        "thread": side.thread,
        "side": side,
        "written": written,
        "unread": unread,
        "up_to": written[-1].pk if written else 0,
        "report": own,
        "may_write": services.may_write(side.thread),
        "form": form,
        "trail": _trail(side),
    }


def _trail(side: Side) -> list[tuple[str, str]]:
    return [(_("Messages"), reverse("conversations:mine" if side.learner else "conversations:index"))]
