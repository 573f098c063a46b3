"""Log of the deliveries to people of an institution, for its administrators."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.foundation.plugins.channel import channels
from lms.foundation.plugins.notice import kinds
from lms.people.audit.services import note
from lms.people.directory.choices import Role
from lms.people.directory.decorators import for_administrators
from lms.people.directory.requests import SignedInRequest

from ..channels.sms import costs
from ..models import Delivery

ON_A_PAGE = 50
OPENED = "notices_log_opened"


@for_administrators
@require_safe
def log(request: SignedInRequest) -> HttpResponse:
    """Show deliveries, the newest first, by state; how many text messages were sent this month."""
    rows = Delivery.objects.visible_to(request.user, Role.ADMINISTRATOR).select_related("notice", "person")
    state = request.GET.get("state", "")
    if state in Delivery.State.values:
        rows = rows.filter(state=state)
    note(OPENED, by=request.user, institution=request.user.institution, now=timezone.now(), state=state[:10])
    page = Paginator(rows.order_by("-made_at", "-pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Notices that were sent"),
        "page": page,
        "lines": [(row, _name(kinds, row.notice.kind), _name(channels, row.channel)) for row in page.object_list],
        "states": Delivery.State.choices,
        "state": state,
        "query": f"state={state}&" if state in Delivery.State.values else "",
        "spent": costs.this_month(request.user, now=timezone.now()),
    }
    return render(request, "notices/log.html", context)


def _name(registry: object, slug: str) -> str:
    """Return the name of `slug` for people, also if its plugin is absent; the slug itself if it is unknown."""
    found = registry.peek(slug)  # type: ignore[attr-defined]  # of either registry
    return str(found.name) if found else slug
