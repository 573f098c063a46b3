"""Access of the staff and of learners to observations."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User
from lms.people.directory.requests import SignedInRequest

from .models import Finding, Observation, Photo

PLUGIN = "observation"
AROUND = ("cohort", "institution", "activity", "observer")


def teacher(request: SignedInRequest) -> User:
    """Return the signed-in user, narrowed to where checklists are on; 404 for a person who teaches nobody."""
    if not (request.user.is_superuser or request.user.duties & set(TEACHING_ROLES)):
        raise Http404
    return request.user


def cohort_of(request: SignedInRequest, pk: int, *, closed: bool = False) -> Cohort:
    """Return a cohort whose people the person may observe; where asked also one that is `closed`, to be read."""
    viewer = teacher(request)
    rows = Cohort.objects.visible_to(viewer, *TEACHING_ROLES) if closed else Cohort.objects.taught_by(viewer)
    return get_object_or_404(rows.select_related("institution"), pk=pk)


def draft_of(request: SignedInRequest, key: UUID) -> Observation:
    """Return a draft of the person's own, for a cohort whose people they may observe."""
    rows = Observation.objects.visible_to(teacher(request), *TEACHING_ROLES).drafts_of(request.user)
    return get_object_or_404(rows.select_related(*AROUND), pk=key)


def observation_of(request: SignedInRequest, key: UUID) -> Observation:
    """Return a draft of the person's own, or what anybody signed where they teach."""
    rows = Observation.objects.visible_to(teacher(request), *TEACHING_ROLES).select_related(*AROUND)
    row = get_object_or_404(rows, pk=key)
    if row.signed_at is None and row.observer_id != request.user.pk:
        raise Http404
    return row


def findings_of(request: SignedInRequest) -> QuerySet[Finding]:
    """Return the findings that the signed-in user may see; 404 for a person who teaches nobody."""
    return findings_for(teacher(request))


def findings_for(viewer: User) -> QuerySet[Finding]:
    """Return the signed findings where `viewer` teaches, except those of themselves."""
    return Finding.objects.visible_to(viewer, *TEACHING_ROLES).exclude(learner=viewer.pk)


def own_findings(learner: User) -> QuerySet[Finding]:
    """Return the signed findings of the learner, at institutions where checklists are on."""
    return Finding.objects.of(learner).filter(observation__institution__in=Institution.objects.where_on(PLUGIN))


def photo_of(request: SignedInRequest, key: UUID) -> Photo:
    """Return a photo that the person may see: of their own draft, of what was signed where they teach, or of
    themselves.
    """
    photo = get_object_or_404(Photo.objects.select_related("finding__observation"), pk=key)
    finding, teaches = photo.finding, request.user.is_superuser or request.user.duties & set(TEACHING_ROLES)
    own = own_findings(request.user).filter(pk=finding.pk)
    if finding.learner_id == request.user.pk and own.exists():
        return photo
    if teaches and observation_of(request, finding.observation_id):
        return photo
    raise Http404
