"""The administrator's cohorts: the list, a new one, its name and days, who joins it, and who instructs there."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.foundation.database.folded import with_words
from lms.foundation.interface.parsing import whole_number
from lms.foundation.interface.stale_forms import status_of

from ...directory.choices import Role
from ...directory.decorators import for_administrators, posted
from ...directory.models import Cohort, Membership, User, UserQuerySet
from ...directory.requests import SignedInRequest
from ...identity.factors.stepup import confirmed_lately
from ..records.models import CohortRule
from ..records.own_institutions import administered
from ..records.people_search import search_people
from ..records.people_services import give_role, may_remove
from . import cohort_services as services
from .cohort_forms import CohortForm, FillForm, InstructorForm, NewCohortForm, RuleForm
from .waiting import over

if TYPE_CHECKING:
    from django.forms import BaseForm

ON_A_PAGE = 50
TO_TICK = 20
"""People that are offered at once to be ticked."""
TAKEN = "name"


@for_administrators
@require_safe
def cohorts(request: SignedInRequest) -> HttpResponse:
    """Show the cohorts of the institutions that the viewer administers, those that end last first."""
    rows = Cohort.objects.filter(institution__in=administered(request.user)).select_related("institution")
    states = {"over": over(request.user), "closed": rows.exclude(closed_at=None), "open": rows.filter(closed_at=None)}
    state = request.GET.get("state", "")
    rows = rows.filter(pk__in=states[state].values("pk")) if state in states else rows
    if text := request.GET.get("q", "").strip().replace("\0", "")[:120]:
        rows = with_words(rows, "folded", text)
    counted = rows.annotate(number=Count("members")).order_by("-starts_on", "name", "pk")
    params = request.GET.copy()
    params.pop("page", None)
    context = {
        "title": _("Cohorts"),
        "q": text,
        "state": state,
        "states": [("", _("All")), ("open", _("Open")), ("over", _("Past their last day")), ("closed", _("Closed"))],
        "query": f"{params.urlencode()}&" if params else "",
        "page": Paginator(counted, ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "people/workspace/cohorts.html", context)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Show the form of a new cohort, and add it."""
    initial = {"institution": request.user.institution_id}
    form = NewCohortForm(posted(request), viewer=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            cohort = services.make(by=request.user, **form.cleaned_data)
        except services.NameTaken:
            form.add_error(TAKEN, _("This institution has a cohort of this name already."))
        else:
            messages.success(request, _("Saved."))
            return redirect("academy:cohort", cohort.pk)
    return _form(request, form, _("Open a cohort"), _trail())


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change the name and the days of a cohort."""
    cohort = theirs(request.user, pk)
    initial = {"name": cohort.name, "starts_on": cohort.starts_on, "ends_on": cohort.ends_on}
    form = CohortForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change(cohort=cohort, by=request.user, **form.cleaned_data)
        except services.NameTaken:
            form.add_error(TAKEN, _("This institution has a cohort of this name already."))
        else:
            messages.success(request, _("Saved."))
            return redirect("academy:cohort", pk)
    return _form(request, form, _("Correct %(name)s") % {"name": cohort.name}, _trail(cohort))


@for_administrators
@require_safe
def cohort(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one cohort, with people to tick whose names fit the search."""
    return page(request, theirs(request.user, pk), FillForm(), InstructorForm())


@for_administrators
@require_POST
def fill(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add those who were ticked, and those whose numbers were written; a line that names nobody stays in the form.
    Whoever looks for others first takes along whom they ticked.
    """
    cohort, form = open_one(request.user, pk), FillForm(request.POST)
    if "look" in request.POST:
        query = QueryDict(mutable=True)
        query["q"] = request.POST.get("q", "")[:200]
        query.setlist("person", [str(number) for number in _ticked(request.POST)])
        return redirect(f"{reverse('academy:cohort', args=[pk])}?{query.urlencode()}")
    if not form.is_valid():
        return page(request, cohort, form, InstructorForm())
    ticked = _ticked(request.POST)
    lines = form.cleaned_data["numbers"].splitlines()
    filled = services.fill(cohort=cohort, chosen=ticked, lines=lines, by=request.user, now=timezone.now())
    _say(request, filled)
    if not filled.unknown:
        return redirect("academy:cohort", pk)
    left = FillForm({"numbers": "\n".join(text for _line, text in filled.unknown)})
    sentence = _("Line %(line)s: nobody of this institution has the service number “%(number)s”.")
    for number, text in filled.unknown:
        left.add_error("numbers", sentence % {"line": number, "number": text})
    return page(request, cohort, left, InstructorForm())


@for_administrators
@require_POST
@confirmed_lately
def instructor(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let somebody instruct at the cohort's institution."""
    cohort, form = theirs(request.user, pk), InstructorForm(request.POST)
    if form.is_valid():
        people = User.objects.managed_by(request.user).exclude(pk=request.user.pk)
        person = people.numbered(form.cleaned_data["service_number"].strip()).first()
        if person is not None:
            at, role = cohort.institution, Role.INSTRUCTOR
            give_role(person=person, institution=at, role=role, by=request.user, starts_on=None, ends_on=None)
            messages.success(request, _("Saved."))
            return redirect("academy:cohort", pk)
        form.add_error("service_number", _("Nobody has this service number. Add the person first."))
    return page(request, cohort, FillForm(), form)


def _say(request: SignedInRequest, filled: services.Filled) -> None:
    if filled.joined:
        text = ngettext("%(count)s person added to the cohort", "%(count)s people added to the cohort", filled.joined)
        messages.success(request, text % {"count": filled.joined})
    if filled.here:
        text = ngettext(
            "%(count)s person was in this cohort already.", "%(count)s people were in this cohort already.", filled.here
        )
        messages.info(request, text % {"count": filled.here})
    if filled.oneself:
        messages.warning(request, _("You cannot add yourself to a cohort. Ask a colleague to add you."))


def page(
    request: SignedInRequest,
    cohort: Cohort,
    fill_form: FillForm,
    instructor_form: object,
    rule_form: RuleForm | None = None,
) -> HttpResponse:
    """Show the page of a cohort with its forms, one of which may show errors."""
    rule = CohortRule.objects.filter(cohort=cohort).first()
    rule_form = rule_form or RuleForm(initial=initial_of(rule))
    context = _offered(request, cohort) | {
        "title": cohort.name,
        "cohort": cohort,
        "number": cohort.members.count(),
        "fill_form": fill_form,
        "instructor_form": instructor_form,
        "may_remove": may_remove(cohort),
        "rule": rule,
        "rule_form": rule_form,
        "teachers": _teachers(cohort),
        "trail": _trail(),
    }
    status = _status(fill_form, instructor_form) if status_of(rule_form) == HTTPStatus.OK else status_of(rule_form)
    return render(request, "people/workspace/cohort.html", context, status=status)


def _status(*forms: Any) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if any(form.errors for form in forms) else HTTPStatus.OK


def initial_of(rule: CohortRule | None) -> dict[str, object]:
    """Give the values of the form of the rule."""
    return {"ranks": rule.ranks, "since": rule.since} if rule else {}


def _offered(request: SignedInRequest, cohort: Cohort) -> dict[str, object]:
    """Return the people ticked before, and others who match the search."""
    q, ticked = request.GET.get("q", "").replace("\0", "")[:200], _ticked(request.GET)
    own = [row for row in administered(request.user) if (row.path or "").startswith(cohort.institution.path or "-")]

    def free(q: str) -> UserQuerySet:
        people = search_people(request.user, {"state": "active", "institution": cohort.institution, "q": q}, own)
        return people.exclude(cohort_places__cohort=cohort).exclude(pk=request.user.pk)

    chosen = list(free("").filter(pk__in=ticked)) if ticked else []
    others = list(free(q).exclude(pk__in=[person.pk for person in chosen])[: TO_TICK + 1]) if q else []
    return {"q": q, "chosen": chosen, "others": others, "most": TO_TICK}


def _teachers(cohort: Cohort) -> list[Membership]:
    above = [int(pk) for pk in (cohort.institution.path or "").strip("/").split("/") if pk]
    held = Membership.objects.in_force().filter(institution__in=above, role=Role.INSTRUCTOR)
    return list(held.select_related("user", "institution").order_by("user__name", "pk")[:ON_A_PAGE])


def _ticked(data: QueryDict) -> list[int]:
    """Return the keys of people who were ticked, now or before."""
    return [number for text in data.getlist("person")[:200] if (number := whole_number(text, digits=18))]


def theirs(viewer: User, pk: int) -> Cohort:
    """Return a cohort of an institution that `viewer` administers; 404 for everybody else."""
    return get_object_or_404(Cohort.objects.visible_to(viewer, Role.ADMINISTRATOR).select_related("institution"), pk=pk)


def open_one(viewer: User, pk: int) -> Cohort:
    """Return one of `theirs` that can be changed; 404 for a closed one."""
    cohort = theirs(viewer, pk)
    if cohort.closed_at is not None:
        raise Http404
    return cohort


def _trail(cohort: Cohort | None = None) -> list[tuple[str, str]]:
    trail = [(_("Cohorts"), reverse("academy:cohorts"))]
    return [*trail, (cohort.name, reverse("academy:cohort", args=[cohort.pk]))] if cohort else trail


def _form(request: SignedInRequest, form: "BaseForm", title: str, trail: list[tuple[str, str]]) -> HttpResponse:
    context = {"title": title, "form": form, "trail": trail, "back": trail[-1][1]}
    return render(request, "people/workspace/form.html", context, status=status_of(form))
