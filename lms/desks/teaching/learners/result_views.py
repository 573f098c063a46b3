"""Result of one activity of one learner: the page that explains it, and setting it by hand."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.catalogue import lookup
from lms.foundation.interface.plugin_error_texts import unavailable_text
from lms.foundation.interface.stale_forms import status_of
from lms.foundation.plugins.identifiers import uuid7, uuid7_of
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.learning.progress.journal.event_store import EventConflict
from lms.learning.progress.journal.overrides import LONGEST, NothingToSet, override, restore, settings_of
from lms.learning.progress.models import Attempt, Enrolment
from lms.learning.progress.models.reasons import NoReason
from lms.learning.progress.player.course_records import activity_result
from lms.people.audit.services import note_seen
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.names import names_of
from lms.people.directory.requests import SignedInRequest

from ..cohorts.gradebook import how_it_counts, what_counted
from ..dates.forms import ResultForm
from ..standing.audit import OPENED
from ..standing.renewal import renew_people


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def result(request: SignedInRequest, pk: int, activity: UUID) -> HttpResponse:
    """Show the attempts of somebody whom the viewer teaches at one activity, which of them counts, and setting the
    result by hand or undoing that, with a reason; never one's own.
    """
    rows = Enrolment.objects.visible_to(request.user, *TEACHING_ROLES).not_of(request.user)
    enrolment = get_object_or_404(rows.select_related("learner", "course", "institution"), pk=pk)
    rows_of_it = Attempt.objects.filter(enrolment=enrolment, activity=activity).select_related("activity")
    attempts = list(rows_of_it.defer("form", "state").order_by("number"))
    if not attempts:
        raise Http404
    form = ResultForm(request.POST if request.method == "POST" else None, settings=settings_of(pk, activity))
    if request.method == "POST" and _set(request, enrolment, attempts, form):
        return redirect("teach:result", pk, activity)
    note_seen(OPENED, person=enrolment.learner, by=request.user, now=timezone.now(), request=request, enrolment=pk)
    context = _context(enrolment, attempts, form)
    return render(request, "teaching/result.html", context, status=status_of(form))


def _context(enrolment: Enrolment, attempts: list[Attempt], form: ResultForm) -> dict[str, object]:
    activity, language = attempts[0].activity, get_language()
    key, title = str(activity.pk), activity.title_in(language)
    outline = lookup.release(enrolment.release_id).outline
    entry = outline.by_id(key)
    marks = [(one.number, one.score) for one in attempts if one.completed_at and one.score is not None]
    result, settings = activity_result(enrolment, key, attempts), form.known
    names = names_of(one.by for one in settings)
    person = (enrolment.learner.name, reverse("teach:person", args=[enrolment.learner_id]))
    return {
        "title": _("%(name)s: %(activity)s") % {"name": enrolment.learner.name, "activity": title},
        "trail": [(_("My cohorts"), reverse("teach:cohorts")), person],
        "enrolment": enrolment,
        "attempts": attempts,
        "result": result,
        "counted": what_counted(result, marks),
        "how": how_it_counts(entry, outline.source) if entry else "",
        "settings": [(one, names.get(one.by or 0, "")) for one in settings],
        "may_set": any(one.completed_at for one in attempts),
        "form": form,
        "event_id": uuid7(),
        "longest": LONGEST,
    }


def _set(request: SignedInRequest, enrolment: Enrolment, attempts: list[Attempt], form: ResultForm) -> bool:
    """Set or undo as the form says; it says what is wrong where that was not done."""
    undo = request.POST.get("do") == "undo"
    if not form.is_valid() and (not undo or form.errors.keys() & {"reason"}):
        return False
    try:
        _entered(request, enrolment, [attempt for attempt in attempts if attempt.completed_at], form, undo=undo)
    except (NoReason, NothingToSet) as error:
        form.add_error(None, str(error))
    except NotInstalled as error:
        form.add_error(None, unavailable_text(error))
    except (EventConflict, ValueError):
        form.add_error(None, _("This page was out of date. Look at it again, then send it."))
    else:
        renew_people([enrolment.learner_id], now=timezone.now())
        messages.success(request, _("Undone. The attempts count again.") if undo else _("Set. The learner reads why."))
        return True
    return False


def _entered(
    request: SignedInRequest, enrolment: Enrolment, ended: list[Attempt], form: ResultForm, *, undo: bool
) -> None:
    """Write the fact, with the last of the attempts that `ended`."""
    if not ended:
        raise NothingToSet(_("There is no result here that could be changed. Look at the page again."))
    ended[-1].enrolment = enrolment
    event_id, reason = uuid7_of(request.POST.get("event_id", "")), form.cleaned_data["reason"]
    said: dict[str, Any] = {"reason": reason, "by": request.user, "event_id": event_id, "now": timezone.now()}
    if undo:
        restore(attempt=ended[-1], **said)
    else:
        override(attempt=ended[-1], score=form.score, passed=form.cleaned_data["passed"] == "yes", **said)
