"""Wanjirũ has completed a course of six questions, and its refreshers are planned."""

from datetime import timedelta

import pytest

from assessments.quiz.sitting.form import Form
from assessments.refreshers import services
from assessments.refreshers.models import Refresher
from lms.learning.progress.models import Enrolment
from tests.builders import complete, right_options, wrong_options

DAY = timedelta(days=1)


@pytest.fixture
def completed(enrolment, now):
    return complete(enrolment, now=now)


@pytest.fixture
def planned(completed):
    """Of 7, 30 and 90 days, none begun."""
    services.plan(enrolment=Enrolment.objects.select_related("institution").get(pk=completed.pk))
    return list(Refresher.objects.order_by("days"))


@pytest.fixture
def due_at(now):
    return now + 7 * DAY


@pytest.fixture
def begun(planned, due_at):
    """The first, on the day on which it is due."""
    return services.begin(refresher=planned[0], language="en", now=due_at)


def sent(refresher, name, *, right=True):
    """What a browser sends to have one answer checked."""
    item = Form.read(refresher.form).items[name]
    stored = {"key": item.key}
    options = right_options(stored) if right else wrong_options(stored)[:1]
    return {f"q:{name}": options, "check": [name]}


def names_of(refresher):
    return list(Form.read(refresher.form).items)


def answer_all(refresher, *, now, wrong=()):
    """Answer each question, those at the places in `wrong` wrongly."""
    for place, name in enumerate(names_of(refresher)):
        services.answer(refresher=refresher, data=sent(refresher, name, right=place not in wrong), now=now)
    refresher.refresh_from_db()
    return refresher
