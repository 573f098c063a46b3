"""Views of the rules on when people of a cohort need attention, and who may change them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.foundation.interface.stale_forms import status_of
from lms.people.directory.choices import Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort
from lms.people.directory.requests import SignedInRequest

from ..dates.forms import AttentionForm
from ..models import AttentionRule
from ..standing.attention_rules import drop_rule, set_rule
from ..standing.renewal import renew
from ..standing.statements import visible_cohorts
from ..standing.thresholds import Thresholds
from .reason_texts import in_words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attention(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the rules of one cohort: for it alone, or by an administrator for all cohorts of its institution."""
    cohort = visible_cohorts(request.user).filter(pk=pk, may_change=True).first()
    if cohort is None:
        raise Http404
    whole = Institution.objects.visible_to(request.user, Role.ADMINISTRATOR).filter(pk=cohort.institution_id).exists()
    rule = Thresholds.of(cohort)
    posted = request.POST if request.method == "POST" else None
    form = AttentionForm(posted, rule=rule, institution=cohort.institution if whole else None)
    if request.method == "POST" and _changed(request, cohort, form, whole=whole):
        return redirect("teach:attention", pk)
    context = {
        "title": _("People who need attention in %(cohort)s") % {"cohort": cohort.name},
        "trail": [(_("My cohorts"), reverse("teach:cohorts")), (cohort.name, reverse("teach:cohort", args=[pk]))],
        "form": form,
        "meanings": in_words(rule),
        "own": AttentionRule.objects.filter(cohort=pk).exists(),
        "of_institution": whole and AttentionRule.objects.filter(institution=cohort.institution_id).exists(),
        "institution": cohort.institution,
    }
    return render(request, "teaching/attention.html", context, status=status_of(form))


def _changed(request: SignedInRequest, cohort: Cohort, form: AttentionForm, *, whole: bool) -> bool:
    """Change the rule as the form asks, and return whether that was done. If not, the form shows what is wrong."""
    now, wish = timezone.now(), request.POST.get("do", "")
    if wish == "drop":
        drop_rule(of=cohort, by=request.user, now=now)
    elif wish == "drop-all" and whole:
        drop_rule(of=cohort.institution, by=request.user, now=now)
    elif form.is_valid():
        of = cohort.institution if form.cleaned_data.get("whose") == "institution" else cohort
        set_rule(of=of, rule=form.rule, by=request.user, now=now)
    else:
        return False
    renew(visible_cohorts(request.user).get(pk=cohort.pk), now=now)
    messages.success(request, _("Saved. The page of the cohort follows at once."))
    return True
