"""The page in Wagtail's admin on which a plugin's settings are set at an institution."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from lms.foundation.interface.stale_forms import status_of
from lms.foundation.plugins.institution_settings import declared_by
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from .admin import institutions_of, known
from .setting_forms import SettingsForm
from .setting_values import change, current_values


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def settings(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show the settings of the plugin at one institution; POST saves them. For people who may switch plugins there."""
    institutions, fact = institutions_of(request), known(slug)
    if not fact.runs or not declared_by(slug):
        raise Http404
    institution = get_object_or_404(institutions, pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = SettingsForm(current_values(slug, institution), institution, sent)
    if form.is_valid():
        change(plugin=slug, institution=institution, values=form.changes(), by=request.user, now=timezone.now())
        words = {"plugin": fact.name, "institution": institution}
        messages.success(request, _("The settings of %(plugin)s at %(institution)s are saved.") % words)
        return redirect("switchboard_plugin", slug)
    context = {"plugin": fact, "institution": institution, "form": form}
    return TemplateResponse(request, "switchboard/admin/settings.html", context, status=status_of(form))
