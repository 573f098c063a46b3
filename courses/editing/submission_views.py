"""The pages in Wagtail's admin on which a course is handed in as a whole, and decided on."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.foundation.plugins.activity import NotReady

from ..pages.models import CoursePage, ReleasedPage
from ..publishing import services as publishing
from ..publishing import submission_services
from ..publishing.course_drafts import Draft, chosen_from, drafts_of, may_look, may_release, row_drafts_of
from ..publishing.outdated_translations import language_names
from ..publishing.signals import mention
from ..publishing.submission_state import items_of, to_publish
from ..publishing.submissions import Submission
from .release.effect import effect_of
from .release.findings import findings_of
from .release.views import ReleaseForm

MOST = 50


class HandInForm(forms.Form):
    """Form for handing in drafts: the kind of change that their author intends, and the reason."""

    change = forms.ChoiceField(
        label=gettext_lazy("Kind of change"),
        choices=ReleasedPage.Change.choices,
        widget=forms.RadioSelect,
        initial="correction",
    )
    note = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("One line for the record: what changed and for what reason."),
    )


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Changes to make"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The author of the submission reads this."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the drafts of the course that the viewer may write, to be chosen and handed in together; `language` chooses
    those of one.
    """
    page = publishing.source_page(key)
    if page is None or not may_look(request.user, page):
        raise Http404
    drafts = [draft for draft in [*drafts_of(page), *row_drafts_of(page)] if draft.may_be_written_by(request.user)]
    form = HandInForm(request.POST or None)
    if request.method == "POST":
        chosen, unchanged = chosen_from(drafts, request.POST.getlist("draft"))
        if form.is_valid() and (handed_in := _hand_in(request, key, form, chosen, unchanged=unchanged)):
            messages.success(request, _("Handed in. A person who may publish the course looks at it and decides."))
            return redirect("courses_submission", handed_in.pk)
    else:
        language = request.GET.get("language", "")
        chosen = [draft for draft in drafts if not draft.opens and language in (draft.language, "")]
    context = {
        "page": page,
        "form": form,
        "drafts": [(draft, draft in chosen) for draft in drafts],
        "may_release": may_release(request.user, page),
    }
    return TemplateResponse(request, "courses/admin/hand_in.html", context)


def _hand_in(
    request: HttpRequest, key: UUID, form: HandInForm, chosen: Sequence[Draft], *, unchanged: bool
) -> Submission | None:
    """Return the submission, or nothing and beside the form what keeps it from being made."""
    if not unchanged:
        form.add_error(None, _("A draft changed since you looked. Look at what is chosen now, then hand it in."))
        return None
    decision = form.cleaned_data
    try:
        return submission_services.hand_in(
            key=key,
            drafts=chosen,
            by=request.user,
            note=decision["note"],
            now=timezone.now(),
            new_edition=decision["change"] == ReleasedPage.Change.EDITION,
        )
    except submission_services.NothingToHandIn:
        form.add_error(None, _("Choose at least one draft."))
    except submission_services.WaitsElsewhere as waits:
        form.add_error(None, _waits(waits))
    return None


def _waits(waits: submission_services.WaitsElsewhere) -> str:
    sentence = _(
        "“%(title)s” was handed in by %(person)s and waits for review. Leave it out, or ask %(person)s to withdraw it."
    )
    return sentence % {"title": waits.draft.title, "person": waits.submission.by or _("somebody else")}


@require_safe
def submissions(request: HttpRequest) -> HttpResponse:
    """Show the submissions that wait for the viewer’s review, and those of the viewer."""
    waiting = Submission.objects.waiting().select_related("by").order_by("handed_in_at")[:MOST]
    own = Submission.objects.filter(by=request.user.pk).select_related("decided_by").order_by("-handed_in_at")[:MOST]
    pages = publishing.pages_of_courses([*waiting, *own])
    theirs = [(one, pages[one.course_key]) for one in waiting if one.course_key in pages]
    context = {
        "waiting": [(one, page) for one, page in theirs if may_release(request.user, page)],
        "own": [(one, pages[one.course_key]) for one in own if one.course_key in pages],
    }
    return TemplateResponse(request, "courses/admin/submissions.html", context)


