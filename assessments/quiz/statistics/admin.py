"""The pages in Wagtail's admin on which editors see which questions to mend."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.permissions import page_permission_policy

from courses.models import Activity
from lms.foundation.work.progress import Progress, progress_of
from lms.people.directory.models import User
from lms.people.directory.requests import SignedInRequest

from ..page.models import QuizPage
from . import services
from .measures.verdicts import FEWEST
from .models import StatisticsRun
from .rows import language_name, lines, run_of, unknown, written_out

if TYPE_CHECKING:
    from django.http import QueryDict

PER_PAGE = 50


def quizzes_of(user: User) -> QuerySet[QuizPage]:
    """Return the quizzes whose pages this person may edit, in the language they were written in first."""
    mine = page_permission_policy.instances_user_has_permission_for(user, "change")
    return QuizPage.objects.filter(pk__in=mine.values("pk"), alias_of=None)


def may_see(user: User) -> bool:
    return page_permission_policy.user_has_permission(user, "change")


@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """Show every quiz that has been released, with what was last computed of its first attempts."""
    if not may_see(request.user):
        raise PermissionDenied
    activities = Activity.objects.filter(pk__in=quizzes_of(request.user).values("translation_key")).order_by("slug")
    page = Paginator(activities, PER_PAGE).get_page(request.GET.get("p"))
    runs = StatisticsRun.objects.filter(activity__in=[one.pk for one in page], which=StatisticsRun.Which.FIRST)
    run_of = {run.activity_id: run for run in runs}
    rows = [(one.title_in(request.LANGUAGE_CODE), one, run_of.get(one.pk)) for one in page]
    return TemplateResponse(request, "quiz/admin/quizzes.html", {"rows": rows, "page": page})


@require_safe
def statistics(request: SignedInRequest, activity: UUID) -> HttpResponse:
    """Show the statistics of one quiz: the whole, by language, and its questions, those to mend first."""
    row, which = _visible(request, activity), _which(request.GET)
    run = run_of(activity, which)
    context = {
        "activity": row,
        "title": row.title_in(request.LANGUAGE_CODE),
        "run": run,
        "which": which,
        "choices": StatisticsRun.Which,
        "progress": _progress(run) if run is not None and run.working else None,
    }
    if run is not None and run.figures is not None:
        context |= _shown(request, run)
    return TemplateResponse(request, "quiz/admin/statistics.html", context)


def _progress(run: StatisticsRun) -> Progress:
    if run.status == run.Status.PENDING:
        sentence = _("The statistics are being computed and wait for their turn.")
    else:
        about = {"done": run.handled, "all": run.total}
        sentence = _("The statistics are being computed: %(done)s of %(all)s attempts.") % about
    return progress_of(run, again=f"?which={run.which}", sentence=sentence)


@require_POST
def again(request: SignedInRequest, activity: UUID) -> HttpResponse:
    """Queue a new computation of the statistics."""
    row, which = _visible(request, activity), _which(request.POST)
    services.ask(activity=row, which=which, now=timezone.now(), by=request.user)
    return redirect(f"{reverse('quiz_statistics_of', args=[activity])}?which={which}")


def _visible(request: SignedInRequest, activity: UUID) -> Activity:
    """Return the quiz, for somebody who may edit its page; 404 for everybody else."""
    return get_object_or_404(
        Activity.objects.filter(pk__in=quizzes_of(request.user).values("translation_key")), pk=activity
    )


def _which(data: "QueryDict") -> str:
    which = data.get("which", StatisticsRun.Which.FIRST)
    if unknown(which):
        raise Http404
    return which


def _shown(request: HttpRequest, run: StatisticsRun) -> dict[str, object]:
    """Return figures that may be seen: nothing of fewer than ten attempts."""
    figures = run.figures or {}
    whole = figures["all"]
    if whole["number_of_attempts"] < FEWEST:
        return {"too_few": True, "number": whole["number_of_attempts"], "fewest": FEWEST}
    enough = {name: one["number_of_attempts"] >= FEWEST for name, one in figures["languages"].items()}
    wholes = [
        (language_name(name), written_out(one) if enough[name] else None) for name, one in figures["languages"].items()
    ]
    rows = lines(run)
    return {
        "whole": written_out(whole),
        "wholes": wholes if len(wholes) > 1 else [],
        "lines": rows,
        "fewest": FEWEST,
        "to_mend": sum(line.urgent for line in rows),
        "open": sum(line.too_few for line in rows),
        "sound": sum(not line.urgent and not line.too_few for line in rows),
        "several": len(wholes) > 1,
        "may_open": request.user.has_perm("questions.change_question"),
    }
