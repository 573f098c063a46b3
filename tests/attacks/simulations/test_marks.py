"""Simulations: marks that two evaluators give at once; the later form undoes nothing, and shows both."""

import re

import pytest
from django.urls import reverse

from assessments.simulation.runs import services
from assessments.simulation.runs.models import Run, Seat
from lms.foundation.interface import stale_forms
from lms.foundation.plugins.identifiers import uuid7
from tests.conftest import make_person

from ..mutation import browser, held_by, instead

MARKS = re.compile(r'name="field" value="facts"><input type="hidden" name="was" value="([^"]+)"')


class TestWhatWasWrittenInASimulation:
    @pytest.fixture
    def colleague(self, academy):
        return make_person("KE-9001", "Colleague", academy, role="instructor")

    @pytest.fixture
    def run(self, make_run, omar, colleague, now) -> Run:
        run = make_run()
        seat = Seat.objects.get(run=run, role="investigator")
        said = {"form": "request", "values": {"facts": "Families sent small sums.", "want": "An analysis"}}
        services.record(seat=seat, verb="send", data=said, entry_id=uuid7(), now=now)
        services.seat(run=run, role="evaluator", person=colleague, by=omar, now=now)
        return services.finish(run=run, by=omar, now=now)

    @pytest.fixture
    def mark(self, run):
        """Somebody opens the debrief; the function that sends their marks."""

        def opened(person):
            page = browser(person).get(reverse("simulation:debrief", args=[run.pk])).content.decode()
            sent = {"form": "request", "field": "facts", "was": MARKS.search(page)[1], "entry": str(uuid7())}
            return lambda marks, **more: browser(person).post(
                reverse("simulation:judge", args=[run.pk]), {**sent, "marks": marks, **more}
            )

        return opened

    def marks(self, run) -> float:
        return Run.objects.get(pk=run.pk).state["judged"]["request.facts"]

    def test_is_not_marked_over_by_a_form_that_comes_late(self, run, mark, omar, colleague):
        mine, theirs = mark(omar), mark(colleague)
        assert theirs("0.5").status_code == 302

        def undone() -> bool:
            mine("1", was="of before")
            return self.marks(run) == 1

        held_by(instead(stale_forms, "_digest", lambda initial: "of before"), attack=undone)

    def test_shows_both_marks_and_is_marked_knowingly(self, run, mark, omar, colleague):
        mine, theirs = mark(omar), mark(colleague)
        theirs("0.5")
        response = mine("1")
        page = response.content.decode()
        assert response.status_code == 409 and "Saved meanwhile: 0.5" in page and 'value="1"' in page
        assert mine("1", was=MARKS.search(page)[1]).status_code == 302
        assert self.marks(run) == 1

    def test_twice_is_once(self, run, mark, omar):
        mine = mark(omar)
        assert [mine("0.5").status_code for _twice in range(2)] == [302, 302]
