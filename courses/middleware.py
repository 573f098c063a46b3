"""Every POST in the admin is one transaction, after which the editor is told what it released."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.exceptions import PageClassNotFoundError
from wagtail.models import Page


class AdminTransaction:
    """Rolls a POST under the admin back where it ends in a fault, so that nothing is half published. Stands inside the messages' own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    @cached_property
    def prefix(self) -> str:
        return reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not request.path.startswith(self.prefix):
            return self.get_response(request)
        from .signals import noting

        now = timezone.now()
        with noting() as keys, transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        if keys and response.status_code < 500:
            tell(request, keys, since=now)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page whose plugin is absent cannot be edited: say so instead of failing."""
        if not isinstance(exception, PageClassNotFoundError):
            return None
        from .records import say_unplugged

        match = request.resolver_match
        page = Page.objects.filter(pk=match.kwargs.get("page_id", 0) if match else 0).first()
        if page is None:
            return None
        say_unplugged(request, page)
        return redirect("wagtailadmin_explore", page.get_parent().pk)


def tell(request: HttpRequest, keys: Collection[UUID], *, since: datetime) -> None:
    """Which releases of these courses were made since then, and why others were not."""
    from .catalogue import Release, StaleCourse

    for release in Release.objects.filter(course__in=keys, made_at__gte=since).select_related("course").order_by("pk"):
        messages.success(request, _("Release %(number)s of “%(course)s” made.") % {"number": release.number, "course": release.course})
    for stale in StaleCourse.objects.filter(course_key__in=keys).exclude(problem=""):
        messages.warning(request, _("Not released: %(problem)s") % {"problem": stale.problem})
