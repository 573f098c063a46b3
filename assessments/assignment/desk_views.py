"""Views of those who mark: return work, comment beside it, and look for similar work."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.quiz.desk.answers import Answer
from assessments.quiz.desk.queue import attempts_of
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.identifiers import uuid7_of
from lms.foundation.plugins.pages.linked_pages import MARK, TO_MARK, address
from lms.foundation.plugins.runtime.errors import NotInstalled
from lms.people.directory.requests import SignedInRequest

from . import services
from .access import taught_attempt
from .activity import WORK, HandIn
from .checking.files import BadFile
from .similarity import LEAST, likeness
from .views import sent_file, sentence

MOST_COMPARED, MOST_SHOWN = 200, 20


@require_POST
def give_back(request: SignedInRequest, attempt: int) -> HttpResponse:
    """Return work to be revised, by somebody who teaches its learner."""
    row = taught_attempt(request, attempt)
    try:
        event_id, text = uuid7_of(request.POST.get("event_id", "")), request.POST.get("text", "").replace("\x00", "")
        services.return_work(attempt=row, text=text, by=request.user, event_id=event_id, now=timezone.now())
    except (InvalidAnswer, NotInstalled) as error:
        messages.error(request, sentence(error))
        return redirect(address(MARK, row.pk, WORK))
    except ValueError:
        messages.error(request, _("This page was out of date. Look at it again, then send it."))
        return redirect(address(MARK, row.pk, WORK))
    messages.success(request, _("Returned. The learner is told, and can hand in again."))
    return redirect(address(TO_MARK))


@require_POST
def note(request: SignedInRequest, attempt: int) -> HttpResponse:
    """Keep a comment beside the work, on a passage, a file or the whole, with a file or without."""
    row = taught_attempt(request, attempt)
    said = {name: request.POST.get(name, "").replace("\x00", "") for name in ("passage", "file", "text")}
    sent = request.FILES.get("attachment")
    file = None if sent is None or isinstance(sent, list) else sent_file(sent)
    try:
        event_id = uuid7_of(request.POST.get("event_id", ""))
        services.annotate(attempt=row, note=said, file=file, by=request.user, event_id=event_id, now=timezone.now())
    except (BadFile, InvalidAnswer, NotInstalled) as error:
        messages.error(request, sentence(error))
    except ValueError:
        messages.error(request, _("This page was out of date. Look at it again, then send it."))
    else:
        messages.success(request, _("Kept. The learner reads it once the work is marked or returned."))
    return redirect(f"{address(MARK, row.pk, WORK)}#notes")


@require_safe
def similar(request: SignedInRequest, attempt: int) -> HttpResponse:
    """Show the work of others of the learner's cohorts that has passages of this one; texts alone are compared."""
    row = taught_attempt(request, attempt)
    others = attempts_of(request.user).filter(kind=HandIn.slug, activity=row.activity_id)
    others = others.filter(enrolment__learner__cohorts__in=row.enrolment.learner.cohorts.all())
    others = others.exclude(enrolment__learner=row.enrolment.learner_id).order_by("-closed_at", "-pk").distinct()
    text, found = _text(row.state), []
    for other in others[:MOST_COMPARED]:
        alike = likeness(text, _text(other.state))
        if alike.share >= LEAST:
            found.append((alike, Answer(other, WORK, request.user), address(MARK, other.pk, WORK)))
    context = {
        "title": _("Similar work"),
        "trail": [(row.activity.title_in(get_language() or "en"), address(MARK, row.pk, WORK))],
        "found": sorted(found, key=lambda one: -one[0].share)[:MOST_SHOWN],
    }
    return render(request, "assignment/similar.html", context)


def _text(state: dict[str, object]) -> str:
    work = state["responses"].get(WORK)  # type: ignore[attr-defined]  # of a state of ours
    return str(work["text"]) if work else ""
