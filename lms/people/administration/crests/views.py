"""The crest of an institution: the page with its form, and the picture itself."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.foundation.interface.cache_headers import privately_cached
from lms.foundation.interface.pictures import NoPicture, image_response

from ...directory.decorators import for_administrators
from ...directory.institutions import Institution
from ...directory.requests import SignedInRequest
from ..records.own_institutions import administered_or_404
from . import png_conversion, services
from .models import Crest

A_YEAR = 365 * 24 * 3600


class CrestForm(forms.Form):
    """A picture, and what is to be seen on it."""

    file = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        help_text=gettext_lazy("PNG or JPEG, up to 2 MB, best on a transparent ground. No SVG: save it as PNG."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
    )
    alt = forms.CharField(
        label=gettext_lazy("Description of the picture"),
        max_length=200,
        help_text=gettext_lazy("For people who do not see it, such as “A shield with a mountain”."),
    )

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"alt": institution.own_crest_alt or ""}
        self.fields["file"].required = not institution.own_crest


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def crest(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the institution a crest, or another one."""
    shown = administered_or_404(request.user, pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CrestForm(*sent, institution=shown)
    if sent and form.is_valid() and _given(request, shown, form):
        messages.success(request, _("Saved."))
        return redirect("academy:place", pk)
    name = shown.local_name()
    trail = [(_("Institution"), reverse("academy:institution")), (name, reverse("academy:place", args=[pk]))]
    title = _("Crest of %(name)s") % {"name": name}
    context = {"title": title, "form": form, "trail": trail, "back": trail[-1][1], "place": shown}
    return render(request, "people/crests/crest.html", context, status=422 if form.errors else 200)


def _given(request: SignedInRequest, shown: Institution, form: CrestForm) -> bool:
    """Store the crest and return True; False if the form has an error about the file, which it then shows."""
    file, alt = form.cleaned_data["file"], form.cleaned_data["alt"]
    try:
        data = file.read(png_conversion.MOST_BYTES + 1) if file else None
        services.give(institution=shown, data=data, alt=alt, by=request.user, now=timezone.now())
    except NoPicture as error:
        form.add_error("file", str(error))
        return False
    return True


@for_administrators
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove the crest of an institution: the crest of the institution above counts again, or none."""
    services.take_away(institution=administered_or_404(request.user, pk), by=request.user, now=timezone.now())
    messages.success(request, _("The crest is removed."))
    return redirect("academy:place", pk)


@require_safe
def picture(request: object, digest: str) -> HttpResponse:
    """Return the picture to everybody who has its address: a crest is there to be seen, and its address names nothing
    else.
    """
    row = Crest.objects.filter(digest=digest).first()
    if row is None:
        raise Http404
    response = image_response(bytes(row.data), "image/png")
    privately_cached(response, seconds=A_YEAR, for_ever=True)
    return response
