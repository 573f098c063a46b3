"""Page in Wagtail's admin for the days after which a course comes back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from courses.models import Course
from courses.pages.permissions import published_course
from lms.foundation.interface.stale_forms import status_of
from lms.people.directory.requests import SignedInRequest

from . import services
from .forms import ScheduleForm

SCHEDULED = "refreshers.schedule"


@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: SignedInRequest, course: UUID) -> HttpResponse:
    """Show and set after which days questions of the course come back to who completed it."""
    page, row = published_course(course, request.user)
    form = ScheduleForm(request.POST if request.method == "POST" else None, initial={"days": _text(row)})
    if form.is_valid():
        days = form.cleaned_data["days"]
        services.schedule(course=row, days=days, by=request.user, now=timezone.now())
        log(instance=page, action=SCHEDULED, user=request.user, data={"days": days})
        messages.success(request, _("Saved. It applies to learners who complete the course from now on."))
        return redirect("refreshers_schedule", course)
    context = {"page": page, "form": form, "title": _("Refreshers of “%(course)s”") % {"course": page.title}}
    return TemplateResponse(request, "refreshers/admin/schedule.html", context, status=status_of(form))


def _text(course: Course) -> str:
    return ", ".join(str(one) for one in services.days_of(course))
