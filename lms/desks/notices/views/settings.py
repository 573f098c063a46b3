"""Settings of an institution’s text messages, for its administrators: the gateway and the monthly limit."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lms.foundation.interface.stale_forms import status_of
from lms.people.directory.choices import Role
from lms.people.directory.decorators import for_administrators, posted
from lms.people.directory.institutions import Institution
from lms.people.directory.requests import SignedInRequest
from lms.people.directory.tree import in_order
from lms.people.identity.factors.stepup import confirmed_lately
from lms.switchboard.setting_values import change, current_values, values_for_each

from ..channels.sms import gateway_settings
from ..channels.sms.forms import TextMessageForm
from ..channels.sms.presets import PRESETS
from .preferences import ask_for_test


@for_administrators
@require_safe
def text_messages(request: SignedInRequest) -> HttpResponse:
    """Show the institutions that one administers, and how many text messages each may send in a month."""
    mine = Institution.objects.visible_to(request.user, Role.ADMINISTRATOR)
    places = [row for row, _depth in in_order(mine)]
    said = values_for_each(gateway_settings.PART, places)
    rows = [(row, gateway_settings.monthly_limit_in(said[row.pk])) for row in places]
    trail = [(_("Notices that were sent"), reverse("notices:log"))]
    context = {"title": _("Text messages"), "rows": rows, "trail": trail}
    return render(request, "notices/text_messages.html", context)


@for_administrators
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def text_messages_of(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show sender, bounds and gateway of one institution; POST sets them."""
    rows = Institution.objects.visible_to(request.user, Role.ADMINISTRATOR)
    institution = get_object_or_404(rows, pk=pk)
    form = TextMessageForm(current_values(gateway_settings.PART, institution), institution, posted(request))
    preset = request.GET.get("preset", "")
    if preset in PRESETS and not form.is_bound:
        form.initial = {**form.initial, **PRESETS[preset][1]}  # after the form has kept what it was made from
    if form.is_valid():
        values, now = form.changes(), timezone.now()
        change(plugin=gateway_settings.PART, institution=institution, values=values, by=request.user, now=now)
        messages.success(request, _("Saved."))
        if "test" in request.POST:
            ask_for_test(request)
            return redirect("notices:text-messages-of", pk)
        return redirect("notices:text-messages")
    trail = [(_("Text messages"), reverse("notices:text-messages"))]
    context = {"title": institution.local_name(), "form": form, "trail": trail, "preset": preset}
    context["presets"] = [(slug, name) for slug, (name, _values) in PRESETS.items()]
    context["may_test"] = bool(request.user.phone) and _is_ones_own(request, institution)
    return render(request, "notices/text_messages_of.html", context, status=status_of(form))


def _is_ones_own(request: SignedInRequest, institution: Institution) -> bool:
    """Return whether a message to the viewer leaves as `institution` says."""
    own = request.user.institution
    return own is not None and (own.path or "").startswith(institution.path or "-")
