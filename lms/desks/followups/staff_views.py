"""Pages of reporters: answers on use at work, surveys and examples; and the rules of an institution."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.desks.reporting.access import may_report
from lms.foundation.interface.stale_forms import status_of
from lms.people.directory.choices import Role
from lms.people.directory.decorators import for_administrators, posted
from lms.people.directory.institutions import Institution
from lms.people.directory.requests import SignedInRequest
from lms.people.directory.tree import in_order
from lms.people.identity.factors.stepup import confirmed_lately
from lms.switchboard.setting_forms import SettingsForm
from lms.switchboard.setting_values import change, current_values

from . import rules
from .figures import hindrances, own_places, surveys, use_at_work
from .models import Example
from .questions import LATER, SURVEYED

ON_A_PAGE = 20


@require_safe
@login_required
def answers(request: SignedInRequest) -> HttpResponse:
    """Show who was asked, answered, and used a course at work, by sex, course and institution; surveys; examples."""
    if not may_report(request.user):
        raise Http404
    asked = request.GET.get("months", "")
    months = int(asked) if asked in map(str, LATER) else LATER[0]
    lines = use_at_work(request.user, months)
    total = lines[""][0] if lines[""] else None
    parts = [(_("All"), lines[""]), (_("By sex"), lines["sex"]), (_("By course"), lines["course"])]
    examples = Example.objects.filter(institution__in=own_places(request.user)).select_related("inquiry__course")
    page = Paginator(examples.order_by("-at", "pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Use at work"),
        "months": months,
        "choices": LATER,
        "parts": [*parts, (_("By institution"), lines["institution"])] if total else [],
        "hindrances": hindrances(request.user, months, total) if total else [],
        "surveys": [(*one, zip(SURVEYED.values(), means, strict=True)) for *one, means in surveys(request.user)],
        "surveyed": SURVEYED.values(),
        "page": page,
        "examples": [(one, one.inquiry.course.title_in(get_language() or "")) for one in page],
        "query": f"months={months}",
        "may_set": request.user.is_superuser or Role.ADMINISTRATOR in request.user.duties,
    }
    return render(request, "followups/answers.html", context)


@for_administrators
@require_safe
def places(request: SignedInRequest) -> HttpResponse:
    """Show the institutions whose rule the viewer may set."""
    mine = Institution.objects.visible_to(request.user, Role.ADMINISTRATOR)
    rows = [(row, rules.asks(row), rules.confirms(row)) for row, _depth in in_order(mine)]
    trail = [(_("Use at work"), reverse("followups:answers"))]
    return render(request, "followups/places.html", {"title": _("Who is asked?"), "rows": rows, "trail": trail})


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def place(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the rule of one institution; POST sets it."""
    institution = get_object_or_404(Institution.objects.visible_to(request.user, Role.ADMINISTRATOR), pk=pk)
    form = SettingsForm(current_values(rules.PART, institution), institution, posted(request))
    if form.is_valid():
        about = {"plugin": rules.PART, "institution": institution, "by": request.user, "now": timezone.now()}
        change(values=form.changes(), **about)  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return redirect("followups:places")
    trail = [(_("Who is asked?"), reverse("followups:places"))]
    context = {"title": institution.local_name(), "form": form, "trail": trail}
    return render(request, "followups/place.html", context, status=status_of(form))
