"""Pages beside that of a scenario, on which its author takes scenes from a file of Twine or H5P."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.casework.imports import Story
from lms.people.directory.requests import SignedInRequest

from ..checks import findings
from ..models import ScenarioPage
from ..scenes import Scene
from . import services
from .conversion import missing_parts, scenes_of
from .forms import StoryForm
from .sentences import left_out, too_many, wanted


@require_http_methods(["GET", "HEAD", "POST"])
def story(request: SignedInRequest, page: int) -> HttpResponse:
    """Bring a file; what is in it, and what is left out, is shown before anything is written."""
    scenario = _editable(request, page)
    form = StoryForm(request.POST or None, request.FILES or None)
    context = _frame(scenario) | {"form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "scenario/story.html", context, status=422 if request.method == "POST" else 200)
    read: Story = form.cleaned_data["file"]
    scenes = scenes_of(read, _("Go on"))
    try:
        carried = services.signed(scenario, scenes, by=request.user)
    except services.TooMuch:
        form.add_error("file", too_many())
        return render(request, "scenario/story.html", context, status=422)
    shown = {
        "story": read,
        "scenes": _shown(scenes),
        "left_out": left_out(read.findings),
        "wanted": [wanted(finding) for finding in (*missing_parts(scenes), *findings(scenes))],
        "carried": carried,
        "has_scenes": bool(scenario.get_latest_revision_as_object().scenes),
    }
    return render(request, "scenario/story_read.html", context | shown)


@require_POST
def put_in(request: SignedInRequest, page: int) -> HttpResponse:
    """Show the scenes that were shown become a draft of the page."""
    scenario = _editable(request, page)
    try:
        blocks = services.unsigned(scenario, request.POST.get("story", ""), by=request.user)
        services.put_in(scenario, blocks, instead="instead" in request.POST, by=request.user)
    except services.Expired:
        messages.error(request, _("The content of this file can no longer be put in. Upload the file again."))
        return redirect("scenario:story", page)
    except services.TooMany:
        messages.error(request, too_many())
        return redirect("scenario:story", page)
    messages.success(request, _("The scenes are in the draft. Learners get them once the course is released."))
    return redirect("wagtailadmin_pages:edit", page)


def _editable(request: SignedInRequest, pk: int) -> ScenarioPage:
    """Return the page, for whoever may edit it now. Raises `Http404`."""
    page = get_object_or_404(ScenarioPage, pk=pk)
    may = page.permissions_for_user(request.user)
    if not may.can_edit() or may.page_locked() or page.alias_of_id:
        raise Http404
    return page


def _frame(page: ScenarioPage) -> dict[str, Any]:
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return {"title": _("Scenes from a file"), "page": page, "trail": [(page.get_admin_display_title(), edit)]}


def _shown(scenes: Sequence[Scene]) -> list[dict[str, Any]]:
    """Return each scene with its number, and with the number of the scene to which each choice leads."""
    numbers = {scene.id: number for number, scene in enumerate(scenes, 1)}
    return [
        {
            "number": numbers[scene.id],
            "scene": scene,
            "choices": [(choice, numbers.get(choice.goes_to)) for choice in scene.choices],
        }
        for scene in scenes
    ]
