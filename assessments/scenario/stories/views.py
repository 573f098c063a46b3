"""Pages beside that of a scenario, on which its author takes scenes from a file of Twine or H5P."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.casework import Finding
from assessments.casework.imports import Story
from courses.models import PageImport
from lms.foundation.interface.stale_forms import status_of
from lms.foundation.work.staged_import import NotNow
from lms.people.directory.requests import SignedInRequest

from ..checks import findings
from ..models import ScenarioPage
from ..scenes import Scene
from . import services
from .conversion import missing_parts
from .forms import StoryForm
from .sentences import left_out, too_many, wanted


@require_http_methods(["GET", "HEAD", "POST"])
def story(request: SignedInRequest, page: int) -> HttpResponse:
    """Bring a file. It is read and kept; the next page shows what is in it before anything is written."""
    scenario = _editable(request, page)
    form = StoryForm(request.POST, request.FILES) if request.method == "POST" else StoryForm()
    if request.method != "POST" or not form.is_valid():
        context = _frame(scenario) | {"form": form}
        return render(request, "scenario/story.html", context, status=status_of(form))
    read: Story = form.cleaned_data["file"]
    name = str(request.FILES["file"])
    kept = services.keep(scenario, read, name, onward=_("Go on"), by=request.user, now=timezone.now())
    return redirect(f"{reverse('scenario:story-draft', args=[page])}?import={kept.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def put_in(request: SignedInRequest, page: int) -> HttpResponse:
    """Show the scenes that were read and what is left out (GET); make them a draft of the page (POST)."""
    scenario = _editable(request, page)
    key = (request.POST or request.GET).get("import", "")
    now = timezone.now()
    kept = PageImport.objects.of(scenario, request.user, key, now=now)
    if kept is None:
        messages.error(request, _("The content of this file can no longer be put in. Upload the file again."))
        return redirect("scenario:story", page)
    if request.method != "POST" and kept.content:
        return render(request, "scenario/story_read.html", _dry_run(scenario, kept))
    try:
        services.put_in(scenario, kept, instead="instead" in request.POST, by=request.user, now=now)
    except services.TooMany:
        messages.error(request, too_many())
        return redirect("scenario:story", page)
    except NotNow:
        return redirect("wagtailadmin_pages:edit", page)
    messages.success(request, _("The scenes are in the draft. Learners get them once the course is released."))
    return redirect("wagtailadmin_pages:edit", page)


def _dry_run(scenario: ScenarioPage, kept: PageImport) -> dict[str, object]:
    scenes = services.scenes_in(kept)
    return _frame(scenario) | {
        "kept": kept,
        "scenes": _shown(scenes),
        "left_out": left_out(Finding(**each) for each in kept.content["left_out"]),
        "wanted": [wanted(finding) for finding in (*missing_parts(scenes), *findings(scenes))],
        "has_scenes": bool(scenario.get_latest_revision_as_object().scenes),
    }


def _editable(request: SignedInRequest, pk: int) -> ScenarioPage:
    """Return the page, for whoever may edit it now. Raises `Http404`."""
    page = get_object_or_404(ScenarioPage, pk=pk)
    may = page.permissions_for_user(request.user)
    if not may.can_edit() or may.page_locked() or page.alias_of_id:
        raise Http404
    return page


def _frame(page: ScenarioPage) -> dict[str, object]:
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return {"title": _("Scenes from a file"), "page": page, "trail": [(page.get_admin_display_title(), edit)]}


def _shown(scenes: Sequence[Scene]) -> list[dict[str, object]]:
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
