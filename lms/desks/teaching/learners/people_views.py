"""People of a cohort, and the page of one of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.foundation.plugins import filters
from lms.foundation.plugins.pages import slots
from lms.learning.progress.access.refusals import refused_learners
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.learning.progress.player.course_records import completed_elsewhere, course_records
from lms.people.administration.records import services
from lms.people.audit.services import note_seen
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User
from lms.people.directory.requests import SignedInRequest
from lms.switchboard.tabs import tabs_of

from ..cohorts.selected_views import writing_to
from ..dates.forms import PeopleForm
from ..standing.audit import SEEN

PEOPLE_ON_A_PAGE = 50
REFUSALS_SAID = 10
"""After so many the rest is left to the page of assigned courses."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the people of the cohort; add people by service number. Numbers that cannot be added stay in the form, with
    their lines.
    """
    cohort = get_object_or_404(Cohort.objects.taught_by(request.user).select_related("institution"), pk=pk)
    form, status = PeopleForm(request.POST or None), 200
    if request.method == "POST":
        problems = _add(request, cohort, form) if form.is_valid() else None
        if problems == []:
            return redirect("teach:people", pk)
        form, status = (_left(problems) if problems else form), 422
    members = cohort.members.select_related("user", "user__institution").order_by("user__name", "pk")
    context = {
        "title": _("People of %(cohort)s") % {"cohort": cohort.name},
        "cohort": cohort,
        "form": form,
        "query": "",
        "trail": [(_("My cohorts"), reverse("teach:cohorts")), (cohort.name, reverse("teach:cohort", args=[pk]))],
        "page": Paginator(members, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "teaching/people.html", context, status=status)


def _add(request: SignedInRequest, cohort: Cohort, form: PeopleForm) -> list[tuple[str, str]]:
    """Add whom the lines name; gives back the lines that name nobody who can be added, each with what is wrong."""
    looked_up = services.look_up(institution=cohort.institution, lines=form.cleaned_data["numbers"].splitlines())
    people = [person for person in looked_up.people if person.pk != request.user.pk]
    joined = services.join(cohort=cohort, people=people, now=timezone.now(), by=request.user)
    here = len(people) - joined
    if joined:
        text = ngettext("%(count)s person added to the cohort", "%(count)s people added to the cohort", joined)
        messages.success(request, text % {"count": joined})
    if here:
        text = ngettext(
            "%(count)s person was in this cohort already.", "%(count)s people were in this cohort already.", here
        )
        messages.info(request, text % {"count": here})
    _warn(request, cohort, {person.pk for person in people})
    return _problems(looked_up, cohort, request.user)


def _problems(looked_up: services.LookUp, cohort: Cohort, viewer: User) -> list[tuple[str, str]]:
    sentence = _("Line %(line)s: nobody of %(institution)s has the service number “%(number)s”.")
    problems = [
        (text, sentence % {"line": line, "institution": cohort.institution.local_name(), "number": text})
        for line, text in looked_up.unknown
    ]
    own = any(person.pk == viewer.pk for person in looked_up.people)
    return (
        [*problems, (viewer.service_number, _("You cannot add yourself to a cohort. Ask a colleague to add you."))]
        if own
        else problems
    )


def _warn(request: HttpRequest, cohort: Cohort, people: Collection[int]) -> None:
    """Say who of `people` a plugin keeps out of what the cohort learns, and why."""
    given: Iterable[Assignment] = (
        Assignment.objects.in_force().filter(cohort=cohort, course__open=True).select_related("course")
        if filters.enrol
        else []
    )
    kept_out = [
        refusal for refusals in refused_learners([(cohort.pk, row.course) for row in given]) for refusal in refusals
    ]
    sentence = _("%(name)s is not enrolled in “%(course)s”: %(why)s")
    for refusal in [refusal for refusal in kept_out if refusal.person.pk in people][:REFUSALS_SAID]:
        title = refusal.course.title_in(get_language())
        messages.warning(request, sentence % {"name": refusal.person.name, "course": title, "why": refusal.why})


def _left(problems: list[tuple[str, str]]) -> PeopleForm:
    """Return the form with the lines that remain to be dealt with, each with what is wrong."""
    left = PeopleForm({"numbers": "\n".join(text for text, _sentence in problems)})
    for _text, sentence in problems:
        left.add_error("numbers", sentence)
    return left


@login_required
@require_POST
def remove(request: SignedInRequest, pk: int, person: int) -> HttpResponse:
    """Take somebody out of the cohort; their enrolments and what they did stay."""
    cohort = get_object_or_404(Cohort.objects.taught_by(request.user), pk=pk)
    member = get_object_or_404(User, cohort_places__cohort=cohort, pk=person)
    services.leave(cohort=cohort, person=member, now=timezone.now(), by=request.user)
    messages.success(
        request, _("%(name)s is no longer in this cohort. Their enrolments and results stay.") % {"name": member.name}
    )
    return redirect("teach:people", pk)


@login_required
@require_GET
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show everything about one learner that the viewer may see, with why each score is what it is."""
    seen = may_see(request, pk)
    person, enrolments = seen.person, seen.enrolments
    shown = Cohort.objects.visible_to(request.user).saying_what_may_change(request.user).filter(people=person)
    cohorts = list(shown.select_related("institution").order_by("name"))
    context = {
        "title": person.name,
        "person": person,
        "tabs": tabs_of(slots.PERSON, seen.institutions),
        "brought": completed_elsewhere(seen.brought, language=get_language()),
        "trail": [(_("My cohorts"), reverse("teach:cohorts"))],
        "accounts": course_records(
            enrolments, language=get_language(), now=timezone.now(), taught=seen.taught_by(request.user)
        ),
        "cohorts": cohorts,
        "writing": _writing(cohorts, person, request.user),
    }
    return render(request, "teaching/person.html", context)


