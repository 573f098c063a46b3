"""Work that a group hands in together."""

import pytest
from django.urls import reverse

from assessments.assignment import groups, services
from assessments.assignment.models import GroupMember, HandedFile
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.services import answer
from lms.learning.progress.models import Attempt

from .building import LEVELS, RUBRIC, begun, handed_in, jpeg, with_file

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("course", [{"in_groups": True}], indirect=True)]


@pytest.fixture
def activity(enrolment):
    return enrolment.release.outline.by_slug("raid-report").id


@pytest.fixture
def grouped(cohort, activity, wanjiru, abdi):
    """Wanjirũ and Abdi are group A."""
    groups.arrange(cohort=cohort, activity=activity, names={wanjiru.pk: "A", abdi.pk: " A "})


def hand_in(enrolment, now, text="Ours"):
    attempt = begun(enrolment, now)
    with_file(attempt, jpeg(), now)
    answer(attempt=attempt, data={"q:work": [text]}, event_id=uuid7(), now=now)
    attempt.refresh_from_db()
    result = groups.hand_in(attempt=attempt, by=enrolment.learner, now=now)
    attempt.refresh_from_db()
    return attempt, result


def mark(client, omar, attempt):
    client.force_login(omar)
    given = {f"rubric:{RUBRIC[0]['id']}": LEVELS[1], "turn": "first", "event_id": str(uuid7())}
    client.post(reverse("quiz:mark", args=[attempt.pk, "work"]), given)


def test_counts_for_all_and_is_marked_once(client, omar, abdi, enrolment, other_enrolment, grouped, now):
    attempt, (is_late, missing) = hand_in(enrolment, now)
    other = other_enrolment.attempts.get()
    assert (is_late, list(missing)) == (False, [])
    assert other.waiting
    assert other.state["responses"] == attempt.state["responses"]
    mark(client, omar, attempt)
    assert list(Attempt.objects.order_by("pk").values_list("score", "waiting")) == [(0.5, False)] * 2
    client.force_login(abdi)
    page = client.get(reverse("learn:activity", args=[other_enrolment.course.slug, "raid-report"])).content.decode()
    assert "Handed in for the group A" in page
    assert client.get(reverse("assignment:file", args=[HandedFile.objects.get().pk])).status_code == 200


def test_of_two_at_once_the_second_is_refused(enrolment, other_enrolment, grouped, now):
    draft = begun(other_enrolment, now)
    answer(attempt=draft, data={"q:work": ["Mine"]}, event_id=uuid7(), now=now)
    hand_in(enrolment, now)
    with pytest.raises(InvalidAnswer):
        groups.hand_in(attempt=draft, by=other_enrolment.learner, now=now)
    draft.refresh_from_db()
    assert draft.state["responses"]["work"]["text"] == "Ours"


def test_who_left_the_group_gets_nothing_more_and_keeps_what_was(
    client, cohort, activity, wanjiru, abdi, enrolment, other_enrolment, grouped, now
):
    groups.arrange(cohort=cohort, activity=activity, names={wanjiru.pk: "A", abdi.pk: ""})
    hand_in(enrolment, now)
    assert not other_enrolment.attempts.exists()
    client.force_login(abdi)
    assert client.get(reverse("assignment:file", args=[HandedFile.objects.get().pk])).status_code == 404


def test_a_draft_of_one_is_not_read_by_the_others(client, abdi, enrolment, other_enrolment, grouped, now):
    row = with_file(begun(enrolment, now), jpeg(), now)
    begun(other_enrolment, now)
    client.force_login(abdi)
    assert client.get(reverse("assignment:file", args=[row.pk])).status_code == 404


def test_is_returned_to_all_and_handed_in_again_by_another(omar, enrolment, other_enrolment, grouped, now):
    attempt, _result = hand_in(enrolment, now)
    services.return_work(attempt=attempt, text="Add the hours.", by=omar, event_id=uuid7(), now=now)
    again = begun(other_enrolment, now)
    assert again.state["responses"]["work"]["text"] == "Ours"
    groups.hand_in(attempt=again, by=other_enrolment.learner, now=now)
    assert list(enrolment.attempts.order_by("number").values_list("number", "waiting")) == [(1, False), (2, True)]


def test_a_comment_stands_with_each(omar, enrolment, other_enrolment, grouped, now):
    attempt, _result = hand_in(enrolment, now)
    note = {"passage": "", "file": "", "text": "Well seen."}
    services.annotate(attempt=attempt, note=note, file=None, by=omar, event_id=uuid7(), now=now)
    assert [one["text"] for one in other_enrolment.attempts.get().state["notes"]] == ["Well seen."]


def test_alone_without_a_group(enrolment, other_enrolment, now):
    handed_in(enrolment, now)
    assert not other_enrolment.attempts.exists()


class TestThePage:
    def test_saves_names(self, client, omar, cohort, activity, wanjiru, abdi):
        client.force_login(omar)
        address = reverse("assignment:groups", args=[cohort.pk, activity])
        client.post(address, {f"group-{wanjiru.pk}": "North", f"group-{abdi.pk}": "South", "group-0": "None"})
        assert groups.names_in(cohort, activity) == {wanjiru.pk: "North", abdi.pk: "South"}
        assert "North" in client.get(address).content.decode()
        client.post(address, {f"group-{wanjiru.pk}": "North"})
        assert GroupMember.objects.count() == 1

    def test_is_for_those_who_teach_there(self, client, cohort, activity, wanjiru, stranger, neighbour):
        for person in (wanjiru, stranger, neighbour):
            client.force_login(person)
            assert client.get(reverse("assignment:groups", args=[cohort.pk, activity])).status_code == 404

    def test_the_tab_counts(self, client, omar, cohort, enrolment, other_enrolment, now):
        handed_in(enrolment, now)
        begun(other_enrolment, now)
        client.force_login(omar)
        page = client.get(reverse("teach:cohort-tab", args=[cohort.pk, "assignment"])).content.decode()
        assert "Report of the raid" in page
        assert 'data-label="Drafts" class="num">1<' in page
        assert 'data-label="Handed in" class="num">1<' in page
