"""Page in Wagtail's admin for what a course asks when it is completed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from courses.pages.permissions import published_course
from lms.foundation.interface.stale_forms import status_of
from lms.people.directory.requests import SignedInRequest

from . import services
from .forms import RuleForm
from .models import Rule

SET = "followups.rule"


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: SignedInRequest, course: UUID) -> HttpResponse:
    """Show and set what the course asks those who complete it."""
    page, row = published_course(course, request.user)
    held = Rule.objects.filter(course=row).first()
    initial = {"followups": bool(held and held.followups), "survey": bool(held and held.survey)}
    form = RuleForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        services.set_rule(course=row, by=request.user, now=timezone.now(), **form.cleaned_data)
        log(instance=page, action=SET, user=request.user, data=form.cleaned_data)
        messages.success(request, _("Saved. It applies to learners who complete the course from now on."))
        return redirect("followups_rule", course)
    context = {"page": page, "form": form, "title": _("Questions after “%(course)s”") % {"course": page.title}}
    return TemplateResponse(request, "followups/admin/rule.html", context, status=status_of(form))
