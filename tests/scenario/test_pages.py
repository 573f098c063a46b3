"""A scenario as a learner plays it, as its author writes it, and before the eyes of those who teach."""

import json
import re

import pytest
from django.urls import reverse

from assessments.scenario.activity import Scenario
from assessments.scenario.models import ScenarioPage
from lms.foundation.plugins.activity import NotReady
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt
from tests.progress.counting import statements

from .scenes import APART, CABIN, OFFICE, SCENES, STOP, WAVED, stream

JOINT, ASK, WAVE = (choice.id for choice in SCENES[0].choices)


def begin(client, address):
    page = client.get(address).content.decode()
    start = re.search(r'action="([^"]+start[^"]*)"', page)[1]
    event = re.search(r'name="event_id" value="([^"]+)"', page)[1]
    return client.post(start, {"event_id": event}, follow=True).content.decode()


def decide(client, address, page, scene, choice):
    event = re.findall(r'name="event_id" value="([^"]+)"', page)[-1]
    data = {"event_id": event, "scene": scene, "choice": choice}
    return client.post(address, data, follow=True).content.decode()


class TestTheLearner:
    def test_reads_what_may_distress_before_anything_begins(self, as_, wanjiru, address):
        page = as_(wanjiru).get(address).content.decode()
        assert "Exploitation is hinted at." in page and "You are on duty at a road." in page
        assert "A lorry stops" not in page

    def test_decides_from_scene_to_scene_and_reads_at_the_end_what_it_came_to(self, as_, wanjiru, address):
        client = as_(wanjiru)
        page = begin(client, address)
        assert "A lorry stops." in page and "Wave the lorry on" in page
        assert not [scene.text for scene in SCENES[1:] if scene.text in page]
        page = decide(client, address, page, STOP, ASK)
        assert "He answers for them again." in page and "his nieces" in page
        assert "Apart, people can speak." not in page
        page = decide(client, address, page, CABIN, SCENES[1].choices[0].id)
        assert "Nobody says anything while he is there." in page
        assert "Not passed" in page and "Better:" in page and "Speak with each of them apart" in page
        attempt = Attempt.objects.get(enrolment__learner=wanjiru, kind="scenario")
        assert (attempt.passed, attempt.score) == (False, 0)
        assert attempt.completed_at is not None

    def test_passes_on_the_good_way(self, as_, wanjiru, address):
        client = as_(wanjiru)
        page = decide(client, address, begin(client, address), STOP, JOINT)
        assert "Passed" in page and "100" in page
        assert Attempt.objects.get(enrolment__learner=wanjiru, kind="scenario").passed

    def test_reads_that_a_critical_mistake_fails_whatever_else(self, as_, wanjiru, address):
        client = as_(wanjiru)
        page = decide(client, address, begin(client, address), STOP, WAVE)
        assert "You made 1 critical mistake" in page and "Critical mistake" in page

    def test_decides_once_though_they_send_it_twice(self, as_, wanjiru, address):
        client = as_(wanjiru)
        first = begin(client, address)
        decide(client, address, first, STOP, ASK)
        number = Attempt.objects.get(kind="scenario").events
        assert "his nieces" in decide(client, address, first, STOP, ASK)
        assert Attempt.objects.get(kind="scenario").events == number
        page = client.get(address).content.decode()
        late = decide(client, address, page, STOP, JOINT)
        assert "You made this decision before, and it cannot be changed." in late
        assert Attempt.objects.get(kind="scenario").events == number

    @pytest.mark.parametrize(
        ("scene", "choice", "sentence"),
        [
            (STOP, "", "Choose what you do."),
            (STOP, "made-up", "This choice does not belong"),
            (APART, ASK, "This choice does not belong"),
            (CABIN, SCENES[1].choices[1].id, "This choice does not belong"),
            ("", "", "This choice does not belong"),
        ],
    )
    def test_reads_why_something_was_not_taken(self, as_, wanjiru, address, scene, choice, sentence):
        client = as_(wanjiru)
        page = decide(client, address, begin(client, address), scene, choice)
        assert sentence in page
        assert "A lorry stops." in client.get(address).content.decode()

    def test_never_gets_what_lies_ahead(self, as_, wanjiru, address):
        client = as_(wanjiru)
        page = decide(client, address, begin(client, address), STOP, ASK)
        ahead = [OFFICE, APART, WAVED, JOINT, WAVE]
        assert not [id for id in ahead if id in page]
        assert "marks" not in re.sub(r"<style.*?</style>", "", page)

    def test_costs_the_same_in_each_scene(self, as_, wanjiru, address):
        client = as_(wanjiru)
        page = begin(client, address)
        with statements() as first:
            client.get(address)
        decide(client, address, page, STOP, ASK)
        with statements() as second:
            client.get(address)
        assert len(first) == len(second)


