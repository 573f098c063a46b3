"""People whom a person may help with signing in."""

from django.db.models import Exists, OuterRef, Q

from ...directory.choices import STAFF_ROLES, Role
from ...directory.models import Cohort, CohortMember, Membership, User, UserQuerySet
from ...directory.role_validity import not_over
from ..sessions.backends import with_duties


def helped_by(viewer: User) -> UserQuerySet:
    """Return the people to whom `viewer` may hand a card or a password, never themselves, and only with an open
    account: those whose account they manage, and as an instructor their own learners.
    """
    managed = User.objects.managed_by(viewer).filter(is_active=True).exclude(pk=viewer.pk)
    duties = with_duties(viewer).duties
    if viewer.is_superuser or Role.INSTRUCTOR not in duties:
        return managed
    theirs = learners_of(viewer)
    if Role.ADMINISTRATOR not in duties:
        return theirs
    return User.objects.filter(Q(pk__in=managed.values("pk")) | Q(pk__in=theirs.values("pk")))


def learners_of(viewer: User) -> UserQuerySet:
    """Return the learners in cohorts where `viewer` instructs, who belong to an institution where `viewer` does. Only
    people without a right of any kind: no role, now or later, anywhere, no group and no permission.
    """
    cohorts = Cohort.objects.visible_to(viewer, Role.INSTRUCTOR).values("pk")
    roles = Membership.objects.filter(not_over(), user=OuterRef("pk"), role__in=STAFF_ROLES)
    return (
        User.objects.visible_to(viewer, Role.INSTRUCTOR)
        .filter(Exists(CohortMember.objects.filter(user=OuterRef("pk"), cohort__in=cohorts)))
        .filter(is_active=True, is_superuser=False, is_staff=False)
        .exclude(pk=viewer.pk)
        .exclude(Exists(roles))
        .exclude(Exists(User.groups.through.objects.filter(user=OuterRef("pk"))))
        .exclude(Exists(User.user_permissions.through.objects.filter(user=OuterRef("pk"))))
    )
