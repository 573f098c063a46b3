"""Page on which an administrator says by what courses are part of regular training."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.foundation.interface.stale_forms import status_of
from lms.people.directory.choices import Role
from lms.people.directory.decorators import for_administrators, posted
from lms.people.directory.institutions import Institution
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately
from lms.switchboard.setting_forms import SettingsForm
from lms.switchboard.setting_values import change, current_values

from .regular_training import PART, RegularTraining


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def regular(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the syllabus or order of one institution; POST sets it."""
    institution = get_object_or_404(Institution.objects.visible_to(request.user, Role.ADMINISTRATOR), pk=pk)
    form = SettingsForm(current_values(PART, institution), institution, posted(request))
    report = reverse("reports:more", args=[RegularTraining.slug])
    if form.is_valid():
        values, now = form.changes(), timezone.now()
        change(plugin=PART, institution=institution, values=values, by=request.user, now=now)
        messages.success(request, _("Saved."))
        return redirect(report)
    trail = [(RegularTraining.name, report)]
    context = {"title": institution.local_name(), "form": form, "trail": trail}
    return render(request, "dashboards/regular.html", context, status=status_of(form))
