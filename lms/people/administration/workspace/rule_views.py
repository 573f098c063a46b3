"""Filling a cohort by a rule, and by hand again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ...directory.decorators import for_administrators
from ...directory.requests import SignedInRequest
from ..records.models import CohortRule
from . import cohort_rules
from .cohort_forms import FillForm, InstructorForm, RuleForm
from .cohort_views import initial_of, open_one, page, theirs


@for_administrators
@require_POST
def set_rule(request: SignedInRequest, pk: int) -> HttpResponse:
    """Fill the cohort by a rule, now and each hour."""
    cohort = open_one(request.user, pk)
    form = RuleForm(request.POST, initial=initial_of(CohortRule.objects.filter(cohort=cohort).first()))
    if not form.is_valid():
        return page(request, cohort, FillForm(), InstructorForm(), form)
    cohort_rules.set_rule(cohort=cohort, by=request.user, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("academy:cohort", pk)


@for_administrators
@require_POST
def end_rule(request: SignedInRequest, pk: int) -> HttpResponse:
    """Fill it by hand again."""
    if cohort_rules.end_rule(cohort=theirs(request.user, pk), by=request.user, now=timezone.now()):
        messages.success(request, _("The rule was removed. People in the cohort stay."))
    return redirect("academy:cohort", pk)
