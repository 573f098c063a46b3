"""Every POST in the admin is one transaction, after which the editor is told what it released, and what waits."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _
from wagtail.admin import messages as admin_messages

from ..access.middleware import UnderTheAdmin


class AdminTransaction(UnderTheAdmin):
    """Middleware that rolls a POST under the admin back where it ends in a fault, so that nothing is half published.

    Stands inside the messages' own.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not request.path.startswith(self.prefix):
            return self.get_response(request)
        from ..publishing.signals import noting

        now = timezone.now()
        with noting() as keys, transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        if keys and response.status_code < 500:
            tell(request, keys, since=now)
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Show a page whose plugin is not installed can neither be edited nor shown: say so instead of failing."""
        if not request.path.startswith(self.prefix) or not request.user.has_perm("wagtailadmin.access_admin"):
            return None
        from ..unplugged.pages import refuse

        return refuse(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show the same for what turns out only on the way, such as one page of a tree that is copied or translated.

        Raises `BadRequest` for a form without a field that a view of Wagtail takes to be there, which would be a fault.
        """
        from ..unplugged.pages import PluginMissing, answer_for

        if not request.path.startswith(self.prefix) or not isinstance(
            exception, PluginMissing | MultiValueDictKeyError
        ):
            return None
        answer = answer_for(request, exception.page) if isinstance(exception, PluginMissing) else None
        if connection.in_atomic_block:
            transaction.set_rollback(True)
        if answer is None:
            raise BadRequest("A field is missing.") from exception
        return answer


def tell(request: HttpRequest, keys: Collection[UUID], *, since: datetime) -> None:
    """Tell which releases of these courses were made since then, and which wait for a person to release them."""
    from ..catalogue.models import Release, StaleCourse

    for release in Release.objects.filter(course__in=keys, made_at__gte=since).select_related("course").order_by("pk"):
        messages.success(
            request,
            _("Release %(number)s of “%(course)s” made.") % {"number": release.number, "course": release.course},
        )
    for stale in StaleCourse.objects.filter(course_key__in=keys):
        _tell_waiting(request, stale)


def _tell_waiting(request: HttpRequest, stale: Any) -> None:
    from ..publishing.services import source_page
    from .release.views import address_of

    page = source_page(stale.course_key)
    sentence = _("“%(course)s” has changes that wait for release: learners do not see them yet.")
    if stale.problem:
        sentence = _("“%(course)s” cannot be released: %(problem)s")
    texts = {"course": page.get_admin_display_title() if page else "", "problem": stale.problem}
    button = admin_messages.button(address_of(stale.course_key), _("See what a release changes"))
    admin_messages.warning(request, sentence % texts, buttons=[button])
