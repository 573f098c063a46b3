"""The administrator's people: the list with its search, a new person, and the details of one."""

from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.foundation.interface.parsing import whole_number
from lms.foundation.interface.stale_forms import status_of
from lms.foundation.plugins.pages.office import parts_about

from ...audit.lines import line
from ...audit.models import AuditEntry
from ...audit.services import note_seen
from ...directory.choices import Role
from ...directory.decorators import for_administrators, posted
from ...directory.models import Cohort, User, UserQuerySet
from ...directory.requests import SignedInRequest
from ...identity.factors.stepup import confirmed_lately
from ..bulk.acts import ACTS
from ..records import people_services
from ..records.number_conflicts import NumberTaken, TooMany
from ..records.own_institutions import administered
from ..records.people_search import PeoplePage, PeopleSearch, people_page, search_people
from ..records.people_services import PersonData
from ..transfers import services as transfer_services
from ..transfers.decisions import waiting_for
from . import access_summary
from .forms import NewPersonForm, PeopleFilterForm, PersonForm, RoleForm

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import QueryDict

ENTRIES_ON_THE_PAGE = 10


@for_administrators
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    """Show the people of the institutions that the viewer administers, filtered. Three statements besides the
    session's.
    """
    form, found = filtered(request.user, request.GET)
    number = whole_number(request.GET.get("page"), digits=5) or 1
    shown = PeoplePage([], False) if found is None else people_page(found, number=number)
    params = request.GET.copy()
    params.pop("page", None)
    context = {
        "title": _("People"),
        "form": form,
        "acts": [act for act in ACTS.values() if not act.of_cohorts],
        "shown": shown,
        "number": number,
        "query": params.urlencode(),
        "filtered": (narrowed := any(value for name, value in params.items())),
        "asked_for": 0 if narrowed else waiting_for(request.user).count(),
    }
    return render(request, "people/workspace/people.html", context, status=200 if form.is_valid() else 400)


def filtered(viewer: User, data: "QueryDict") -> tuple[PeopleFilterForm, UserQuerySet | None]:
    """Return the form of the filters in `data`, and the people who match; None where it has an error. Two
    statements.
    """
    institutions = administered(viewer)
    cohorts = Cohort.objects.filter(institution__in=[row.pk for row in institutions]).order_by("name", "pk")
    form = PeopleFilterForm(data, institutions=institutions, cohorts=list(cohorts))
    if not form.is_valid():
        return form, None
    return form, search_people(viewer, cast(PeopleSearch, form.cleaned_data), institutions)


def found_by(viewer: User, data: "QueryDict") -> UserQuerySet | None:
    """Return the people who match the filters in `data`; None where these cannot be read."""
    return filtered(viewer, data)[1]


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Show the form of a new person, and add them; they sign in once they have a password or a card. If a person
    elsewhere has the number, their transfer is asked for.
    """
    initial = {"institution": request.user.institution_id}
    form = NewPersonForm(posted(request), viewer=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        about = form.cleaned_data
        try:
            person = people_services.add(
                institution=about["institution"], about=cast(PersonData, about), by=request.user, now=timezone.now()
            )
        except TooMany as error:
            form.add_error("service_number", str(error))
        except NumberTaken:
            if _asked_for(request, form):
                return redirect("academy:transfers")
        else:
            messages.success(request, _("%(name)s is added.") % {"name": person.name})
            return redirect("academy:person", person.pk)
    return _form(request, form, _("Add a person"), [(_("People"), reverse("academy:people"))])


def _asked_for(request: SignedInRequest, form: NewPersonForm) -> bool:
    """Ask for the transfer of whoever has the number, as on the page of transfers, so that the other side reads of each
    attempt and says nothing. False where the form says that they are one's own.
    """
    try:
        number, to = form.cleaned_data["service_number"], form.cleaned_data["institution"]
        transfer_services.ask(number=number, to=to, by=request.user, now=timezone.now())
    except transfer_services.NotAsked as error:
        form.add_error("service_number", str(error))
        return False
    messages.success(request, transfer_services.ASKED)
    return True


@for_administrators
@require_safe
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show everything that an administrator keeps of one person."""
    shown = theirs(request.user, pk)
    note_seen("person_page_seen", person=shown, by=request.user, now=timezone.now(), request=request)
    return page_of(request, shown, RoleForm(viewer=request.user, initial={"institution": shown.institution_id}))


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct the details of a person."""
    shown = managed(request.user, pk)
    form = PersonForm(posted(request), instance=User.objects.get(pk=pk), viewer=request.user)
    if request.method == "POST" and form.is_valid():
        about = cast(PersonData, form.cleaned_data)
        try:
            people_services.correct(person=shown, about=about, by=request.user, now=timezone.now())
        except NumberTaken as error:
            form.add_error("service_number", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("academy:person", pk)
    return _form(request, form, _("Correct %(name)s") % {"name": shown.name}, trail_to(shown))


def page_of(request: SignedInRequest, shown: User, role_form: RoleForm, **more: object) -> HttpResponse:
    """Show the page of a person, with the form for a role as it stands."""
    institutions = administered(request.user)
    may_change = shown.pk != request.user.pk and User.objects.managed_by(request.user).filter(pk=shown.pk).exists()
    roles, elsewhere = access_summary.roles_of(shown, institutions, may_change=may_change)
    entries = AuditEntry.objects.visible_to(request.user).filter(person=shown).order_by("-at", "-id")
    context = {
        "title": shown.name,
        "person": shown,
        "may_change": may_change,
        "may_give_rights": may_change and may_give_rights(request.user),
        "roles": roles,
        "elsewhere": elsewhere,
        "sees": access_summary.sentences(shown, roles, institutions),
        "role_form": role_form,
        "cohorts": list(Cohort.objects.filter(institution__in=institutions, people=shown).order_by("name", "pk")),
        "lines": [line(entry) for entry in entries.select_related("by", "person", "institution")[:ENTRIES_ON_THE_PAGE]],
        "parts": parts_about(shown, viewer=request.user),
        "may_remove": may_change and people_services.may_remove(shown),
        "trail": trail_to(),
        **more,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if role_form.errors else HTTPStatus.OK
    return render(request, "people/workspace/person.html", context, status=status)


def may_give_rights(viewer: User) -> bool:
    """Return whether `viewer` has rights in the admin that they could give. Costs no query."""
    return "editor" in viewer.duties


def theirs(viewer: User, pk: int) -> User:
    """Return the person `pk` of the institutions that `viewer` administers; 404 for everybody else."""
    people = User.objects.visible_to(viewer, Role.ADMINISTRATOR).select_related("institution")
    return get_object_or_404(people, pk=pk)


def managed(viewer: User, pk: int) -> User:
    """Return the person `pk`, whose account `viewer` may change, never their own; 404 for everybody else."""
    people = User.objects.managed_by(viewer).exclude(pk=viewer.pk).select_related("institution")
    return get_object_or_404(people, pk=pk)


def trail_to(person: User | None = None) -> list[tuple[str, str]]:
    trail = [(_("People"), reverse("academy:people"))]
    return [*trail, (person.name, reverse("academy:person", args=[person.pk]))] if person else trail


def _form(request: SignedInRequest, form: "BaseForm", title: str, trail: list[tuple[str, str]]) -> HttpResponse:
    context = {"title": title, "form": form, "trail": trail, "back": trail[-1][1]}
    return render(request, "people/workspace/form.html", context, status=status_of(form))
