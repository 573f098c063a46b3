"""What a plugin declares of people’s data names columns that there are, and leaves no text behind."""

from dataclasses import replace

import pytest
from django.db import models
from django.test.utils import isolate_apps

from lms.foundation.plugins.contract import records
from lms.foundation.plugins.manifest import PersonalData, Retention
from lms.learning.progress.models import Enrolment

from . import toy as toys
from .toy import saying

pytestmark = pytest.mark.once


@pytest.fixture
def with_notes(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    subject = toys.make(tmp_path)
    with isolate_apps("toy"):

        class Thing(models.Model):  # noqa: DJ008
            enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="+")
            note = models.TextField(blank=True)

            class Meta:
                app_label = "toy"

    return replace(subject, models=(Thing,))


def said(subject, **changes) -> str:
    record = PersonalData("toy.Thing", "enrolment__learner", "Things.", **changes)
    return "\n".join(records.personal_data(saying(subject, personal_data=(record,))))


@pytest.mark.parametrize(
    "named", [{"fields": ("nothing",)}, {"emptied": {"nothing": ""}}, {"retention": Retention(30, "nothing")}]
)
def test_a_column_that_there_is_not(with_notes, named):
    assert "name “nothing”, which is no column of it" in said(with_notes, **named)


def test_a_text_about_a_person_that_would_stay(with_notes):
    stays = "kept without the person"
    assert "Thing.note is a text that stays" in said(with_notes, erased=stays)
    assert said(with_notes, erased=stays, emptied={"note": ""}) == ""
    assert said(with_notes, erased=stays, erase=lambda rows, person: None) == ""
    assert said(with_notes) == ""


def test_staff_get_no_column_that_the_person_does_not_get(with_notes):
    assert "give staff “note”, which the person does not get" in said(with_notes, fields=("id",), staff=("note",))
    assert "give staff “nothing”" in said(with_notes, staff=("nothing",))
    assert said(with_notes, fields=("note",), staff=("note",)) == ""
