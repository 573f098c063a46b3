"""Answers that came after the end of an attempt: what they would change, and the decision on them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.foundation.interface.parsing import whole_number
from lms.foundation.interface.plugin_error_texts import unavailable_text
from lms.foundation.plugins.activity import InvalidAnswer, Outcome
from lms.foundation.plugins.identifiers import uuid7, uuid7_of
from lms.foundation.plugins.pages.slots import Panel
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.learning.progress.journal import late_answers
from lms.learning.progress.journal.event_store import EventConflict, afterwards
from lms.learning.progress.models import Attempt, Enrolment
from lms.learning.progress.models.reasons import NoReason
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import Cohort, User
from lms.people.directory.parameters import named_cohort
from lms.people.directory.requests import SignedInRequest

from ..standing.renewal import renew_people

ON_A_PAGE = 25


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: SignedInRequest, attempt: int) -> HttpResponse:
    """Show the answers that came after the end of one attempt (GET), and admit or decline them with a reason (POST);
    never one’s own.
    """
    row = get_object_or_404(
        _theirs(request.user).select_related("enrolment__learner", "enrolment__course", "activity"), pk=attempt
    )
    problems = _decided(request, row) if request.method == "POST" else []
    if request.method == "POST" and not problems:
        return redirect("teach:late", attempt)
    return render(
        request,
        "teaching/late.html",
        _context(request, row) | {"problems": problems},
        status=422 if problems else 200,
    )


def _context(request: HttpRequest, attempt: Attempt) -> dict[str, object]:
    events, title = afterwards(attempt), attempt.activity.title_in(get_language())
    waiting, (outcome, changes) = late_answers.undecided(events), (None, late_answers.Compared())
    if waiting:
        outcome, changes = _outcome(attempt, events)
    person = (attempt.enrolment.learner.name, reverse("teach:person", args=[attempt.enrolment.learner_id]))
    return {
        "title": _("Late answers: %(title)s") % {"title": title},
        "attempt": attempt,
        "trail": [person],
        "event_id": uuid7(),
        "lines": [(event.received_at, _given_at(event.pk)) for event in waiting],
        "decisions": late_answers.decisions(attempt),
        "outcome": outcome,
        "late_template": changes.template,
        "compared": changes.changes,
        "reason": request.POST.get("reason", ""),
        "longest": late_answers.LONGEST,
    }


@login_required
@require_safe
def waiting(request: SignedInRequest) -> HttpResponse:
    """Show attempts with answers after the end that wait for the viewer's decision, of all their learners or of one
    cohort, oldest first.
    """
    if not (request.user.is_superuser or request.user.duties & set(TEACHING_ROLES)):
        raise Http404
    rows, trail = late_answers.waiting_for(request.user), [(_("My cohorts"), reverse("teach:cohorts"))]
    if cohort := named_cohort(request, Cohort.objects.taught_by(request.user)):
        rows = rows.filter(enrolment__learner__cohorts=cohort)
        trail.append((cohort.name, reverse("teach:cohort", args=[cohort.pk])))
    rows = rows.select_related("enrolment__learner", "enrolment__course", "activity").defer("form", "state")
    page, language = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")), get_language()
    context = {
        "title": _("Late answers"),
        "trail": trail,
        "page": page,
        "query": f"cohort={cohort.pk}&" if cohort else "",
        "lines": [(row, row.activity.title_in(language), row.enrolment.course.title_in(language)) for row in page],
    }
    return render(request, "teaching/late_list.html", context)


def _theirs(viewer: User) -> QuerySet[Attempt]:
    """Return attempts after whose end something came, of those whom `viewer` teaches, without their own."""
    taught = Enrolment.objects.visible_to(viewer, *TEACHING_ROLES).not_of(viewer)
    return Attempt.objects.filter(enrolment__in=taught, late__gt=0)


def _decided(request: SignedInRequest, attempt: Attempt) -> list[tuple[str, str]]:
    """Decide as the form says; what is wrong with it, with the id of the field where that is one, or nothing."""
    seen, choice = request.POST.get("seen", ""), request.POST.get("decision", "")
    try:
        if choice not in ("admit", "decline"):
            raise EventConflict
        late_answers.decide(
            attempt=attempt,
            admitted=choice == "admit",
            seen=-1 if (number := whole_number(seen)) is None else number,
            reason=request.POST.get("reason", ""),
            by=request.user,
            event_id=uuid7_of(request.POST.get("event_id", "")),
            now=timezone.now(),
        )
    except NoReason as error:
        return [("reason", str(error))]
    except (late_answers.OutOfDate, InvalidAnswer, NotInstalled) as error:
        return [("", unavailable_text(error) if isinstance(error, NotInstalled) else str(error))]
    except (EventConflict, ValueError):
        return [("", _("This page was out of date. Look at it again, then send it."))]
    renew_people([attempt.enrolment.learner_id], now=timezone.now())
    admitted, declined = _("Admitted and marked again."), _("Not admitted. The learner reads the reason.")
    messages.success(request, admitted if choice == "admit" else declined)
    return []


def _outcome(attempt: Attempt, events: list[Any]) -> tuple[Outcome | None, late_answers.Compared]:
    """Return the outcome that the attempt would have, and the changes in it; None and no changes where that cannot be
    told now.
    """
    try:
        step = late_answers.would_be(attempt, events, now=timezone.now())
        return step.outcome, late_answers.compared(attempt, step.state, language=get_language())
    except (InvalidAnswer, NotInstalled):
        return None, late_answers.Compared()


def _given_at(event: UUID) -> datetime:
    """Return when the answer was given by the clock of the phone: the time in its id (RFC 9562, 5.7). A clock can be
    wrong, or set.
    """
    return datetime.fromtimestamp(min(event.int >> 80, 4_000_000_000_000) / 1000, tz=UTC)


def late_answer_panels(enrolments: Sequence[Enrolment]) -> Mapping[int, Panel]:
    """Return panels on the page about a person: attempts after whose end something came.

    No statement, since that page has read the attempts.
    """
    return {enrolment.pk: panel for enrolment in enrolments if (panel := _panel(enrolment)) is not None}


def _panel(enrolment: Enrolment) -> Panel | None:
    attempts = [attempt for attempt in enrolment.attempts.all() if attempt.late]
    if not attempts:
        return None
    latest_first = sorted(attempts, key=lambda attempt: (attempt.closed_at, attempt.pk), reverse=True)
    lines = [(attempt, attempt.activity.title_in(get_language())) for attempt in latest_first]
    return Panel(_("Late answers"), "teaching/late_panel.html", {"lines": lines})
