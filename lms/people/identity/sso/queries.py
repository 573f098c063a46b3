"""People whom an institution's provider may sign in: people of the institution and below it, without rights beyond
it.
"""

from django.db.models import Exists, OuterRef

from ...directory.choices import STAFF_ROLES
from ...directory.institutions import Institution
from ...directory.models import Membership, User, UserQuerySet
from ...directory.role_validity import not_over


def signed_in_by(institution: Institution) -> UserQuerySet:
    """Return the people whom the provider of `institution` may sign in.

    The person who runs the provider can sign in as each of them, so nobody is among them who has rights that are not
    the institution's to give: no superuser, nobody with a role elsewhere or above, now or later, and nobody with a
    group or a permission, which hold for the whole site.
    """
    inside = Institution.objects.within(institution)
    elsewhere = Membership.objects.filter(not_over(), user=OuterRef("pk"), role__in=STAFF_ROLES)
    groups = User.groups.through.objects.filter(user=OuterRef("pk"))
    permissions = User.user_permissions.through.objects.filter(user=OuterRef("pk"))
    return (
        User.objects.filter(is_active=True, is_superuser=False, is_staff=False, institution__in=inside)
        .exclude(Exists(elsewhere.exclude(institution__in=inside)))
        .exclude(Exists(groups))
        .exclude(Exists(permissions))
    )


def person_numbered(number: str, *, institution: Institution) -> User | None:
    """Return the person whom the provider of `institution` means by `number`, in upper or lower case; None if it may
    not sign them in, or if the number is unknown. One statement.
    """
    return signed_in_by(institution).numbered(number).select_related("institution").first()
