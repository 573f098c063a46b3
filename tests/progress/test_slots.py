"""What plugins add to a learner's own pages: only where they are on, and for all rows at once."""

import pytest

from courses.models import Course
from lms.foundation.plugins.pages import slots
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from tests.builders import complete, make_course
from tests.releasing import release_waiting
from tests.trial.fixtures import asked_of

from .counting import statements


@pytest.fixture(autouse=True)
def registered(trial):
    slots.provide(slots.COURSE, trial.panels)


def test_a_panel_stands_below_the_activities_and_is_asked_for_where_the_plugin_is_on(
    trial, as_, wanjiru, enrolment, switch, academy
):
    assert "Out in the field" not in as_(wanjiru).get("/learn/trafficking/").content.decode()
    assert trial.asked == []

    switch("trial", academy, True)
    page = as_(wanjiru).get("/learn/trafficking/").content.decode()
    assert page.index('class="activities"') < page.index("<h2>Out in the field</h2>")


def test_costs_no_statement_by_itself(as_, wanjiru, enrolment, switch, academy):
    client = as_(wanjiru)
    client.get("/learn/trafficking/")
    with statements() as without:
        client.get("/learn/trafficking/")
    switch("trial", academy, True)
    with statements() as found:
        client.get("/learn/trafficking/")
    assert len(found) == len(without) <= 5


def test_my_learning_asks_once_for_all_rows_and_brings_their_institutions(
    trial, as_, wanjiru, programme_page, enrolment, switch, academy, now
):
    slots.provide(slots.ENROLMENT, trial.links)
    switch("trial", academy, True)
    make_course(programme_page, slug="second")
    release_waiting(now)
    services.enrol(people=[wanjiru], course=Course.objects.get(slug="second"), now=now)
    for row in Enrolment.objects.all():
        complete(row, now=now)
    client = as_(wanjiru)
    client.get("/learn/")
    trial.asked.clear()
    with statements() as found:
        page = client.get("/learn/").content.decode()
    assert page.count("Field notes") == 2
    [asked] = asked_of(trial, "slot")
    assert len(asked) == 2
    assert len(found) <= 5


def _panels(value):
    """A provider of the plugin `trial` that gives `value` for each row."""

    def provider(rows):
        return value if value is None else {row.pk: value for row in rows}

    provider.__module__ = "tests.trial.plugin"
    return provider


@pytest.mark.parametrize(
    "value",
    [
        None,
        "text",
        slots.Panel(None, "interface/components/empty.html"),
        slots.Panel("A", None),
        slots.Link(None, "/"),
        slots.Link("A", None),
        slots.Panel("Words", "trial/missing.html"),
        slots.Panel("Words", "trial/broken.html", {}),
    ],
)
def test_what_cannot_be_shown_is_left_out_and_the_page_stays_whole(
    as_, wanjiru, enrolment, switch, academy, value, settings, tmp_path, caplog
):
    (tmp_path / "trial").mkdir()
    (tmp_path / "trial" / "broken.html").write_text("{% load interface %}{{ panel.title|percent }}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    slots.provide(slots.COURSE, _panels(value))
    switch("trial", academy, True)

    response = as_(wanjiru).get("/learn/trafficking/")

    page = response.content.decode()
    assert response.status_code == 200 and "Out in the field" in page and ">None<" not in page
    assert any(record.exc_info for record in caplog.records)
    assert ("cannot be shown now" in page) == ("Words" in page)
