"""View in which a learner contests an answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.identifiers import uuid7_of
from lms.learning.progress.models import Attempt
from lms.people.directory.requests import SignedInRequest

from ..sitting.rules import MARKED_KINDS
from . import services

CONTEST = "contest"
"""Id of the field beside which a refusal stands."""


@require_POST
def contest(request: SignedInRequest, attempt: int) -> HttpResponse:
    """Ask for a second look at one of one's own answers; the result page shows it, and the answer to it."""
    own = Attempt.objects.filter(enrolment__learner=request.user.pk, kind__in=MARKED_KINDS)
    own_attempt = get_object_or_404(
        own.select_related("enrolment__course", "enrolment__institution", "activity"), pk=attempt
    )
    question, text = request.POST.get("question", ""), request.POST.get("text", "")
    here = reverse("learn:activity", args=[own_attempt.enrolment.course.slug, own_attempt.activity.slug])
    try:
        event_id = uuid7_of(request.POST.get("event_id", ""))
        text = text.replace("\x00", "")
        services.contest(
            attempt=own_attempt, question=question, text=text, by=request.user, event_id=event_id, now=timezone.now()
        )
    except InvalidAnswer as error:
        messages.error(request, str(error), extra_tags=CONTEST)
    except ValueError:
        messages.error(request, _("This page was out of date. Reload it and write again."), extra_tags=CONTEST)
    else:
        messages.success(request, _("Sent. You will read the answer here."))
        return redirect(f"{here}?attempt={own_attempt.number}#question-{question}")
    return redirect(f"{here}?attempt={own_attempt.number}")
