"""The rows and statements of a cohort's page that are written once give what templates and querysets give."""

from datetime import timedelta

import pytest
from django.utils.safestring import mark_safe

from lms.desks.teaching.cohorts.cells import Cell
from lms.desks.teaching.cohorts.matrix import AddedCell, LearnerRow
from lms.desks.teaching.cohorts.table_rows import as_html
from lms.desks.teaching.standing.statements import cohort_for, visible_cohorts
from lms.learning.progress.journal.late_answers import waiting_for
from lms.learning.progress.models import Attempt, Enrolment

MARKUP = '<b onclick="x">&amp;\''
ESCAPED = "&lt;b onclick=&quot;x&quot;&gt;&amp;amp;&#x27;"


def row(**changes):
    columns = {
        "learner": 1,
        "url": "/teach/people/1/",
        "name": "Wanjiru",
        "service_number": "KE-1",
        "unit": "Unit",
        "seen": "today",
        "cells": [],
        "added": [],
        "done": "0 of 1",
        "why": Cell("On track"),
    }
    return LearnerRow(**columns | changes)


@pytest.mark.parametrize(
    "changes",
    [
        *({name: MARKUP} for name in ("url", "name", "service_number", "unit", "seen", "done")),
        {"why": Cell(MARKUP)},
        {"why": Cell(MARKUP, "due")},
        {"cells": [(MARKUP, Cell("1 of 2"))]},
        {"cells": [("Course", Cell(MARKUP))]},
        {"cells": [("Course", Cell(MARKUP, "done"))]},
        {"added": [AddedCell(MARKUP, "1", is_numeric=True)]},
        {"added": [AddedCell("Column", MARKUP, is_numeric=False)]},
    ],
)
def test_markup_in_a_row_is_escaped(changes):
    html = as_html([row(**changes)])
    assert html.count(ESCAPED) == 1
    assert "<b" not in html.replace("<bdi", "")


def test_a_title_that_is_escaped_already_is_not_escaped_again():
    assert 'data-label="A &amp; B"' in as_html([row(cells=[(mark_safe("A &amp; B"), Cell("1 of 2"))])])


def test_cells_are_pills_texts_or_empty():
    cells = [("First", Cell("80 %", "done")), ("Second", Cell("1 of 2")), ("Third", Cell("–"))]
    added = [AddedCell("Notes", "3", is_numeric=True), AddedCell("Pace", "–", is_numeric=False)]
    html = as_html([row(cells=cells, added=added, why=Cell("Completed", "done"))])
    for part in (
        '<td data-label="First"><span class="pill pill-done">80 %</span></td>',
        '<td data-label="Second">1 of 2</td>',
        '<td class="none">–</td>',
        '<td class="num" data-label="Notes">3</td>',
        '<td class="none">–</td>',
        '<td class="why"><span class="pill pill-done">Completed</span></td>',
    ):
        assert part in html
    assert html.count('<td class="none">–</td>') == 2
    assert '<td class="why"><span class="soft">On track</span></td>' in as_html([row()])


def test_each_learner_has_a_row_and_nobody_none():
    assert as_html([row(), row()]).count("<tr>") == 2
    assert not as_html([])


def test_rows_can_be_chosen_by_whoever_may_do_something_for_them():
    written = as_html([row(name=MARKUP)], picked=True)
    assert f'name="person" value="1" aria-label="Choose {ESCAPED}"' in written
    assert "checkbox" not in as_html([row()])


PEOPLE = ["omar", "halima", "administrator", "neighbour", "stranger", "ugandan_coordinator", "wanjiru", "superuser"]


@pytest.fixture
def undecided(assigned, abdi, now):
    """Abdi has an attempt after whose end answers came."""
    enrolment = Enrolment.objects.get(learner=abdi)
    entry = enrolment.release.outline.activities[0]
    return Attempt.objects.create(
        enrolment=enrolment,
        activity_id=entry.id,
        release=enrolment.release,
        kind=entry.kind,
        number=1,
        form={},
        state={},
        begun_at=now,
        closed_at=now + timedelta(minutes=1),
        late=1,
        undecided=1,
    )


def test_the_cohort_is_what_its_viewer_may_see(request, assigned, undecided):
    for viewer in map(request.getfixturevalue, PEOPLE):
        found, expected = cohort_for(viewer, assigned.pk), visible_cohorts(viewer).filter(pk=assigned.pk).first()
        assert found == expected, viewer
        if expected is not None:
            for name in ("name", "institution", "may_change"):
                assert getattr(found, name) == getattr(expected, name), viewer
            assert found.late == waiting_for(viewer).count(), viewer
