"""Taking back what was assigned, from all or from chosen people: what it would do, and doing it."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.models import Course
from lms.foundation.interface.parsing import whole_number
from lms.learning.progress.enrolments import exemption_services, withdrawal_services
from lms.learning.progress.models import Enrolment
from lms.people.administration.records.people_search import of_words
from lms.people.directory.models import User
from lms.people.directory.requests import SignedInRequest

from ..standing.renewal import renew_people
from .chosen import MOST, ChosenPeople
from .dates_views import about, assignment_of, back


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how many enrolments are taken back and how many stay (GET); withdraw the assignment (POST)."""
    assignment = assignment_of(request, pk, withdrawn=request.method == "POST")
    if request.method == "POST":
        withdrawal_services.withdraw(assignment=assignment, by=request.user, now=timezone.now())
        messages.success(request, _("Withdrawn. All work is kept, and the learners are told."))
        return redirect(back(assignment))
    context = {
        **about(assignment, _("Withdraw the assignment")),
        "undone": withdrawal_services.preview_withdrawal(assignment),
        "back": back(assignment),
    }
    return render(request, "teaching/withdraw.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_from_people(request: SignedInRequest) -> HttpResponse:
    """Show what withdrawing a course from chosen people does to each (GET), and do it for who is ticked (POST)."""
    chosen, problem = ChosenPeople.of(request), ""
    courses = {str(row.course_id): row.course for row in chosen.rows}
    course = courses.get(chosen.course) or (next(iter(courses.values())) if len(courses) == 1 else None)
    rows = _rows(request, chosen, course)
    if request.method == "POST":
        ticked = {whole_number(text) for text in request.POST.getlist("who")}
        people = [row.learner for row in rows if row.learner_id in ticked]
        if people and course is not None:
            _withdraw(request, people, course)
            return redirect(chosen.back)
        problem = _("Choose at least one person.")
    language = get_language() or "en"
    context = _search(request, rows) | {
        "title": _("Withdraw a course"),
        "trail": chosen.trail,
        "chosen": chosen,
        "course": course.title_in(language) if course else "",
        "courses": [(_with(request, key), one.title_in(language)) for key, one in courses.items()],
        "untouched": set(_untouched(rows)),
        "problems": [("who", problem)] if problem else [],
    }
    return render(request, "teaching/withdraw_people.html", context, status=422 if problem else 200)


def _search(request: SignedInRequest, rows: list[Enrolment]) -> dict[str, object]:
    """Return the people listed, and what the form needs that finds others."""
    kept = [(name, value) for name in ("cohort", "course", "person") for value in request.GET.getlist(name)]
    return {"rows": rows, "is_more": len(rows) == MOST, "sought": _sought(request), "kept": kept}


def _sought(request: SignedInRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())


def _with(request: SignedInRequest, course: str) -> str:
    """Return the query of the same page for one course."""
    asked = request.GET.copy()
    asked["course"] = course
    return asked.urlencode()


def _rows(request: SignedInRequest, chosen: ChosenPeople, course: Course | None) -> list[Enrolment]:
    """Return at most `MOST` enrolments, of people whose names or numbers hold what the address seeks."""
    if course is None:
        return []
    people = {row.learner_id for row in chosen.rows}
    rows = exemption_services.enrolments_to_withdraw(request.user, people, course)
    if sought := _sought(request):
        rows = of_words(rows, sought, person="learner")
    return list(rows.select_related("learner").order_by("learner__name", "pk")[:MOST])


def _untouched(rows: list[Enrolment]) -> Iterable[int]:
    return Enrolment.objects.filter(pk__in=[row.pk for row in rows]).untouched().values_list("pk", flat=True)


def _withdraw(request: SignedInRequest, people: list[User], course: Course) -> None:
    now = timezone.now()
    number = exemption_services.withdraw_from(people=people, course=course, by=request.user, now=now)
    renew_people({person.pk for person in people}, now=now)
    said = ngettext(
        "Withdrawn from %(count)s person. All work is kept, and the learner is told.",
        "Withdrawn from %(count)s people. All work is kept, and the learners are told.",
        number,
    )
    messages.success(request, said % {"count": number})
