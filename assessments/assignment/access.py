"""Access to attempts at hand-ins and their files, for learners and for those who teach them."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.quiz.desk.queue import attempts_of
from assessments.quiz.desk.views import must_teach
from lms.learning.progress.models import Attempt
from lms.people.directory.institutions import Institution
from lms.people.directory.requests import SignedInRequest

from .activity import HandIn, files_in
from .models import HandedFile, Upload
from .notes import are_released, attachments

PLUGIN = "assignment"
AROUND = ("enrolment__learner", "enrolment__course", "enrolment__institution", "activity")


def own_attempt(request: SignedInRequest, pk: int) -> Attempt:
    """Return an attempt of the person's own at a hand-in, where the plugin is on; 404 for any other."""
    rows = Attempt.objects.filter(
        kind=HandIn.slug,
        enrolment__learner=request.user.pk,
        enrolment__institution__in=Institution.objects.where_on(PLUGIN),
    )
    return get_object_or_404(rows.select_related(*AROUND), pk=pk)


def own_upload(request: SignedInRequest, key: UUID) -> Upload:
    """Return an upload that the person began for an attempt of their own."""
    row = get_object_or_404(Upload.objects.filter(by=request.user.pk), pk=key)
    row.attempt = own_attempt(request, row.attempt_id)
    return row


def taught_attempt(request: SignedInRequest, pk: int) -> Attempt:
    """Return work that was handed in by somebody whom the person teaches; nobody marks their own."""
    must_teach(request)
    return get_object_or_404(attempts_of(request.user).filter(kind=HandIn.slug), pk=pk)


def file_of(request: SignedInRequest, key: UUID) -> HandedFile:
    """Return a file of the person's own work, or of work that was handed in by somebody whom they teach."""
    row = get_object_or_404(HandedFile.objects.select_related("attempt__enrolment", "scan"), pk=key)
    here = Attempt.objects.filter(kind=HandIn.slug, activity=row.attempt.activity_id)
    own = here.filter(
        enrolment__learner=request.user.pk, enrolment__institution__in=Institution.objects.where_on(PLUGIN)
    )
    if any(_is_theirs(row, attempt) for attempt in own):
        return row
    must_teach(request)
    taught = attempts_of(request.user).filter(
        kind=HandIn.slug, enrolment=row.attempt.enrolment_id, activity=row.attempt.activity_id
    )
    if any(str(key) in {file["id"] for file in files_in(one.state)} | attachments(one.state) for one in taught):
        return row
    raise Http404


def _is_theirs(row: HandedFile, attempt: Attempt) -> bool:
    """Return whether the file belongs to this attempt of a learner: added by them, handed in for their group, or by a
    marker, once that may be read.
    """
    if str(row.pk) in attachments(attempt.state):
        return are_released(attempt.state, is_waiting=attempt.waiting)
    own = row.attempt_id == attempt.pk and not row.feedback
    return own or str(row.pk) in {file["id"] for file in files_in(attempt.state)}
