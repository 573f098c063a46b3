"""A learner's attempts, read-only, and how their results came about."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.learning.progress.models import Enrolment
from lms.people.audit.services import note_seen
from lms.people.directory.requests import SignedInRequest

from ..standing.audit import OPENED
from .attempt_page import attempts_for, shown
from .result_history import of_attempt, of_enrolment


@login_required
@require_safe
def attempt(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one attempt of somebody whom the viewer teaches, with answers, marks and times. That it was opened is
    noted.
    """
    row, now = get_object_or_404(attempts_for(request.user), pk=pk), timezone.now()
    learner, enrolment = row.enrolment.learner, row.enrolment
    note_seen(OPENED, person=learner, by=request.user, now=now, request=request, attempt=row.pk)
    page = shown(row, language=get_language(), now=now)
    others = attempts_for(request.user).filter(enrolment=enrolment, activity=row.activity_id)
    context = {
        "title": _("%(name)s: %(activity)s") % {"name": learner.name, "activity": page.title},
        "trail": _trail(enrolment),
        "shown": page,
        "attempt": row,
        "activity": page.activity,
        "spoken": page.spoken,
        "others": list(others.defer("form", "state").order_by("number")),
        "moments": of_attempt(row),
    }
    return render(request, "teaching/attempt.html", context)


@login_required
@require_safe
def came_about(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show every event behind one enrolment, in words, for those who see the page of its learner."""
    rows = Enrolment.objects.visible_to(request.user).select_related("learner", "course", "institution")
    enrolment = rows.filter(pk=pk).first()
    if enrolment is None:
        raise Http404
    note_seen(OPENED, person=enrolment.learner, by=request.user, now=timezone.now(), request=request, enrolment=pk)
    may_open = attempts_for(request.user).filter(enrolment=enrolment).exists()
    context = {
        "title": _("History: %(course)s") % {"course": enrolment.course.title_in(get_language())},
        "trail": _trail(enrolment),
        "enrolment": enrolment,
        "moments": of_enrolment(enrolment, language=get_language()),
        "may_open": may_open,
    }
    return render(request, "teaching/came_about.html", context)


def _trail(enrolment: Enrolment) -> list[tuple[object, str]]:
    person = (enrolment.learner.name, reverse("teach:person", args=[enrolment.learner_id]))
    return [(_("My cohorts"), reverse("teach:cohorts")), person]
