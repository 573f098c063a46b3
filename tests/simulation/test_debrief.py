"""The debrief of a run that is over: what it says, to whom, and closing it."""

import json

import pytest

from assessments.casework import Refused
from assessments.casework.definition.case_folder import SHIPPED
from assessments.simulation.authoring.pages import CasePage
from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry, Seat
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.models import Attempt
from lms.people.audit.models import AuditEntry

from .test_console import at

PATHS = SHIPPED / "guesthouse" / "paths"
LINE = {"text": "One list of beds", "owner": "Coordinator", "until": "2027-02-01"}


@pytest.fixture
def over(make_run, omar, now, clock):
    """A run that was finished after a while: nobody decided but the investigator, who sent two officers round."""
    run = make_run()
    seat = Seat.objects.get(run=run, role="investigator")
    said = {"decision": "assess", "option": "go", "reason": "She may be in danger."}
    services.record(seat=seat, verb="decide", data=said, entry_id=uuid7(), now=now)
    clock.shift(3600)
    return services.finish(run=run, by=omar, now=now.fromtimestamp(now.timestamp() + 3600, now.tzinfo))


class TestPage:
    def test_says_what_happened_by_roles_alone(self, over, as_, omar):
        page = as_(omar).get(at("debrief", over)).content.decode()
        for words in ("Turning points", "She may be in danger.", "Hours to safety", "Danger over time", "polyline"):
            assert words in page
        assert "Four hours bought a picture nobody had alone" in page
        assert "Officer investigator" not in page

    def test_names_are_shown_to_who_asks_and_that_is_noted(self, over, as_, omar, players):
        page = as_(omar).get(at("debrief", over) + "?names=1").content.decode()
        assert "Officer investigator" in page
        assert AuditEntry.objects.filter(action="simulation-names-seen", person=players["investigator"]).exists()

    def test_there_is_none_while_it_is_played(self, run, as_, omar):
        assert as_(omar).get(at("debrief", run)).url == at("console", run)


class TestTheGoodPath:
    @pytest.fixture
    def file(self, file) -> dict:
        """A case of one's own, by its name."""
        return {**file, "case": "harbour"}

    @pytest.fixture
    def own(self, make_run, omar, now):
        return services.finish(run=make_run(), by=omar, now=now)

    def keep(self, **names):
        paths = {
            name: {"language": "en", "log": json.loads((PATHS / f"{file}.json").read_text())}
            for name, file in names.items()
        }
        CasePage.objects.update(paths=paths)

    def test_one_that_the_author_kept_stands_beside_the_figures(self, own, as_, omar):
        self.keep(best="good", another="papers-before-people")
        page = as_(omar).get(at("debrief", own)).content.decode()
        assert "The good path" in page

    def test_one_that_does_not_earn_everything_is_none(self, own, as_, omar):
        self.keep(best="papers-before-people")
        assert "The good path" not in as_(omar).get(at("debrief", own)).content.decode()


class TestPlan:
    def test_a_line_is_written_once(self, over, as_, omar):
        sent = {**LINE, "entry": str(uuid7())}
        for _time in range(2):
            assert as_(omar).post(at("plan-line", over), sent).status_code == 302
        page = as_(omar).get(at("debrief", over)).content.decode()
        assert page.count("One list of beds") == 1 and "1 February" in page
        assert LogEntry.objects.filter(verb="note").count() == 1

    def test_what_is_missing_is_said(self, over, as_, omar):
        response = as_(omar).post(at("plan-line", over), {"text": "One list", "entry": str(uuid7())})
        page = response.content.decode()
        assert response.status_code == 422 and "Write who sees to it." in page
        assert f'href="{at("debrief", over)}?names=1"' in page  # not of the address that takes lines alone

    @pytest.mark.parametrize("day", ["0001-01-01", "2026-01-01", "9999-12-31"])
    def test_a_day_that_is_past_or_far_away_is_refused_with_what_was_written(self, over, as_, omar, day):
        response = as_(omar).post(at("plan-line", over), {**LINE, "until": day, "entry": str(uuid7())})
        page = response.content.decode()
        assert response.status_code == 422 and 'id="id_until_error"' in page and "One list of beds" in page
        assert not LogEntry.objects.filter(verb="note").exists()


class TestMarks:
    @pytest.fixture
    def sent(self, run, omar, now):
        """A request to the analyst that says little, in a run that was finished."""
        seat = Seat.objects.get(run=run, role="investigator")
        said = {"form": "request", "values": {"facts": "Families sent small sums.", "want": "An analysis"}}
        services.record(seat=seat, verb="send", data=said, entry_id=uuid7(), now=now)
        return services.finish(run=run, by=omar, now=now)

    def test_an_evaluator_sets_others_and_the_score_follows(self, sent, as_, omar):
        client = as_(omar)
        assert "Families sent small sums." in client.get(at("debrief", sent)).content.decode()
        data = {"form": "request", "field": "facts", "marks": "٠٫٥", "entry": str(uuid7())}
        assert client.post(at("judge", sent), data).status_code == 302
        sent.refresh_from_db()
        assert sent.state["judged"] == {"request.facts": 0.5}

    @pytest.mark.parametrize("marks", ["", "many", "nan", "1e9", "-1"])
    def test_what_are_no_marks_is_refused(self, sent, as_, omar, marks):
        data = {"form": "request", "field": "facts", "marks": marks, "entry": str(uuid7())}
        response = as_(omar).post(at("judge", sent), data)
        page = response.content.decode()
        assert response.status_code == 422 and 'href="#marks-request-facts">Give marks between 0' in page
        assert f'value="{marks}"\n  aria-invalid="true"' in page and 'id="marks-error">Give marks between 0' in page
        assert page.count('<details class="card" open>') == 1
        sent.refresh_from_db()
        assert sent.state["judged"] == {}


class TestClosing:
    def test_gives_the_results_to_who_took_part_once(self, over, as_, omar, players):
        client = as_(omar)
        for _time in range(2):
            assert client.post(at("close", over)).url == at("debrief", over)
        done = Attempt.objects.filter(completed_at__isnull=False)
        assert [one.enrolment.learner for one in done] == [players["investigator"]]
        page = client.get(at("debrief", over)).content.decode()
        assert "Close the run" not in page and "Add to the plan" not in page

    def test_not_while_it_is_played(self, run, as_, omar):
        assert as_(omar).post(at("close", run)).url == at("console", run)
        run.refresh_from_db()
        assert run.status == "open"

    @pytest.mark.parametrize("role", ["excon", "investigator"])
    def test_no_seat_closes_it_without_giving_the_results(self, over, omar, now, role):
        seat = Seat.objects.get(run=over, role=role)
        with pytest.raises(Refused, match="unknown_verb"):
            services.record(seat=seat, verb="close", data={}, entry_id=uuid7(), now=now, by=omar)
        over.refresh_from_db()
        assert over.status == "debrief" and not LogEntry.objects.filter(verb="close").exists()
        services.close_run(run=over, by=omar, now=now)
        assert Attempt.objects.filter(completed_at__isnull=False).count() == 1
