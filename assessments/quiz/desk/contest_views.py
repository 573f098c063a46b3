"""Pages of contested answers, and the instructors' answers to them."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.people.directory.models import Cohort
from lms.people.directory.names import names_of
from lms.people.directory.parameters import named_cohort
from lms.people.directory.requests import SignedInRequest

from . import services
from .answers import Answer, texts_of
from .forms import MarkForm
from .models import Contest, ContestQuerySet
from .views import answer_of, asked, must_teach, sentence

ON_A_PAGE = 25
CHANGES = "changes"
"""The button that sends an answer and changes the mark with it."""
_WITH = ("attempt__enrolment__learner", "attempt__enrolment__course", "attempt__activity")


@require_safe
def contests(request: SignedInRequest) -> HttpResponse:
    """Show contests without an answer, the longest waiting first; or answered contests, the latest first."""
    must_teach(request)
    answered, language = "answered" in request.GET, get_language()
    cohort = named_cohort(request, Cohort.objects.taught_by(request.user))
    theirs = Contest.objects.visible_to(request.user).select_related(*_WITH)
    theirs = theirs.filter(attempt__enrolment__learner__cohorts=cohort) if cohort else theirs
    page = Paginator(_in_order(theirs, answered), ON_A_PAGE).get_page(request.GET.get("page"))
    texts = texts_of([row.attempt for row in page], language)
    shown = [(row, Answer(row.attempt, row.question, request.user, texts[row.attempt_id])) for row in page]
    names = names_of(answer.contests[-1].by for _row, answer in shown) if answered and shown else {}
    of_cohort = f"cohort={cohort.pk}&" if cohort else ""
    context = {
        "title": _("Contested answers"),
        "trail": [(_("To mark"), reverse("quiz:to-mark"))],
        "page": page,
        "answered": answered,
        "cohort": cohort,
        "of_cohort": of_cohort,
        "query": f"answered=1&{of_cohort}" if answered else of_cohort,
        "cards": [_card(row, answer, names, language) for row, answer in shown],
    }
    return render(request, "quiz/desk/contests.html", context)


def _in_order(contests: ContestQuerySet, answered: bool) -> ContestQuerySet:
    """Return answered contests, the latest first; or those without an answer, the longest waiting first."""
    if answered:
        return contests.exclude(answered_at=None).order_by("-answered_at", "pk")
    return contests.open().order_by("contested_at", "pk")


def _card(
    row: Contest, answer: Answer, names: Mapping[object, str], language: str
) -> tuple[Contest, Answer, str, str | None]:
    """Return a contest with its answer, the title of the activity, and who answered it last."""
    return row, answer, row.attempt.activity.title_in(language), names.get(answer.contests[-1].by)


@require_http_methods(["GET", "HEAD", "POST"])
def respond(request: SignedInRequest, attempt: int, question: str) -> HttpResponse:
    """Answer what was contested.

    The mark stays, whatever its fields say, but for the button that changes it; all stays on record.
    """
    answer = answer_of(request, attempt, question)
    if not answer.contests:
        raise Http404
    if request.method != "POST":
        return _shown(request, answer, MarkForm(answer.rubric, {}))
    form = MarkForm.read(answer.rubric, request.POST, wanted=CHANGES in request.POST)
    if form.problems:
        return _shown(request, answer, form, status=422)
    try:
        services.respond(
            **asked(request, answer), text=request.POST.get("text", "").replace("\x00", ""), given=form.given
        )
    except (InvalidAnswer, NotInstalled) as error:
        form.problems["text"] = sentence(error)
        return _shown(request, answer, form, status=422)
    except ValueError as error:  # somebody else was there before, or the form was used for something else
        messages.error(request, sentence(error))
        return _shown(request, answer_of(request, attempt, question), form, status=409)
    messages.success(request, _("Sent. The learner reads it beside the answer."))
    return redirect("quiz:contests")


def _shown(request: HttpRequest, answer: Answer, form: MarkForm, *, status: int = 200) -> HttpResponse:
    language = get_language()
    context = {
        "title": _("Contested: question %(number)s, %(title)s")
        % {"number": answer.number, "title": answer.attempt.activity.title_in(language)},
        "trail": [(_("To mark"), reverse("quiz:to-mark")), (_("Contested answers"), reverse("quiz:contests"))],
        "answer": answer,
        "item": answer.shown(),
        "form": form,
        "history": answer.history(),
        "thread": answer.thread(),
        "event_id": uuid7(),
        "course": answer.attempt.enrolment.course.title_in(language),
        "turn": services.contest_token(answer.attempt, answer.question),
        "changes": CHANGES,
    }
    return render(request, "quiz/desk/respond.html", context, status=status)
