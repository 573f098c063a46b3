"""Views of a run that is over beside its debrief: the paper, the log, the run again at any of its entries, and other
groups.
"""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.files.views import offer
from lms.foundation.interface.parsing import whole_number
from lms.people.directory.clocks import clock_of
from lms.people.directory.requests import SignedInRequest

from ..page.choices import EXCON
from ..planning.tab import trail_of
from ..runs.access import hand_of, plays_in, run_of, runs_of
from ..runs.guest_access import evaluated_run
from ..runs.models import Run
from ..runs.replay import entries_of
from .earlier_state import state_after
from .groups import compare_groups
from .paper import OVER, DebriefPaper

MOST_GROUPS = 6
"""The newest stand beside a run: more do not fit a screen."""


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Offer to make the debrief as a PDF, in the background."""
    if evaluated_run(request, key).run.status not in OVER:
        return redirect("simulation:console", key)
    back = reverse("simulation:debrief", args=[key])
    return offer(request, DebriefPaper.slug, {"run": str(key)}, back=back)


@require_safe
def log(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the entries, by roles alone, as a file that `manage.py casework play` follows."""
    run = run_of(request, key)
    if run.status not in OVER:
        return redirect("simulation:console", key)
    lines = [{"seat": one.role, "verb": one.verb, "data": one.data, "at": one.at} for one in entries_of(run)]
    answer = JsonResponse(lines, safe=False, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="log-{run.pk}.json"'
    return answer


@require_safe
def replay(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the run as it stood after `entry` entries of its log; after all of them unless told."""
    run = run_of(request, key)
    if run.status not in OVER:
        return redirect("simulation:console", key)
    asked = whole_number(request.GET.get("entry", ""))
    hand = hand_of(run, request.user)
    context = {
        "title": _("Replay"),
        "may_fork": hand is not None and hand.role == EXCON,
        "run": run,
        "case": _case(run),
        "moment": state_after(run, run.seq if asked is None else asked),
        "trail": [*trail_of(run.cohort), (_("Debrief"), reverse("simulation:debrief", args=[run.pk]))],
    }
    with clock_of(run.institution):
        return render(request, "simulation/replay.html", context)


@require_safe
def groups(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show decisions side by side, by roles, of the groups of the cohort that played the same edition of the case."""
    run = run_of(request, key)
    if run.status not in OVER:
        return redirect("simulation:console", key)
    alike = {"cohort": run.cohort_id, "institution": run.institution_id, "content": run.content_id}
    rows = runs_of(request).filter(status__in=OVER, **alike).exclude(pk=run.pk).order_by("-opened_at", "pk")
    others = [one for one in rows[: 2 * MOST_GROUPS] if not plays_in(one, request.user)]
    context = {
        "title": _("Groups side by side"),
        "run": run,
        "case": _case(run),
        "compared": compare_groups([run, *others[: MOST_GROUPS - 1]]),
        "trail": [*trail_of(run.cohort), (_("Debrief"), reverse("simulation:debrief", args=[run.pk]))],
    }
    return render(request, "simulation/groups.html", context)


def _case(run: Run) -> str:
    return str(run.activity.title_in(get_language() or "en"))