def _writing(cohorts: Iterable[Any], person: User, viewer: User) -> str:
    """Return the address at which one of the instructors of `person` writes to them, by one of their cohorts."""
    taught = (cohort for cohort in cohorts if cohort.may_change and cohort.closed_at is None)
    there = next(filter(None, map(writing_to, taught)), "") if person.pk != viewer.pk else ""
    return f"{there}?person={person.pk}" if there else ""


@dataclass(frozen=True)
class VisiblePerson:
    """A person, with what a viewer may see of their enrolments."""

    person: User
    enrolments: list[Enrolment]
    brought: list[Enrolment]

    def taught_by(self, viewer: User) -> set[int]:
        """Return the ids of those enrolments of the person whose attempts `viewer`, who was asked for, may open; never
        one’s own.
        """
        own = self.person.pk == viewer.pk
        return set() if own else {row.pk for row in self.enrolments if row.taught}  # type: ignore[attr-defined]  # annotated

    @property
    def institutions(self) -> list[Institution]:
        """The institutions where the person learns, as far as the viewer sees them; for a person without an enrolment,
        the one where they serve.
        """
        institutions = {row.institution_id: row.institution for row in self.enrolments}
        own = [self.person.institution] if self.person.institution and not institutions else []
        return [*own, *institutions.values()]


def may_see(request: SignedInRequest, pk: int) -> VisiblePerson:
    """Return the person, for those who may open their page, which is noted; 404 for everybody else."""
    person = get_object_or_404(User.objects.select_related("institution"), pk=pk)
    enrolments, brought = _read(person, request.user)
    if not enrolments and not User.objects.visible_to(request.user).filter(pk=pk).exists():
        raise Http404
    note_seen(SEEN, person=person, by=request.user, now=timezone.now(), request=request)
    return VisiblePerson(person, enrolments, brought)


def _read(person: User, viewer: User) -> tuple[list[Enrolment], list[Enrolment]]:
    """Return the person’s enrolments that `viewer` may see, last seen first, each saying whether they teach it
    (`taught`), and those that the person completed elsewhere before. One statement.
    """
    own = Enrolment.objects.visible_to(viewer).filter(learner=person)
    brought = Enrolment.objects.brought_to(viewer).filter(learner=person)
    taught = Exists(Institution.objects.visible_to(viewer, *TEACHING_ROLES).filter(pk=OuterRef("institution")))
    both = [
        rows.select_related("course", "institution", "assignment__cohort").annotate(here=Value(here), taught=taught)
        for rows, here in ((own, True), (brought, False))
    ]
    rows: list[Any] = sorted(both[0].union(both[1], all=True), key=lambda row: row.pk, reverse=True)
    seen = sorted((row for row in rows if row.here and row.seen_at), key=lambda row: row.seen_at, reverse=True)
    return [*seen, *(row for row in rows if row.here and not row.seen_at)], [row for row in rows if not row.here]
