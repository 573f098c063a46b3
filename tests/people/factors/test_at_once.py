"""Two at the same moment."""

from functools import partial

import pytest
from allauth.mfa.models import Authenticator

from lms.people.audit.models import AuditEntry
from lms.people.identity.factors import services
from lms.people.identity.factors.totp import new_secret
from tests.progress.test_races import at_once

from .phone import Phone

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_code_is_taken_once(omar, now):
    phone = Phone(new_secret())
    codes = services.add_app(person=omar, secret=phone.secret, code=phone.code(now), now=now)
    for code in (phone.code(now, later=1), codes[0]):
        taken = at_once(*[lambda code=code: services.take_code(person=omar, code=code, now=now)] * 4)
        assert sorted(taken) == [False, False, False, True]
    assert AuditEntry.objects.filter(action="recovery_code_used").count() == 1


def test_an_app_is_set_up_once(omar, now):
    def set_up(phone: Phone):
        return services.add_app(person=omar, secret=phone.secret, code=phone.code(now), now=now)

    answers = at_once(*[partial(set_up, Phone(new_secret())) for _ in range(3)])
    assert [type(one) for one in answers].count(services.AlreadySetUp) == 2
    assert Authenticator.objects.filter(user=omar, type="totp").count() == 1
