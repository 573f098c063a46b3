"""The pages about plugins in Wagtail's admin: what is installed, what each does, and where it is switched on."""

import logging
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from lms.foundation.interface.parsing import whole_number
from lms.foundation.plugins.institution_settings import declared_by
from lms.foundation.plugins.runtime.activation import is_on
from lms.people.administration.records.services import switch
from lms.people.directory.choices import Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.directory.requests import SignedInRequest

from . import deliveries
from .circuit_breaker import breaker, suspended_calls
from .models import Delivery
from .plugin_status import IN_QUARANTINE, NOT_ALLOWED, RUNNING, PluginStatus, plugin_statuses, status_of
from .switch_tree import tree, who_need

if TYPE_CHECKING:
    from lms.people.directory.institutions import InstitutionQuerySet

log = logging.getLogger(__name__)

SWITCHES = {"on": True, "off": False, "above": None}
"""The buttons, and what each sets the switch to."""
STATUSES = {
    RUNNING: gettext_lazy("Running"),
    NOT_ALLOWED: gettext_lazy("Installed, not allowed"),
    IN_QUARANTINE: gettext_lazy("In quarantine"),
}
SOCKETS = {
    "activity type": gettext_lazy("Kinds of activity"),
    "question type": gettext_lazy("Question types"),
    "content format": gettext_lazy("File formats"),
    "lesson block": gettext_lazy("Blocks in lessons"),
    "report": gettext_lazy("Reports"),
    "figure": gettext_lazy("Figures in reports"),
    "certificate element": gettext_lazy("Lines on certificates"),
    "job": gettext_lazy("Background work"),
    "access condition": gettext_lazy("Conditions of access"),
    "event": gettext_lazy("Events it receives"),
    "filter": gettext_lazy("Where it may refuse"),
    "slot": gettext_lazy("Places on pages"),
    "destination": gettext_lazy("Places in the bar"),
    "health": gettext_lazy("Parts of the health page"),
    "model": gettext_lazy("Tables"),
    "address": gettext_lazy("Addresses"),
    "public address": gettext_lazy("Public addresses"),
}


def may_see(person: User) -> bool:
    """Return whether `person` may open these pages: superusers see everything here, administrators of institutions
    switch theirs.
    """
    return person.is_superuser or Role.ADMINISTRATOR in person.duties


def institutions_of(request: SignedInRequest) -> "InstitutionQuerySet":
    """Return the institutions whose switches this person may set; raises `PermissionDenied` for people without any."""
    if not may_see(request.user):
        raise PermissionDenied
    return Institution.objects.visible_to(request.user, Role.ADMINISTRATOR)


def known(plugin: str) -> PluginStatus:
    """Return the facts of `plugin`; raises `Http404` for an unknown one."""
    fact = status_of(plugin)
    if fact is None:
        raise Http404
    return fact


@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """Show every plugin in a line."""
    rows = list(institutions_of(request).only("plugins"))
    listed = [
        (fact, STATUSES[fact.status], sum(is_on(fact.slug, row) for row in rows) if fact.runs else None)
        for fact in plugin_statuses()
    ]
    return TemplateResponse(request, "switchboard/admin/overview.html", {"plugins": listed, "institutions": len(rows)})


@require_http_methods(["GET", "HEAD", "POST"])
def plugin(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show everything about one plugin, and the tree of institutions; POST sets the switch of one of them."""
    institutions, fact = institutions_of(request), known(slug)
    if request.method == "POST" and fact.runs:
        return _set(request, fact, institutions)
    context = {
        "plugin": fact,
        "status": STATUSES[fact.status],
        "adds": [(SOCKETS.get(socket, socket), things) for socket, things in fact.adds.items()],
        "has_settings": bool(declared_by(slug)),
        "lines": tree(slug, institutions.only("name", "names", "parent", "path", "plugins")) if fact.runs else [],
        "put_aside": suspended_calls().get(slug, []),
        "given_up": Delivery.objects.stuck().filter(plugin=slug).count() if request.user.is_superuser else 0,
    }
    return TemplateResponse(request, "switchboard/admin/plugin.html", context)


def _set(request: SignedInRequest, fact: PluginStatus, institutions: "InstitutionQuerySet") -> HttpResponse:
    button = next((name for name in SWITCHES if name in request.POST), "")
    pk = whole_number(request.POST.get(button), digits=18)
    if pk is None:
        raise Http404
    institution = get_object_or_404(institutions, pk=pk)
    if "sure" not in request.POST and (people := sum(who_need(fact.slug, institution, on=SWITCHES[button]).values())):
        context = {"plugin": fact, "institution": institution, "people": people, "button": button}
        return TemplateResponse(request, "switchboard/admin/sure.html", context)
    switch(plugin=fact.slug, institution=institution, on=SWITCHES[button], by=request.user, now=timezone.now())
    sentences = {
        "on": _("%(plugin)s is on at %(institution)s, and at all below it that has no switch of its own."),
        "off": _(
            "%(plugin)s is off at %(institution)s, and at all below it that has no switch of its own. Work "
            "done there is kept."
        ),
        "above": _("%(plugin)s has no switch of its own at %(institution)s any more: the one above counts."),
    }
    messages.success(request, sentences[button] % {"plugin": fact.name, "institution": institution})
    return redirect("switchboard_plugin", fact.slug)


@require_POST
def take_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Use again what was put aside of this plugin, because it had faults again and again."""
    if not request.user.is_superuser:
        raise PermissionDenied
    breaker.take_up(known(slug).slug)
    log.warning("plugin taken up again by person %s: %s", request.user.pk, slug)
    messages.success(request, _("The suspended parts of this plugin are in use again."))
    return redirect("switchboard_plugin", slug)


@require_POST
def deliver_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the events that this plugin could not be told of another chance."""
    if not request.user.is_superuser:
        raise PermissionDenied
    number = deliveries.try_again(plugin=known(slug).slug, now=timezone.now())
    sentence = ngettext("One event will be delivered again.", "%(number)s events will be delivered again.", number)
    messages.success(request, sentence % {"number": number})
    return redirect("switchboard_plugin", slug)
