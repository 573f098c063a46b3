"""For a board at the gate of an academy, which nobody signs in at: how many interviews were practised there."""

from django.db.models import Sum
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lms.foundation.plugins.institution_settings import settings_for
from lms.foundation.plugins.runtime.activation import is_on
from lms.people.directory.institutions import Institution

from .models import Log

LARGEST = 2**63 - 1


@require_safe
@cache_control(private=True, max_age=60)
def practised(request: HttpRequest, pk: int) -> JsonResponse:
    """The number, for whoever shows the token that the institution set; for anybody else there is nothing here."""
    institution = Institution.objects.filter(pk=pk).first() if pk <= LARGEST else None
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if institution is None or not is_on("fieldnotes", institution):
        raise Http404
    if not settings_for("fieldnotes", institution)["board_token"].matches(token):
        raise Http404
    logs = Log.objects.filter(attempt__enrolment__institution=institution)
    return JsonResponse({"interviews": logs.aggregate(number=Sum("interviews"))["number"] or 0})
