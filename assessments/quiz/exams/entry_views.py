"""The pages of a learner in an exam: which one is open, and beginning it with the code."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.catalogue.lookup import release
from lms.foundation.interface.plugin_error_texts import unavailable_text
from lms.foundation.plugins.activity import NotNow
from lms.foundation.plugins.filters import Vetoed
from lms.foundation.plugins.identifiers import uuid7_of
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.learning.progress.journal.services import EventConflict, NoAttemptLeft
from lms.learning.progress.models import Enrolment
from lms.people.directory.requests import SignedInRequest

from ..sitting.rules import MARKED_KINDS
from . import admission
from .models import Ticket

FIELD = "exam-code"
"""Id of the field beside which a refusal stands."""


@require_safe
def exam(request: HttpRequest) -> HttpResponse:
    """Show the short address on the card: it leads to the exam that is open for this person."""
    own = Ticket.objects.in_force().filter(
        learner=request.user.pk, sitting__opened_at__isnull=False, sitting__closed_at=None
    )
    activity = own.order_by("-sitting__opened_at", "-pk").values_list("sitting__activity", flat=True).first()
    if activity is not None:
        return redirect("learn:to", activity)
    return render(request, "quiz/exams/none.html", {"title": _("Exam")})


@require_POST
def enter(request: SignedInRequest, course: str, activity: str) -> HttpResponse:
    """Begin with the code on the card."""
    own = Enrolment.objects.of(request.user).filter(course__slug=course).order_by("-enrolled_at", "-pk")
    enrolment = own.select_related("learner__institution", "institution", "course").first()
    entry = release(enrolment.release_id).outline.by_slug(activity) if enrolment else None
    if enrolment is None or entry is None or entry.kind not in MARKED_KINDS:
        raise Http404
    try:
        event_id, code = uuid7_of(request.POST.get("event_id", "")), request.POST.get("code", "")
        begun = admission.enter(
            enrolment=enrolment, entry=entry, code=code, event_id=event_id, now=timezone.now(), language=get_language()
        )
        return redirect(f"{reverse('learn:activity', args=[course, entry.slug])}?attempt={begun.number}")
    except (admission.NotAdmitted, NotNow, NoAttemptLeft, Vetoed) as error:
        messages.error(request, str(error), extra_tags=FIELD)
    except NotInstalled as error:
        messages.error(request, unavailable_text(error), extra_tags=FIELD)
    except (EventConflict, ValueError):
        messages.error(request, _("This page was out of date. Enter the code again."), extra_tags=FIELD)
    return redirect("learn:activity", course, entry.slug)
