"""Everything that leads to a person is said, by the room that keeps it: so it can be shown to them, and erased."""

import io
import json
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from lms.desks.privacy.records import columns_of
from lms.foundation.plugins.personal_data import declared_personal_data
from lms.people.directory.models import User

pytestmark = pytest.mark.once

PAGE = Path(__file__).parents[2] / "docs" / "run" / "personal-data.md"
WITHOUT_A_RELATION = {"people.User", "axes.AccessAttempt", "wagtailcore.ModelLogEntry"}
"""What is about people and has no column that points at one."""


def leading_to_people() -> set[tuple[str, str]]:
    """The tables of this installation, others' too, with each column that points at a person."""
    return {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.is_relation and field.related_model is User and not model._meta.proxy
    }


def test_the_table_of_the_page_is_what_is_declared():
    out = io.StringIO()
    call_command("personal_data", "--markdown", stdout=out)
    table = [line for line in PAGE.read_text().splitlines() if line.startswith("|") and line.count("|") == 7]
    assert table == out.getvalue().strip().splitlines(), "run manage.py personal_data --markdown"


def test_every_column_that_points_at_a_person_is_said():
    said = {(one.record.model, one.record.person.partition("__")[0]) for one in declared_personal_data()}
    assert leading_to_people() - said == set()


def test_everything_that_is_said_leads_to_a_person():
    for one in declared_personal_data():
        here = apps.get_model(one.record.model)
        for name in filter(None, one.record.person.split("__")):
            here = here._meta.get_field(name).related_model
        assert here is User or one.record.model in WITHOUT_A_RELATION, one.record


def test_staff_get_nothing_that_the_person_does_not_get():
    for record in (one.record for one in declared_personal_data() if one.record.shown is None):
        assert set(record.staff) <= {column.name for column in columns_of(record)}, record


def test_the_command_lists_rooms_and_plugins(capsys):
    call_command("personal_data")
    told = capsys.readouterr().out
    assert "People: people.User: Name, service number" in told
    assert "Quiz: quiz.Ticket" in told
    call_command("personal_data", "--json")
    rows = json.loads(capsys.readouterr().out)
    assert {row["table"] for row in rows} >= {"progress.Event", "certificates.Certificate", "questions.Import"}
    assert all(row["what"] and row["erased"] in ("deleted", "kept without the person") for row in rows)
