"""Rights on shared devices: to open and withdraw them, and to have a PIN on one."""

from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from ...directory.choices import Role
from ...directory.institutions import Institution
from ...directory.models import Cohort, User
from ...directory.reach import is_staff
from ..sessions.backends import with_duties
from ..sessions.factor_holders import has_factor
from .models import SharedDevice


def places_of(viewer: User) -> QuerySet[Institution]:
    """Return the institutions at which `viewer` may open a device: the institutions that they administer, and those of
    the cohorts that they instruct.
    """
    mine = Institution.objects.visible_to(viewer, Role.ADMINISTRATOR)
    if viewer.is_superuser or Role.INSTRUCTOR not in with_duties(viewer).duties:
        return mine
    taught = Cohort.objects.visible_to(viewer, Role.INSTRUCTOR).values("institution")
    return Institution.objects.filter(Q(pk__in=mine.values("pk")) | Q(pk__in=taught))


def kept_by(viewer: User) -> QuerySet[SharedDevice]:
    """Return the devices that `viewer` sees and may withdraw: those of the institutions that they administer, and those
    that they opened.
    """
    mine = SharedDevice.objects.visible_to(viewer, Role.ADMINISTRATOR)
    return SharedDevice.objects.filter(Q(pk__in=mine.values("pk")) | Q(opened_by=viewer.pk))


def may_have_pin(person: User, device: SharedDevice) -> bool:
    """Return whether `person` may have a PIN on `device`: learners of its institution and below it, who have a password
    of their own and no duty of staff and no second factor, which a PIN would pass by.
    """
    at, here = person.institution, device.institution.path or "-"
    return (
        person.is_active
        and not person.is_superuser
        and not is_staff(with_duties(person))
        and at is not None
        and (at.path or "").startswith(here)
        and person.has_usable_password()
        and not person.password_given
        and not has_factor(person)
    )


def state_of(person: User) -> str:
    """Return a text that changes with the password, the institution or whether they may sign in."""
    state = f"{person.pk}\n{person.password}\n{person.institution_id}\n{person.is_active}"
    return salted_hmac("people.shared_devices.state", state, algorithm="sha256").hexdigest()