@require_safe
def submission(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Show what was handed in, its state, and what approving it would change for learners; and the decision."""
    one, page = _seen(request, submission_id)
    items = items_of(one)
    drafts = to_publish(items)
    waits = one.state == Submission.State.WAITING
    effect = effect_of(one.course_key, [draft.object for draft in drafts], viewer=request.user) if waits else None
    change = "edition" if one.new_edition else "correction"
    initial = {"change": change, "why": one.note, "shown": effect.digest if effect else ""}
    context = {
        "submission": one,
        "page": page,
        "effect": effect,
        "drafts": drafts,
        "findings": findings_of(page, request.user) if waits else [],
        "behind": language_names(effect.behind) if effect else "",
        "items": [(item, item.is_seen_by(request.user)) for item in items],
        "own": one.by == request.user,
        "may_decide": waits and may_release(request.user, page),
        "barred": [item for item in drafts if not item.may_be_published_by(request.user)],
        "form": ReleaseForm(initial=initial),
        "send_back": SendBackForm(),
    }
    return TemplateResponse(request, "courses/admin/submission.html", context)


def _seen(request: HttpRequest, submission_id: int) -> tuple[Submission, CoursePage]:
    """Return the submission and the page of its course, for whoever handed it in or may look at the course.

    Raises `Http404`.
    """
    one = Submission.objects.filter(pk=submission_id).select_related("by", "decided_by", "release").first()
    page = publishing.source_page(one.course_key) if one else None
    if one is None or page is None or not (one.by == request.user or may_look(request.user, page)):
        raise Http404
    return one, page


def _decided(request: HttpRequest, submission_id: int, decide: Callable[[], object], message: str) -> HttpResponse:
    """Carry out the decision, and show a message that it is done, or what prevents it."""
    try:
        decide()
    except submission_services.AlreadyDecided:
        messages.error(request, _("The submission has already been decided. Nothing was done."))
    except publishing.ChangedSinceShown:
        messages.error(
            request,
            _(
                "The course changed since you looked, so nothing was released. Look at what would change "
                "now, then decide."
            ),
        )
    except NotReady as error:
        messages.error(request, str(error))
    else:
        messages.success(request, message)
    return redirect("courses_submission", submission_id)


@require_POST
def approve(request: HttpRequest, submission_id: int) -> HttpResponse:
    one, _page = _seen(request, submission_id)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say in one line what changed and for what reason. Learners’ records keep it."))
        return redirect("courses_submission", submission_id)
    decision, wait = form.cleaned_data, form.cleaned_data["translations"] == "wait"
    mention(one.course_key)
    return _decided(
        request,
        submission_id,
        lambda: submission_services.approve(
            submission=one,
            shown=decision["shown"],
            names=request.POST.getlist("draft"),
            by=request.user,
            why=decision["why"],
            now=timezone.now(),
            new_edition=decision["change"] == ReleasedPage.Change.EDITION,
            wait=wait,
        ),
        _("Approved and published. The release waits for the translations.")
        if wait
        else _("Approved: what was handed in is published and released."),
    )


@require_POST
def send_back(request: HttpRequest, submission_id: int) -> HttpResponse:
    one, _page = _seen(request, submission_id)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what is to be mended, then send it back."))
        return redirect("courses_submission", submission_id)
    reason = form.cleaned_data["reason"]
    return _decided(
        request,
        submission_id,
        lambda: submission_services.send_back(submission=one, by=request.user, reason=reason, now=timezone.now()),
        _("Sent back."),
    )


@require_POST
def take_back(request: HttpRequest, submission_id: int) -> HttpResponse:
    one, _page = _seen(request, submission_id)
    return _decided(
        request,
        submission_id,
        lambda: submission_services.withdraw(submission=one, by=request.user, now=timezone.now()),
        _("Withdrawn. The drafts stay drafts."),
    )
