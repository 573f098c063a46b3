"""A reminder to chosen people: what each of them would read, and sending it."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lms.foundation.interface.parsing import whole_number
from lms.foundation.plugins.notice import PendingNotice
from lms.learning.progress.models import Enrolment
from lms.people.directory.models import User
from lms.people.directory.requests import SignedInRequest

from .chosen import ChosenPeople
from .notices import Reminder
from .reminders import ReminderCounts, remind_people


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: SignedInRequest) -> HttpResponse:
    """Show whom a reminder would reach and what they would read (GET), and send it to those who are ticked (POST)."""
    chosen, problem = ChosenPeople.of(request), ""
    rows = chosen.in_course(chosen.course)
    people = {row.learner_id: row.learner for row in rows}
    if request.method == "POST":
        if _sent(request, chosen, rows, people):
            return redirect(chosen.back)
        problem = _("Choose at least one person.")
    courses = list(dict.fromkeys(str(row.course_id) for row in rows))
    texts = Reminder().words([PendingNotice(pk, {"courses": courses}) for pk in people], now=timezone.now())
    context = {
        "title": _("Remind"),
        "trail": chosen.trail,
        "chosen": chosen,
        "lines": [(person, words) for person, words in zip(people.values(), texts, strict=True) if words],
        "nothing_left": len(set(chosen.named) - people.keys()),
        "problems": [("who", problem)] if problem else [],
    }
    return render(request, "teaching/remind.html", context, status=422 if problem else 200)


def _sent(
    request: SignedInRequest, chosen: ChosenPeople, rows: Sequence[Enrolment], people: Mapping[int, User]
) -> bool:
    """Remind those of `people` who are ticked; return whether anybody is."""
    ticked = {whole_number(text) for text in request.POST.getlist("who")} & people.keys()
    if not ticked or chosen.institution is None:
        return False
    told = remind_people(
        people=[people[pk] for pk in people if pk in ticked],
        courses=list({row.course_id: row.course for row in rows}.values()),
        at=chosen.institution,
        cohort=chosen.cohort,
        by=request.user,
        now=timezone.now(),
    )
    _say(request, told)
    return True


def _say(request: SignedInRequest, reminded: ReminderCounts) -> None:
    if reminded.told:
        text = ngettext("%(count)s person is reminded.", "%(count)s people are reminded.", reminded.told)
        messages.success(request, text % {"count": reminded.told})
    if reminded.before:
        text = ngettext(
            "%(count)s person was reminded of this today already.",
            "%(count)s people were reminded of this today already.",
            reminded.before,
        )
        messages.info(request, text % {"count": reminded.before})
