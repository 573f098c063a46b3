"""What a test with real transactions leaves behind: nothing, whatever triggers guard."""

import pytest
from django.db import connection
from wagtail.models import Page

from lms.people.models import User
from lms.progress.models import Event
from tests import databases
from tests.builders import complete

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def test_the_database_is_put_back_as_the_migrations_left_it(enrolment, now):
    complete(enrolment, now=now)
    triggers = guards()

    databases.put_back()

    assert not Event.objects.exists() and not User.objects.exists()
    assert Page.objects.get(depth=1).numchild == Page.objects.filter(depth=2).count()
    assert guards() == triggers


def guards() -> list[tuple[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        return cursor.fetchall()
