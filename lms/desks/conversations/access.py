"""Access to conversations: which people may open one, and on which side of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404

from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort
from lms.people.directory.requests import SignedInRequest

from .models import Report, Thread

if TYPE_CHECKING:
    from lms.people.directory.models import User

    from .models import ReportQuerySet

AROUND = ("institution", "cohort", "learner", "course", "activity")


@dataclass(frozen=True)
class Side:
    """A conversation as somebody opens it: as its `learner`, or as one of the instructors."""

    thread: Thread
    learner: bool


def side_of(request: SignedInRequest, pk: int) -> Side:
    """Return the conversation, on the side on which the person is; 404 for everybody else."""
    own = Thread.objects.of(request.user).select_related(*AROUND).filter(pk=pk).first()
    if own is not None:
        return Side(own, learner=True)
    rows = Thread.objects.answered_by(instructor(request)).select_related(*AROUND)
    return Side(get_object_or_404(rows, pk=pk), learner=False)


def instructor(request: SignedInRequest) -> "User":
    """Return the signed-in person. Raises `Http404` for a person who teaches nobody."""
    if not (request.user.is_superuser or Role.INSTRUCTOR in request.user.duties):
        raise Http404
    return request.user


def cohort_of(request: SignedInRequest, pk: int) -> Cohort:
    """Return a cohort to whose people the person may write."""
    rows = Cohort.objects.visible_to(instructor(request), Role.INSTRUCTOR).select_related("institution")
    return get_object_or_404(rows, pk=pk)


def reports_to(request: SignedInRequest) -> "ReportQuerySet":
    """Return the reports that the person looks at, as administrator; 404 for others."""
    if not (request.user.is_superuser or Role.ADMINISTRATOR in request.user.duties):
        raise Http404
    around = (f"thread__{name}" for name in AROUND)
    return Report.objects.visible_to(request.user).select_related("by", "handled_by", *around)
