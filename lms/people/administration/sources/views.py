"""The administrator's pages of sources of people: set one up, read it now, remove it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.foundation.interface.stale_forms import status_of
from lms.foundation.plugins.people_sources.source import PeopleSource, people_sources

from ...directory.choices import Role
from ...directory.decorators import for_administrators, posted
from ...directory.institutions import Institution
from ...directory.requests import SignedInRequest
from ...directory.tree import in_order
from ...identity.factors.stepup import confirmed_lately
from ..roster.source_setup import SourceSetup
from . import reading, services
from .forms import SourceForm


@for_administrators
@require_safe
def sources(request: SignedInRequest) -> HttpResponse:
    """Show the institutions that one administers, and which source of each is set up."""
    mine = Institution.objects.visible_to(request.user, Role.ADMINISTRATOR)
    there = {(one.institution_id, one.source): one for one in SourceSetup.objects.filter(institution__in=mine)}
    rows = [
        (row, depth, source, there.get((row.pk, source.slug)))
        for row, depth in in_order(mine)
        for source in people_sources.on_at(row)
        if source.fields
    ]
    return render(request, "people/sources/sources.html", {"title": _("Sources of people"), "rows": rows})


@for_administrators
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def set_up(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """Show the form of one source of an institution, and save it."""
    institution, source, setup = _theirs(request, pk, slug)
    form = SourceForm(posted(request), source=source, setup=setup)
    if form.is_valid():
        try:
            services.set_up(institution=institution, source=source, by=request.user, now=timezone.now(), **form.about)
        except services.SecretMissing:
            form.add_error(form.first_secret, _("The address is another one: enter the secret that belongs to it."))
        else:
            messages.success(request, _("Saved."))
            return redirect("academy:source", pk, slug)
    context = {
        "title": f"{source.name}: {institution.local_name()}",
        "trail": [(_("Sources of people"), reverse("academy:sources"))],
        "form": form,
        "institution": institution,
        "source": source,
        "setup": setup,
    }
    return render(request, "people/sources/set_up.html", context, status=status_of(form))


@for_administrators
@require_POST
@confirmed_lately
def read(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """Read a list from the source in the background, and show it."""
    _institution, _source, setup = _theirs(request, pk, slug)
    if setup is None:
        raise Http404
    return redirect("academy:list", reading.begin(setup=setup, by=request.user, now=timezone.now()).pk)


@for_administrators
@require_POST
@confirmed_lately
def remove(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """Remove what is set up. Lists that were read stay."""
    institution, source, _setup = _theirs(request, pk, slug)
    if services.remove(institution=institution, source=source.slug, by=request.user, now=timezone.now()):
        messages.success(request, _("The source is removed. Lists that were read from it stay."))
    return redirect("academy:sources")


def _theirs(request: SignedInRequest, pk: int, slug: str) -> tuple[Institution, PeopleSource, SourceSetup | None]:
    institution = get_object_or_404(Institution.objects.visible_to(request.user, Role.ADMINISTRATOR), pk=pk)
    source = people_sources.find(slug, at=institution)
    if source is None or not source.fields:
        raise Http404
    setups = SourceSetup.objects.select_related("institution")
    return institution, source, setups.filter(institution=institution, source=slug).first()
