"""Page with the form that decides whether an institution issues certificates."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lms.foundation.interface.stale_forms import StaleCheckForm

from ...audit.services import note
from ...directory.decorators import for_administrators, posted
from ...directory.inherited_settings import recompute_inherited
from ...directory.institutions import Institution
from ...directory.models import User
from ...directory.reach import NotTheirs, administers
from ...directory.requests import SignedInRequest
from ...directory.tree import hold_the_trees
from ...identity.factors.stepup import confirmed_lately
from ..institutions.views import form_page
from ..records.own_institutions import administered_or_404

# Setting that decides whether an institution issues certificates, for itself and for institutions below it without a
# setting of their own.


@transaction.atomic
def set_issuing(*, institution: Institution, issues: bool | None, issuer: str, by: User, now: datetime) -> Institution:
    """Let `institution` issue certificates or not; with None as the institution above does. Where it does not, the
    nearest above that is marked as issuing does, and where none is, people read that `issuer` does. What is issued
    stays. The same again changes nothing. Raises `NotTheirs`.
    """
    if not administers(by, institution):
        raise NotTheirs
    hold_the_trees()
    said = (issues, (issuer.strip()[:200] or None) if issues is False else None)
    held = Institution.objects.get(pk=institution.pk)
    if (held.own_issues, held.own_issuer) == said:
        return held
    Institution.objects.filter(pk=held.pk).update(own_issues=said[0], own_issuer=said[1])
    note("issuing_set", by=by, institution=held, now=now, issues=issues)
    recompute_inherited(held)
    held.refresh_from_db()
    return held


ANSWERS = {"above": None, "yes": True, "no": False}


class IssuingForm(StaleCheckForm):
    """Form that decides whether an institution issues certificates, and names another issuer if it does not."""

    issues = forms.ChoiceField(label=gettext_lazy("Certificates"), widget=forms.RadioSelect)
    issuer = forms.CharField(
        label=gettext_lazy("Institution that issues them instead"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Learners who complete a course read it."),
    )

    def __init__(self, *args: object, institution: Institution, **kwargs: object) -> None:
        above = institution.parent
        said = {None: "above" if above else "yes", True: "yes", False: "no"}
        now = {"issues": said[institution.own_issues], "issuer": institution.own_issuer or ""}
        super().__init__(*args, initial=now, **kwargs)
        issued, not_issued = _("As %(institution)s: issued"), _("As %(institution)s: not issued")
        same = ""
        if above:
            same = (not_issued if above.issues is False else issued) % {"institution": above.local_name()}
        self.issuing_above = above.issuing if above else None
        no = _("Not issued here, nor below")
        if self.issuing_above:
            name = Institution.objects.get(pk=self.issuing_above).local_name()
            no = _("Not issued here: %(institution)s issues them") % {"institution": name}
        choices = [("yes", _("Issued here, and below")), ("no", no)]
        self.fields["issues"].choices = [("above", same), *choices] if above else choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("issues") == "no" and not cleaned.get("issuer") and not self.issuing_above:
            self.add_error("issuer", _("Say who issues them, so that people know whom to ask."))
        return cleaned


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def issuing(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say whether the institution issues certificates."""
    shown = administered_or_404(request.user, pk)
    form = IssuingForm(posted(request), institution=shown)
    if request.method == "POST" and form.is_valid():
        issues, issuer = ANSWERS[form.cleaned_data["issues"]], form.cleaned_data["issuer"]
        set_issuing(institution=shown, issues=issues, issuer=issuer, by=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("academy:place", pk)
    explanation = _(
        "Certificates that are issued stay valid. People who complete a course while none are issued get "
        "theirs once they are issued again."
    )
    return form_page(
        request, form, _("Certificates of %(name)s") % {"name": shown.name}, shown, explanation=explanation
    )
