"""Page on which an administrator switches plugins on and off for one institution."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.foundation.plugins.runtime.activation import is_on
from lms.people.administration.records.services import switch
from lms.people.directory.choices import Role
from lms.people.directory.decorators import for_administrators
from lms.people.directory.institutions import Institution
from lms.people.directory.requests import SignedInRequest

from .plugin_status import PluginStatus, plugin_statuses
from .switch_tree import switches_of, who_need

STATES = {"on": True, "off": False, "above": None}


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def switches(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the plugins at one institution; POST sets the switch of one of them there."""
    institutions = Institution.objects.visible_to(request.user, Role.ADMINISTRATOR).select_related("parent")
    institution = get_object_or_404(institutions, pk=pk)
    running = [fact for fact in plugin_statuses() if fact.runs]
    context = {
        "title": _("Plugins of %(institution)s") % {"institution": institution.local_name()},
        "institution": institution,
        "trail": [(_("Institution"), reverse("academy:institution"))],
    }
    if request.method == "POST":
        return _set(request, institution, {fact.slug: fact for fact in running}, context)
    own = {row.plugin: row for row in switches_of(*[fact.slug for fact in running]) if row.institution_id == pk}
    context["lines"] = [(fact, is_on(fact.slug, institution), own.get(fact.slug)) for fact in running]
    return render(request, "switchboard/switches.html", context)


def _set(
    request: SignedInRequest, institution: Institution, known: dict[str, PluginStatus], context: dict[str, object]
) -> HttpResponse:
    fact, state = known.get(request.POST.get("plugin", "")), request.POST.get("state", "")
    if fact is None or state not in STATES:
        raise Http404
    if "sure" not in request.POST and (people := sum(who_need(fact.slug, institution, on=STATES[state]).values())):
        return render(request, "switchboard/sure.html", {**context, "plugin": fact, "state": state, "people": people})
    switch(plugin=fact.slug, institution=institution, on=STATES[state], by=request.user, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("switches", institution.pk)
