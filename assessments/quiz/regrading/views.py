"""Views in Wagtail's admin of corrected keys: results that a correction would change, and changing them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log

from courses.models import Activity, Course
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from ..page.models import QuizPage
from . import services
from .keys import Correction, corrections
from .models import Regrade
from .preview import count_concerned, preview

REGRADED = "quiz.regrade"
PAST = 50


@require_safe
def keys(request: HttpRequest, activity: UUID) -> HttpResponse:
    """Show the questions of a quiz whose key was corrected since people answered them, and what was done about it
    before.
    """
    page, corrected = _published(request, activity)
    counts = count_concerned(activity, corrected)
    past = Regrade.objects.filter(activity=activity).select_related("by").order_by("-asked_at", "pk")[:PAST]
    rows = [(one, counts[name]) for name, one in corrected.items() if counts[name]]
    title = _activity(activity).title_in(get_language())
    return TemplateResponse(
        request,
        "quiz/admin/keys.html",
        {"page": page, "title": title, "rows": rows, "past": past, "activity": activity},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def key(request: SignedInRequest, activity: UUID, question: str) -> HttpResponse:
    """Show the results that one corrected key would change (GET, with `lower` also downwards); queue the change
    (POST).
    """
    page, corrected = _published(request, activity)
    if question not in corrected:
        raise Http404
    if request.method == "POST" and _asked(request, page, corrected[question], activity):
        return redirect("quiz_keys", activity)
    lower = "lower" in (request.POST if request.method == "POST" else request.GET)
    context = {
        "page": page,
        "correction": corrected[question],
        "activity": activity,
        "lower": lower,
        "reason": request.POST.get("reason", ""),
        "preview": preview(activity, corrected[question], request.user, lower=lower),
        "title": _activity(activity).title_in(get_language()),
    }
    return TemplateResponse(request, "quiz/admin/key.html", context, status=422 if request.method == "POST" else 200)


def _asked(request: SignedInRequest, page: QuizPage, correction: Correction, activity: UUID) -> bool:
    """Confirm what was looked at. False, with a message, where the person has to look again."""
    lower = "lower" in request.POST
    if request.POST.get("token") != token(correction, lower=lower):
        sentence = _("The key or the choice about lower results has changed. Look at what would change first.")
        messages.error(request, sentence)
        return False
    reason = request.POST.get("reason", "").replace("\x00", "")
    try:
        regrade = services.ask(
            activity=_activity(activity),
            correction=correction,
            reason=reason,
            lower=lower,
            by=request.user,
            now=timezone.now(),
        )
    except (services.NoReason, services.UnderWay) as error:
        messages.error(request, str(error))
        return False
    data = {"question": correction.title, "reason": regrade.reason, "lower": lower, "regrade": str(regrade.pk)}
    log(instance=page, action=REGRADED, user=request.user, data=data)
    messages.success(request, _("The results are being changed. You may leave this page; the work goes on."))
    return True


def token(correction: Correction, *, lower: bool) -> str:
    return correction.token + ("+" if lower else "")


def may_correct(page: object, user: object) -> bool:
    """Return whether this person may change results of the quiz: they may publish its page in the language in which it
    was written.
    """
    return isinstance(page, QuizPage) and page.permissions_for_user(user).can_publish()


def _published(request: HttpRequest, activity: UUID) -> tuple[QuizPage, dict[str, Correction]]:
    """Return the quiz's page and what was corrected in it; 404 for whoever may not publish it, and for one that was
    never released.
    """
    pages = QuizPage.objects.filter(translation_key=activity, alias_of=None).order_by("pk")
    page = next((page for page in pages if may_correct(page, request.user)), None)
    parent = page.get_parent() if page else None
    course = Course.objects.filter(pk=parent.translation_key).select_related("release").first() if parent else None
    if page is None or course is None or not Activity.objects.filter(pk=activity).exists():
        raise Http404
    return page, corrections(course, activity)


def _activity(pk: UUID) -> Activity:
    return Activity.objects.get(pk=pk)
