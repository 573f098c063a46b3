"""Who is signed in where: whatever address gets a service number and a password, only ours looks at them."""

import pytest
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.test import Client

from lms.people.directory.models import User
from tests.conftest import PASSWORD

from .matrix import MATRIX
from .test_matrix import Visitor, address

FIELDS = ("username", "login", "service_number", "password", "old_password", "code", "card", "pin")
"""What pages of ours and of others call what somebody signs in with."""


@pytest.fixture
def heard():
    """The signals of Django that were sent: one for each sign-in, one for each password that was looked at."""
    names = []

    def signed_in(**_sent):
        names.append("in")

    def failed(**_sent):
        names.append("failed")

    user_logged_in.connect(signed_in)
    user_login_failed.connect(failed)
    yield names
    user_logged_in.disconnect(signed_in)
    user_login_failed.disconnect(failed)


def answering(heard, world, sent) -> dict[str, list[str]]:
    """The addresses at which `sent` was looked at, and what came of it."""
    visitor, found = Visitor(None), {}
    for name, row in MATRIX.items():
        heard.clear()
        visitor.post(address(name, row, world), sent)
        found |= {name: list(heard)} if heard else {}
    return found


def with_fields(person: User, password: str) -> dict[str, str]:
    numbers = {"username", "login", "service_number"}
    return {field: person.service_number if field in numbers else password for field in FIELDS}


@pytest.mark.sweep
@pytest.mark.once
def test_no_address_but_the_sign_in_page_signs_anybody_in(heard, cast, world, settings):
    settings.AXES_ENABLED = False
    learner = cast["learner"]
    right, wrong = with_fields(learner, PASSWORD), with_fields(learner, "wrong")
    assert answering(heard, world, right) == {"sign-in": ["in"], "activate": ["failed"]}
    assert answering(heard, world, wrong) == {"sign-in": ["failed"], "activate": ["failed"]}
    assert Client().post("/_util/login/?next=/learn/", right).url == "/sign-in/?next=/learn/"
