"""A table for work that only tests have, and groups of people to greet."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from tests import databases

from .greetings import Greeting


@pytest.fixture(scope="session")
def _table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Greeting)
        databases.ADDED.append(Greeting)
        yield
        databases.ADDED.remove(Greeting)
        with connection.schema_editor() as editor:
            editor.delete_model(Greeting)


@pytest.fixture
def five(_table, db):
    """Five groups of people, and nobody else's."""
    Group.objects.all().delete()
    return [Group.objects.create(name=f"Group {number}") for number in range(5)]


@pytest.fixture
def greeting(five, now):
    row = Greeting.objects.create(total=5, touched_at=now)
    yield row
    Greeting.objects.all().delete()
