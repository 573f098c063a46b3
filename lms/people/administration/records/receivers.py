"""Signals become lines of the security log: signing in and out, failures,
and every change of an account and of what it may do.
"""

from typing import TYPE_CHECKING, Any

from axes.signals import user_locked_out
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from lms.foundation.database.statements import Save

from ...audit.log_hashes import log_hash
from ...audit.security_log import tell, tell_when_committed
from ...audit.services import note
from ...directory.models import Membership, User
from ...identity.factors.receivers import refuse_without_factor
from ...identity.protection.throttling import forgive_at_sign_in, submitted_number
from ...identity.sessions.backends import numbered
from ...identity.shared_devices import pins
from . import search_index

if TYPE_CHECKING:
    from django.db.models import Model

CHANGED = {"post_add": "given", "post_remove": "taken", "pre_clear": "all_taken"}
PROFILE = ("service_number", "name", "phone", "sex", "rank", "birth_year", "role_family")
CODES = frozenset({"one_time_password", "card_secret"})
"""Credentials that are no password."""
WATCHED = ("password", "email", "is_superuser", "is_active", *PROFILE)

_LAST_LOGIN = Save(User, ["last_login"])


@receiver(user_logged_in, dispatch_uid="update_last_login")
def signed_in(request: HttpRequest, user: User, **_kwargs: object) -> None:
    """Refuse a sign-in without a needed factor, before anything is forgiven or written: every way comes here.

    In place of Django's own receiver, whose name it takes: that one makes its SQL each time.
    """
    refuse_without_factor(request, user)
    forgive_at_sign_in(request, user)
    user.last_login = timezone.now()
    _LAST_LOGIN.save(user)
    tell("signed_in", request, by=user, person=user)


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **_kwargs: object) -> None:
    if user is not None:
        tell("signed_out", request, by=user, person=user)


@receiver(user_login_failed)
def failed(credentials: dict[str, object], request: HttpRequest | None = None, **_kwargs: object) -> None:
    """Log a wrong password or code, at signing in and wherever the present password or a code is asked."""
    _tell("password_wrong" if CODES.isdisjoint(credentials) else "code_wrong", request, credentials)


@receiver(user_locked_out)
def locked_out(request: HttpRequest, **_kwargs: object) -> None:
    _tell("locked_out", request, getattr(request, "axes_credentials", None))


def _tell(event: str, request: HttpRequest | None, credentials: object) -> None:
    """Log `event` with the person whose account it is, if there is one, and a hash of the typed number."""
    number = submitted_number(request, credentials)
    tell(event, request, person=numbered(request, number), account=log_hash(number.casefold()))


@receiver(post_save, sender=Membership)
def role_given(instance: Membership, created: bool, **_kwargs: object) -> None:
    tell_when_committed("role_given" if created else "role_changed", **_role(instance))


@receiver(post_delete, sender=Membership)
def role_taken(instance: Membership, **_kwargs: object) -> None:
    tell_when_committed("role_taken", **_role(instance))


def _role(membership: Membership) -> dict[str, Any]:
    return {"person": membership.user_id, "role": str(membership.role), "institution": membership.institution_id}


@receiver(m2m_changed, sender=User.groups.through)
def groups_changed(instance: "Model", action: str, reverse: bool, pk_set: set[int] | None, **_kwargs: object) -> None:
    if action in CHANGED:
        people, groups = (pk_set, [instance.pk]) if reverse else ([instance.pk], pk_set)
        tell_when_committed(f"group_{CHANGED[action]}", people=_listed(people), groups=_listed(groups))


@receiver(m2m_changed, sender=User.user_permissions.through)
@receiver(m2m_changed, sender=Group.permissions.through)
def permissions_changed(
    sender: object, instance: "Model", action: str, reverse: bool, pk_set: set[int] | None, **_kwargs: object
) -> None:
    if action in CHANGED:
        kind = "people" if sender is User.user_permissions.through else "groups"
        holders, permissions = (pk_set, [instance.pk]) if reverse else ([instance.pk], pk_set)
        facts: dict[str, Any] = {kind: _listed(holders), "permissions": _listed(permissions)}
        tell_when_committed(f"permission_{CHANGED[action]}", **facts)


def _listed(numbers: Any) -> list[int]:
    """Return the numbers as a sorted list, empty for None: a cleared relation has no numbers."""
    return sorted(numbers or ())


@receiver([post_save, post_delete], sender=GroupPagePermission)
@receiver([post_save, post_delete], sender=GroupCollectionPermission)
def right_in_a_tree(signal: Any, instance: Any, raw: bool = False, **_kwargs: Any) -> None:
    if raw:  # read from a file of rows
        return
    where = (
        {"page": instance.page_id}
        if isinstance(instance, GroupPagePermission)
        else {"collection": instance.collection_id}
    )
    event = "permission_taken" if signal is post_delete else "permission_given"
    tell_when_committed(event, groups=[instance.group_id], permissions=[instance.permission_id], **where)


@receiver(pre_save, sender=User)
def account_before(instance: User, raw: bool, update_fields: frozenset[str] | None, **_kwargs: object) -> None:
    """Keep the stored values of the account before it is saved; costs no query if no watched field changes, as at a
    sign-in.
    """
    if instance.pk and not raw and (update_fields is None or not update_fields.isdisjoint(WATCHED)):
        instance.__dict__["before"] = User.objects.filter(pk=instance.pk).values(*WATCHED).first()


@receiver(post_save, sender=User)
def account_changed(instance: User, created: bool, **_kwargs: object) -> None:
    before = instance.__dict__.pop("before", None)
    if created and instance.is_superuser:
        tell_when_committed("superuser_made", person=instance)
    if before is None:
        return
    if (
        before["password"] != instance.password and instance.__dict__.get("_password") is not None
    ):  # else the same one was hashed anew
        tell_when_committed("password_changed", person=instance, known_to_others=instance.password_given)
    _forget_pins(before, instance)
    if before["email"] != instance.email:
        tell_when_committed("e_mail_changed", person=instance)
    if fields := [name for name in PROFILE if before[name] != getattr(instance, name)]:
        note("person_changed", person=instance, now=timezone.now(), fields=fields)
    for name in ("is_superuser", "is_active"):
        if before[name] != getattr(instance, name):
            tell_when_committed(f"{name}_changed", person=instance, to=getattr(instance, name))


def _forget_pins(before: dict[str, object], person: User) -> None:
    """Delete the PINs on shared devices with the password, and with an account that is closed."""
    if (before["password"], before["is_active"]) != (person.password, person.is_active):
        pins.delete_pins([person.pk])


@receiver(post_save, sender=User)
def findable(
    instance: User, created: bool, raw: bool, update_fields: frozenset[str] | None = None, **_kwargs: object
) -> None:
    """Update the words by which the person is found after their name, number and address."""
    if not raw and (update_fields is None or not update_fields.isdisjoint(search_index.FIELDS)):
        search_index.index_people([instance], new=created)
