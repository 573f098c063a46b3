"""Criteria that an editor takes over from a rubric of the question bank, and the levels that a cohort reached."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from assessments.observation.models import ChecklistPage
from tests.conftest import make_person
from tests.progress.counting import statements

from .building import AT_ONCE, NO, SAFE, SITS, YES, signed
from .rubric import written_with_a_rubric


@pytest.fixture
def question(db):
    return written_with_a_rubric()


@pytest.fixture
def editor(academy):
    person = make_person("KE-501", "Editor", academy)
    person.groups.add(Group.objects.get(name="Editors"))
    return person


@pytest.fixture
def checklist(course):
    return ChecklistPage.objects.get()


def test_an_editor_takes_criteria_over_as_a_draft(as_, editor, checklist, question):
    client, address = as_(editor), reverse("observation:criteria", args=[checklist.pk])
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[checklist.pk])).content.decode()
    assert address in edit
    shown = client.get(address).content.decode()
    assert "Report what you saw." in shown and "Names the means" in shown
    assert client.post(address, {"question": question.pk}).status_code == 302
    checklist.refresh_from_db()
    draft = checklist.get_latest_revision_as_object()
    assert [block.value["text"] for block in draft.criteria][-1] == "Names the means"
    assert [level["points"] for level in draft.criteria[-1].value["levels"]] == [0.0, 2.0]
    assert len(draft.criteria) == 3
    checklist.refresh_from_db()
    assert len(checklist.criteria) == 2  # until somebody publishes


def test_more_than_a_checklist_has_is_refused(as_, editor, checklist, question):
    checklist.criteria = [*checklist._meta.get_field("criteria").get_prep_value(checklist.criteria)] * 15
    checklist.save_revision()
    shown = as_(editor).post(reverse("observation:criteria", args=[checklist.pk]), {"question": question.pk})
    assert shown.status_code == 422 and "too many criteria" in shown.content.decode()


@pytest.mark.parametrize("sent", [{}, {"question": "x"}, {"question": "999999"}])
def test_what_is_no_question_takes_nothing_over(sent, as_, editor, checklist, question):
    revision = checklist.latest_revision_id
    assert as_(editor).post(reverse("observation:criteria", args=[checklist.pk]), sent).status_code == 422
    checklist.refresh_from_db()
    assert checklist.latest_revision_id == revision


def test_nobody_else_does(as_, omar, wanjiru, checklist, question):
    for person in (omar, wanjiru):
        assert as_(person).post(reverse("observation:criteria", args=[checklist.pk])).status_code == 404


def test_the_levels_that_a_cohort_reached_the_last_time(as_, omar, wanjiru, abdi, enrolled, entry, now):
    client, address = as_(omar), reverse("observation:figures", args=[enrolled.pk, entry.id])
    signed(enrolled, entry, omar, now, wanjiru)
    client.get(address)
    with statements() as before:
        client.get(address)
    signed(enrolled, entry, omar, now, wanjiru, abdi, levels={SAFE: AT_ONCE, SITS: NO})
    signed(enrolled, entry, omar, now, abdi, levels={SAFE: AT_ONCE, SITS: YES})
    with statements() as after:
        page = client.get(address).content.decode()
    assert "2 people were observed." in page
    counts = page.split('class="num">')[1:]
    assert [int(line.split(" ", 1)[0]) for line in counts] == [0, 0, 2, 1, 1]
    assert len(after) == len(before)
