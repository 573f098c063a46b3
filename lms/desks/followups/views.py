"""Pages without signing in, by signed links, and a person's own list of open questions."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.foundation.database.counter import counted
from lms.people.audit.log_hashes import request_origin
from lms.people.directory.models import User
from lms.people.directory.requests import SignedInRequest

from . import links, services
from .forms import form_for
from .models import OPEN_FOR, Confirmation, Inquiry
from .sameness import may_be_one

MOST, WITHIN = 120, 600
"""Forms that are sent, and links that are none, from one client in so many seconds."""
Asked = Inquiry | Confirmation
Refusal = tuple[str, HTTPStatus]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is asked (GET uses nothing up), and keep the answers (POST, once)."""
    row = links.find(token)
    with translation.override(_language(request, row)):
        too_many = (row is None or request.method == "POST") and _too_many(request)
        refusal = _refusal(request, row) if not (too_many and row) else None
        if row is None or refusal:
            return _refused(request, *(_too_often() if too_many else refusal or _unknown()))
        form = form_for(row, request.POST if request.method == "POST" else None)
        if too_many:
            form.add_error(None, _too_often()[0])
        elif form.is_valid():
            _keep(request, row, form.cleaned_data)
            return redirect(request.path)
        context = {"title": _title(row), "form": form, "row": row, "course": _course(row)}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "followups/ask.html", context, status=_too_often()[1] if too_many else status)


def _keep(request: HttpRequest, row: Asked, given: services.Given) -> None:
    """Keep what was sent; the page after it says what became of it, also where another press was first."""
    try:
        if isinstance(row, Confirmation):
            by = request.user if isinstance(request.user, User) else None
            confirmed = given["confirmed"] == "yes"
            services.confirm(confirmation=row, confirmed=confirmed, by=by, now=timezone.now())
        else:
            services.answer(inquiry=row, given=given, now=timezone.now())
    except (services.Closed, services.OwnWork):
        return


def _refusal(request: HttpRequest, row: Asked | None) -> Refusal | None:
    """Return why nothing can be answered, and the status to say it with; None where it can."""
    if row is None:
        return _unknown()
    is_confirmation = isinstance(row, Confirmation)
    learner = row.inquiry.learner if isinstance(row, Confirmation) else row.learner
    if is_confirmation and isinstance(request.user, User) and may_be_one(request.user, learner):
        return _("Nobody confirms their own work. Somebody else has to do it."), HTTPStatus.FORBIDDEN
    if (row.decided_at if isinstance(row, Confirmation) else row.answered_at) is not None:
        return _("Thank you: the answer is kept. This link is used up."), HTTPStatus.OK
    if row.asked_at is None or row.asked_at + OPEN_FOR <= timezone.now():
        return _("This link has expired: the time for an answer is over."), HTTPStatus.GONE
    return None


def _unknown() -> Refusal:
    return _("This link is not valid. Open the whole link of the message."), HTTPStatus.NOT_FOUND


def _too_often() -> Refusal:
    return _("Too many tries from here. Wait ten minutes and try again."), HTTPStatus.TOO_MANY_REQUESTS


def _refused(request: HttpRequest, sentence: str, status: HTTPStatus) -> HttpResponse:
    done = status == HTTPStatus.OK
    context = {"title": _("Thank you") if done else _("Nothing to answer here"), "sentence": sentence, "done": done}
    return render(request, "followups/refused.html", context, status=status)


def _too_many(request: HttpRequest) -> bool:
    return counted(f"followups:{request_origin(request).get('client', '')}", WITHIN) > MOST


def _language(request: HttpRequest, row: Asked | None) -> str:
    """Return the language of the person, unless the browser was told another one or somebody is signed in."""
    now = get_language() or settings.LANGUAGE_CODE
    person: User | None = None
    if row is not None:
        person = row.supervisor if isinstance(row, Confirmation) else row.learner
    known = settings.LANGUAGE_COOKIE_NAME in request.COOKIES or request.user.is_authenticated
    return now if known or person is None or person.language not in dict(settings.LANGUAGES) else person.language


def _title(row: Asked) -> str:
    if isinstance(row, Confirmation):
        return _("Was the course used at work?")
    return _("Survey: four questions") if row.is_survey else _("Three questions on your work")


def _course(row: Asked) -> object:
    course = row.inquiry.course if isinstance(row, Confirmation) else row.course
    return course.title_in(get_language() or "")


@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Show what somebody is asked now, of their own courses and as a supervisor. Two statements."""
    now = timezone.now()
    own = Inquiry.objects.of(request.user).open(now).select_related("course").order_by("asked_at", "pk")
    others = Confirmation.objects.open(now).filter(supervisor=request.user, inquiry__learner__is_active=True)
    others = others.select_related("inquiry__course", "inquiry__learner").order_by("asked_at", "pk")
    context = {
        "title": _("After courses"),
        "own": [(row, _course(row), links.address(row)) for row in own],
        "others": [(row.inquiry.learner.name, _course(row), links.address(row)) for row in others],
    }
    return render(request, "followups/mine.html", context)
