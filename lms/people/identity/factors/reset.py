"""A lost phone: somebody who looks after accounts takes the second factor away, with its owner before them."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from ...audit.security_log import tell_when_committed
from ...directory.models import User
from ...directory.rules import refuse_own_case
from ..mail import outbox
from ..sessions.models import Session


@transaction.atomic
def reset(*, person: User, by: User, now: datetime) -> bool:
    """Take all second factors and recovery codes of `person` away, end their sessions, and tell them by mail.

    False where they have none: then nothing is changed. That `by` may do so is for the caller to ask
    (`User.objects.managed_by`). Raises `OwnCase` where `by` is `person`.
    """
    refuse_own_case(by, [person.pk])
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not Authenticator.objects.filter(user=locked).delete()[0]:
        return False
    Session.objects.filter(user=locked).delete()
    tell_when_committed("factor_reset", by=by, person=locked)
    outbox.tell_of_factors(person=locked, now=now)
    return True
