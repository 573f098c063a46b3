"""What levels come to, criteria taken over from a rubric, and attempts before the eyes of those who teach."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessments.observation import services
from assessments.observation.models import ChecklistPage, Finding
from assessments.observation.rules import fits, judge_levels, worth_of
from lms.learning.progress.models import Attempt
from lms.people.directory.institutions import Institution
from tests.progress.counting import statements

from .building import AT_ONCE, NEVER, NO, SAFE, SITS, YES, signed
from .rubric import written_with_a_rubric


@pytest.fixture
def question(db):
    return written_with_a_rubric()


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


def opened(as_, viewer) -> str:
    return as_(viewer).get(reverse("teach:attempt", args=[Attempt.objects.get().pk])).content.decode()


def test_shows_the_levels_and_leads_to_the_rest(as_, omar, wanjiru, enrolled, entry, now):
    levels, notes = {SAFE: NEVER, SITS: YES}, {SITS: "On the bench"}
    signed(enrolled, entry, omar, now, wanjiru, levels=levels, notes=notes)
    finding = Finding.objects.get()
    services.acknowledge(finding=finding, comment="I was nervous.", by=wanjiru, now=now)
    page = opened(as_, omar)
    assert "Asks whether the person is safe" in page and "Not at all" in page and "At once" not in page
    assert "must be reached" in page and "0 of 2 points" in page and "2 of 2 points" in page
    assert reverse("observation:finding", args=[finding.pk]) in page
    assert "On the bench" not in page and "I was nervous." not in page
    assert "Observation signed" in page and "Acknowledged" in page


def test_does_not_lead_to_what_was_observed_elsewhere(
    as_, omar, wanjiru, enrolled, entry, neighbour_academy: Institution, now
):
    observation = signed(enrolled, entry, omar, now, wanjiru)
    type(observation).objects.filter(pk=observation.pk).update(institution=neighbour_academy)
    page = opened(as_, omar)
    assert "Sits beside, not opposite" in page
    assert "Read the observation" not in page


WORTH = {"a": {"no": 0.0, "yes": 2.0}, "b": {"no": 0.0, "half": 0.5, "yes": 1.0}}


@pytest.mark.parametrize(
    ("levels", "score", "passed"),
    [
        ({"a": "yes", "b": "yes"}, 1.0, True),
        ({"a": "yes", "b": "no"}, 2 / 3, True),
        ({"a": "no", "b": "yes"}, 1 / 3, False),
        ({"a": "no", "b": "half"}, 0.5 / 3, False),
    ],
)
def test_points_and_what_passes(levels, score, passed):
    verdict = judge_levels(WORTH, [], 60, levels)
    assert verdict.score == pytest.approx(score)
    assert verdict.passed is passed


def test_whoever_misses_what_must_be_reached_does_not_pass():
    assert not judge_levels(WORTH, ["b"], 60, {"a": "yes", "b": "no"}).passed
    assert judge_levels(WORTH, ["b"], 60, {"a": "yes", "b": "half"}).passed


def test_exactly_enough_is_enough():
    worth = worth_of(
        [{"id": str(n), "levels": [{"id": "n", "points": 0}, {"id": "y", "points": 0.1}]} for n in range(10)]
    )
    assert judge_levels(worth, [], 70, {str(n): "y" if n < 7 else "n" for n in range(10)}).passed


@pytest.mark.parametrize("levels", [{}, {"a": "yes"}, {"a": "yes", "b": "other"}, {"a": "yes", "b": "no", "c": "no"}])
def test_what_does_not_fit(levels):
    assert not fits(WORTH, levels)


@given(st.data())
def test_more_points_never_make_it_worse(data):
    worth = data.draw(
        st.dictionaries(
            st.text(max_size=3), st.dictionaries(st.text(max_size=3), st.floats(0, 1000), min_size=1), min_size=1
        )
    )
    levels = {one: data.draw(st.sampled_from(sorted(known))) for one, known in worth.items()}
    better = {one: max(known, key=lambda level: known[level]) for one, known in worth.items()}
    low, high = (judge_levels(worth, [], 50, chosen) for chosen in (levels, better))
    assert 0 <= low.score <= high.score <= 1
    assert high.passed or not low.passed
