"""Pages of the bank besides Wagtail's own: trying a question."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import permission_required

from ..bank import trial
from ..bank.models import Question

TEMPLATE = "questions/trying.html"
SEEN = "questions.change_question"


@require_GET
@permission_required(SEEN)
def try_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the question as a learner would get it, as it was written last."""
    question = get_object_or_404(Question.objects.visible_to(request.user).select_related("locale"), pk=pk)
    return render(
        request,
        TEMPLATE,
        trial.begin_trial(question.get_latest_revision_as_object(), by=request.user, now=timezone.now()),
    )


@xframe_options_sameorigin
@require_POST
@permission_required(SEEN)
def answer(request: HttpRequest) -> HttpResponse:
    """Show the answer to a question, from its page or from the preview beside the editor, marked.

    The answer is not stored.
    """
    try:
        token, data = request.POST.get("trial", ""), dict(request.POST.lists())
        context = trial.mark_trial(token, data, by=request.user, now=timezone.now())
    except trial.Stale:
        problem = _(
            "This question is from another day, or it has changed. Reload the page, or look at the preview again."
        )
        return render(request, TEMPLATE, {"title": _("Question"), "problem": problem}, status=422)
    return render(request, TEMPLATE, context, status=422 if context.get("error") else 200)
