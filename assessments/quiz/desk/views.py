"""Marking: the queue, and one answer after the other."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.foundation.interface.plugin_error_texts import unavailable_text
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.learning.progress.models import Attempt
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.requests import SignedInRequest

from ..sitting.form import Form, Item
from . import services
from .answers import Answer, texts_of
from .forms import MarkForm, event_id_of
from .models import Contest
from .queue import Filters, address_of, attempts_of, choices, gather
from .release_rules import is_sat

GROUPS_ON_A_PAGE = 25


@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """Show the answers to mark, by question or by learner, the longest waiting first; with `first`, the page of that
    one.
    """
    must_teach(request)
    filters, language = Filters.read(request.GET), get_language()
    theirs = attempts_of(request.user)  # asks at once where somebody teaches, so it is asked for once
    waiting = gather(theirs, request.user, filters, language=language)
    page = Paginator(waiting.groups(), GROUPS_ON_A_PAGE).get_page(request.GET.get("page"))
    if "first" in request.GET and page.object_list:
        return redirect(address_of(page.object_list[0].first, filters))
    cards = [(one, address_of(one.first, filters), one.first.attempt.activity.title_in(language)) for one in page]
    context = _around(request, theirs, filters) | {"queue": waiting, "page": page, "cards": cards}
    return render(request, "quiz/desk/queue.html", context)


def _around(request: SignedInRequest, theirs: QuerySet[Attempt], filters: Filters) -> dict[str, object]:
    """Return the context around the answers: filters with their choices, and what else waits."""
    courses, cohorts = choices(theirs, request.user, language=get_language())
    return {
        "title": _("To mark"),
        "filters": filters,
        "courses": courses,
        "cohorts": cohorts,
        "query": f"{filters.query()}&",
        "course": str(filters.course or ""),
        "by_question": filters.query(by="question"),
        "by_learner": filters.query(by="learner"),
        "late": theirs.filter(undecided__gt=0).count(),
        "contests": Contest.objects.visible_to(request.user).open().count(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: SignedInRequest, attempt: int, question: str) -> HttpResponse:
    """Mark one answer, or mark it again; then on to the next."""
    answer = answer_of(request, attempt, question)
    if request.method != "POST":
        mine = answer.entries[-1] if answer.turn.own else None
        return _shown(request, answer, MarkForm.empty(answer.rubric, mine, answer.suggested))
    form = MarkForm.read(answer.rubric, request.POST)
    if form.given is None:
        return _shown(request, answer, form, status=422)
    try:
        services.mark(**asked(request, answer), given=form.given)
    except (InvalidAnswer, NotInstalled) as error:
        messages.error(request, sentence(error))
        return _shown(request, answer, form, status=422)
    except ValueError as error:  # somebody else was there before, or the form was used for something else
        messages.error(request, sentence(error))
        return _shown(request, answer_of(request, attempt, question), form, status=409)
    values = {"number": answer.number, "percent": number_format(f"{100 * form.given.fraction:.4g}")}
    messages.success(request, _("Saved: question %(number)s, %(percent)s per cent.") % values)
    return redirect(_next(request, answer))


def must_teach(request: SignedInRequest) -> None:
    """Raise 404 for somebody who teaches nobody.

    Of those who do, each sees the institutions where they teach and the quiz is on.
    """
    if not (request.user.is_superuser or request.user.duties & set(TEACHING_ROLES)):
        raise Http404


def answer_of(request: SignedInRequest, attempt: int, question: str) -> Answer:
    """Return the answer that the address names, if the person may mark it; 404 otherwise, and for a question that has
    no right and wrong. As long as somebody sits an exam its keys are for what people mark or contest, and for nothing
    else.
    """
    must_teach(request)
    row = attempts_of(request.user).filter(pk=attempt).first()
    item = Form.read(row.form).items.get(question) if row else None
    if row is None or item is None or not scored(item):
        raise Http404
    answer = Answer(row, question, request.user, texts_of([row], get_language())[row.pk])
    if not (item.type.by_people or answer.contests) and is_sat(answer.form, answer.state.terms, now=timezone.now()):
        raise Http404
    return answer


def sentence(error: Exception) -> str:
    """Return the sentence for a person whose request was refused."""
    if isinstance(error, NotInstalled):
        return unavailable_text(error)
    return str(error) or _("This page was out of date. Look at it again, then send it.")


def scored(item: Item) -> bool:
    try:
        return item.type.scored
    except NotInstalled:
        return False


def asked(request: HttpRequest, answer: Answer) -> dict[str, Any]:
    """Return the arguments of the services: attempt, question, token, person and event id. Raises `InvalidAnswer`."""
    event_id = event_id_of(request.POST)
    if event_id is None:
        raise InvalidAnswer(_("This page was out of date. Reload it and send it again."))
    return {
        "attempt": answer.attempt,
        "question": answer.question,
        "token": request.POST.get("turn", ""),
        "by": request.user,
        "event_id": event_id,
        "now": timezone.now(),
    }


def _next(request: SignedInRequest, answer: Answer) -> str:
    filters = Filters.read(request.GET)
    if "stay" in request.POST:
        return address_of(answer, filters)
    following = gather(attempts_of(request.user), request.user, filters, language=get_language()).after(
        answer.attempt, answer.question
    )
    return address_of(following, filters) if following else f"{reverse('quiz:to-mark')}?{filters.query()}"


def _shown(request: HttpRequest, answer: Answer, form: MarkForm, *, status: int = 200) -> HttpResponse:
    filters, language = Filters.read(request.GET), get_language()
    context = {
        "title": _("Question %(number)s: %(title)s")
        % {"number": answer.number, "title": answer.attempt.activity.title_in(language)},
        "trail": [(_("To mark"), f"{reverse('quiz:to-mark')}?{filters.query()}")],
        "answer": answer,
        "item": answer.shown(),
        "form": form,
        "history": answer.history(),
        "thread": answer.thread(),
        "event_id": uuid7(),
        "course": answer.attempt.enrolment.course.title_in(language),
    }
    return render(request, "quiz/desk/mark.html", context, status=status)
