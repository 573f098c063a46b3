"""Sessions that came through a provider end with it."""

import pytest
from django.utils import timezone

from lms.people.identity.factors import services as factors
from lms.people.identity.factors.totp import new_secret
from lms.people.identity.providers.models import SignOn
from lms.people.identity.sessions.models import Session
from lms.people.identity.sso import services
from tests.people.factors import phone as phones

from .conftest import set_up, there_and_back

pytestmark = pytest.mark.usefixtures("sign_on")


@pytest.fixture
def tab(client, provider, wanjiru):
    there_and_back(client, provider)
    assert client.get("/learn/").status_code == 200
    return client


def is_signed_in(tab) -> bool:
    return tab.get("/learn/").status_code == 200


def test_removing_a_provider_ends_the_sessions_that_it_opened(tab, academy, administrator, now):
    services.remove(institution=academy, by=administrator, now=now)
    assert not is_signed_in(tab)


def test_not_where_something_else_of_it_changes(tab, academy, administrator, provider, now):
    set_up(academy, administrator, provider, now, number_from="employee")
    assert is_signed_in(tab)


def test_other_sessions_go_on(tab, as_, abdi, academy, administrator, now):
    other = as_(abdi)
    assert is_signed_in(other)
    services.remove(institution=academy, by=administrator, now=now)
    assert is_signed_in(other)
    assert Session.objects.filter(user=abdi, sign_on=None).exists()


def test_a_second_factor_signs_nobody_in_any_more(client, provider, wanjiru):
    phone, now = phones.Phone(new_secret()), timezone.now()
    factors.add_app(person=wanjiru, secret=phone.secret, code=phone.code(now, later=-1), now=now)
    assert there_and_back(client, provider).url == "/sign-in/second/"
    SignOn.objects.update(on=False)
    phones.code(client, phone.code())
    assert not is_signed_in(client)
