"""Filling in a draft, signing it, and looking at what was signed."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.foundation.interface.pictures import NoPicture
from lms.foundation.interface.plugin_error_texts import unavailable_text
from lms.foundation.plugins.runtime.errors import NotInstalled
from lms.people.directory.clocks import clock_of
from lms.people.directory.requests import SignedInRequest

from . import draft_form, photos, services
from .access import observation_of
from .checklists import definition_of, enrolments_of
from .models import Finding, Observation
from .tab import trail_of

NOTHING: Mapping[str, Any] = {"criteria": [], "observer": "", "photo": False, "enough": 0}
"""What a checklist is where nobody of a draft is enrolled any more; what was filled in stays meanwhile."""


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a draft to fill in, or what was signed."""
    if request.method == "POST":
        return _filled_in(request, key)
    observation = observation_of(request, key)
    if observation.signed_at is None:
        return _form(request, observation)
    with clock_of(observation.institution):
        findings = list(observation.findings.select_related("learner", "attempt").order_by("learner__name", "pk"))
        context = {
            "title": observation.activity.title_in(get_language() or "en"),
            "observation": observation,
            "findings": findings,
            "trail": trail_of(observation.cohort),
        }
        return render(request, "observation/signed.html", context)


def _filled_in(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Save the entries in any case; then sign the observation where that was asked."""
    observation = observation_of(request, key)
    if observation.signed_at is not None:
        return redirect("observation:show", key)
    findings = list(observation.findings.select_related("observation"))
    script = request.headers.get("X-Requested-With") == "fetch"
    definition = _definition(request, observation, findings)
    entries = draft_form.sent(request.POST, definition["criteria"], [one.learner_id for one in findings])
    try:
        problems = _kept(request, observation, findings, definition, entries)
    except services.Overtaken:
        if script:
            return HttpResponse(status=HTTPStatus.CONFLICT)
        return _form(request, observation_of(request, key), overtaken=entries)
    if script:
        return JsonResponse({"problems": problems}) if problems else HttpResponse(status=HTTPStatus.NO_CONTENT)
    signing = request.POST.get("do") == "sign"
    if not problems and signing and _signed(request, observation):
        return redirect("observation:show", key)
    if problems or signing:
        return _form(request, observation_of(request, key), problems, signing=signing)
    messages.success(request, _("The observation is kept. Nobody else sees it until you sign."))
    return redirect("observation:show", key)


def _kept(
    request: SignedInRequest,
    observation: Observation,
    findings: list[Finding],
    definition: Mapping[str, object],
    entries: services.Entries,
) -> dict[int, str]:
    """Keep what was sent; by learner what is wrong with a photo. Raises `Overtaken`."""
    form, problems = draft_form.form_of(request.POST), dict[int, str]()
    try:
        if definition is not NOTHING and not services.save(
            observation=observation, entries=entries, now=timezone.now(), form=form
        ):
            return problems
        for do, name in ((services.drop_photos, "unphoto"), (services.leave_out, "without")):
            if ticked := _ticked(request, findings, name):
                do(observation=observation, learners=ticked)
        for one in findings if definition["photo"] else []:
            if why := _photo_kept(request, one):
                problems[one.learner_id] = why
    except services.Signed:
        pass  # by another tab, a moment ago
    return problems


def _ticked(request: SignedInRequest, findings: list[Finding], name: str) -> list[int]:
    return [one.learner_id for one in findings if f"{name}-{one.learner_id}" in request.POST]


def _photo_kept(request: SignedInRequest, finding: Finding) -> str:
    """Save the photo of a learner; return the reason where this fails, and an empty text where there is none or it is
    saved.
    """
    file = request.FILES.get(f"photo-{finding.learner_id}")
    if file is None or isinstance(file, list):
        return ""
    try:
        services.keep_photo(finding=finding, data=file.read(photos.MOST_BYTES + 1), now=timezone.now())
    except NoPicture as error:
        return str(error)
    return ""


def _signed(request: SignedInRequest, observation: Observation) -> bool:
    try:
        services.sign(observation=observation, by=request.user, now=timezone.now())
    except services.Incomplete:
        return False  # the form lists all that is missing, and has the focus there
    except services.NotObservable as error:
        messages.error(request, str(error))
        return False
    except NotInstalled as error:
        messages.error(request, unavailable_text(error))
        return False
    messages.success(request, _("Signed. The learners read it on their own page."))
    return True


def _definition(request: SignedInRequest, observation: Observation, findings: list[Finding]) -> Mapping[str, Any]:
    """Return the present checklist of the observation."""
    learners = [one.learner_id for one in findings]
    found = enrolments_of(observation.cohort, observation.activity_id, learners, observer=request.user)
    return definition_of(found[min(found)], observation.activity_id) if found else NOTHING


def _form(
    request: SignedInRequest,
    observation: Observation,
    problems: Mapping[int, str] | None = None,
    *,
    signing: bool = False,
    overtaken: services.Entries | None = None,
) -> HttpResponse:
    """Show the draft to fill in; with what somebody filled in who was `overtaken`, and what is kept in its place."""
    definition = _definition(request, observation, findings := _findings(observation))
    criteria, status = definition["criteria"], _status(problems or signing, overtaken)
    context = {
        "title": observation.activity.title_in(get_language() or "en"),
        "observation": observation,
        "definition": definition,
        "others": draft_form.overlay_entries(observation, findings, criteria, overtaken) if overtaken else [],
        "form_id": uuid4(),
        "questions": draft_form.questions_of(observation, findings, criteria, signing=signing),
        "people": draft_form.people_of(findings, criteria, problems or {}),
        "place_problem": signing and not observation.place,
        "trail": trail_of(observation.cohort),
    }
    context["listed"] = _problems(context, signing=signing)
    with clock_of(observation.institution):
        return render(request, "observation/form.html", context, status=status)


def _findings(observation: Observation) -> list[Finding]:
    rows = observation.findings.select_related("learner", "photo").defer("photo__data")
    return list(rows.order_by("learner__name", "pk"))


def _status(refused: object, overtaken: object) -> HTTPStatus:
    if overtaken:
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK


def _problems(context: Mapping[str, Any], *, signing: bool) -> list[tuple[str, str]]:
    """List the reasons why it cannot be signed: ids of fields, and sentences."""
    missing = [
        (f"criterion-{one.number}", _("Choose a level: %(criterion)s") % {"criterion": one.criterion["text"]})
        for one in context["questions"]
        if one.problem
    ]
    wrong = [(f"photo-{one.finding.learner_id}", one.problem) for one in context["people"] if one.problem]
    place = [("place", _("Write where it was."))] if context["place_problem"] else []
    return [*wrong, *missing, *place]