def test_feedback_waits_for_the_end_where_the_author_says_so(as_, wanjiru, scenario_page, course_page, now):
    from lms.learning.progress.journal import services
    from tests.builders import release

    scenario_page.feedback = ScenarioPage.Feedback.AT_THE_END
    scenario_page.save_revision().publish()
    course = release(course_page)
    services.enrol(people=[wanjiru], course=course, now=now)
    address, client = reverse("learn:activity", args=[course.slug, "checkpoint"]), as_(wanjiru)
    page = decide(client, address, begin(client, address), STOP, ASK)
    assert "He answers for them again." not in page
    assert "He answers for them again." in decide(client, address, page, CABIN, SCENES[1].choices[0].id)


class TestTheAuthor:
    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"scenes": []}, "no scene yet"),
            ({"content_note": " "}, "content note"),
            ({"scenes": stream(SCENES[:4])}, "leads to a scene that is not there"),
        ],
    )
    def test_cannot_release_what_is_not_whole(self, db, change, sentence):
        page = ScenarioPage(**{"title": "x", "content_note": "x", "scenes": stream(), **change})
        with pytest.raises(NotReady, match=sentence):
            Scenario().compile(page, language="en", country="")

    def test_sees_the_picture_and_what_is_wrong(self, as_, superuser, scenario_page):
        scenario_page.scenes = stream(SCENES[:4])
        scenario_page.save_revision()
        page = as_(superuser).get(reverse("wagtailadmin_pages:edit", args=[scenario_page.pk])).content.decode()
        assert "a choice leads to a scene that is not there" in page
        assert page.count("<rect") == 4 and "1 · At the checkpoint" in page

    def test_the_author_sees_scenes_and_choices_in_the_preview(self, as_, superuser, scenario_page):
        client, address = as_(superuser), reverse("wagtailadmin_pages:view_draft", args=[scenario_page.pk])
        page = client.get(address).content.decode()
        assert "A lorry stops." in page and "Wave the lorry on" in page

    def test_translates_words_and_no_references(self, scenario_page):
        from wagtail_localize.segments.extract import extract_segments

        strings = [getattr(segment, "string", None) for segment in extract_segments(scenario_page)]
        said = {string.data for string in strings if string is not None}
        assert {"In the cabin", "He hears every word.", "Exploitation is hinted at."} <= said
        assert not {STOP, CABIN, OFFICE, APART, WAVED} & said


def test_what_is_frozen_has_no_answer_in_what_is_sent(scenario_page):
    compiled = Scenario().compile(scenario_page, language="en", country="")
    assert compiled.html == ""
    assert "Apart, people can speak." in json.dumps(compiled.definition)
    passages = {passage.name: passage for passage in Scenario().passages(compiled)}
    assert "Marks: 2" in passages[f"{STOP}:{JOINT}"].text and "critical mistake" in passages[f"{STOP}:{WAVE}"].text


@pytest.fixture
def attempt(enrolled, now) -> Attempt:
    entry = enrolled.release.outline.by_slug("checkpoint")
    return services.begin(enrolment=enrolled, entry=entry, event_id=uuid7(), now=now, language="en")


def opened(as_, viewer, attempt, now, *decisions) -> str:
    for scene, choice in decisions:
        data = {"scene": [scene], "choice": [choice]}
        services.answer(attempt=attempt, data=data, event_id=uuid7(), now=now)
    return as_(viewer).get(reverse("teach:attempt", args=[attempt.pk])).content.decode()


def test_shows_each_decision_and_what_would_have_been_better(as_, omar, attempt, now):
    page = opened(as_, omar, attempt, now, (STOP, ASK), (CABIN, SCENES[1].choices[0].id))
    assert "Ask the driver who they are" in page and "He hears every word." in page
    assert "Better:" in page and "Speak with each of them apart" in page
    assert "Decision:" in page and "You decided" not in page


def test_says_a_critical_mistake(as_, omar, attempt, now):
    assert "Critical mistake" in opened(as_, omar, attempt, now, (STOP, WAVE))


def test_under_way_shows_what_was_decided_and_not_how_good_it_was(as_, omar, attempt, now):
    page = opened(as_, omar, attempt, now, (STOP, ASK))
    assert "Ask the driver who they are" in page and "He answers for them again." in page
    assert "Better:" not in page and "Points:" not in page


def test_before_the_first_decision_there_is_nothing(as_, omar, attempt, now):
    assert "Nothing was answered." in opened(as_, omar, attempt, now)
