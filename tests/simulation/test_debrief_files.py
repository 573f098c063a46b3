"""What stands beside the debrief of a run: its paper, the run again at any of its entries, and other groups."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from assessments.simulation.runs import services
from assessments.simulation.runs.models import Seat
from lms.foundation.plugins.identifiers import uuid7
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role
from tests.conftest import make_person
from tests.made_files import made_file
from tests.progress.counting import statements

from .test_console import at
from .test_debrief import LINE, over

__all__ = ["over"]


def text_of(data: bytes) -> str:
    """The words of a PDF, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())


class TestPaper:
    def test_says_what_the_page_says_with_the_plan_and_no_names(self, over, as_, omar):
        client = as_(omar)
        client.post(at("plan-line", over), {**LINE, "entry": str(uuid7())})
        response = made_file(client, at("debrief-paper", over))
        assert response["Content-Type"] == "application/pdf"
        assert f"debrief-{over.pk}.pdf" in response["Content-Disposition"]
        text = text_of(response.content)
        for words in (
            "Turning points",
            "She may be in danger.",
            "Danger over time",
            "Who knew what, when",
            "The good path",
            "One list of beds",
            "Mlima Police Academy",
        ):
            assert words in text
        assert "Officer investigator" not in text

    @pytest.mark.parametrize("language", ["ar", "am"])
    def test_in_other_scripts(self, over, as_, omar, language):
        omar.language = language
        omar.save()
        response = made_file(as_(omar), at("debrief-paper", over))
        assert response.status_code == 200 and len(PdfReader(BytesIO(response.content)).pages) > 1


class TestReplay:
    @pytest.fixture
    def shared(self, run, omar, now):
        """The investigator decides, and passes on what they were called about."""
        seat = Seat.objects.get(run=run, role="investigator")
        for verb, data in (
            ("decide", {"decision": "assess", "option": "go", "reason": "She may be in danger."}),
            ("share", {"card": "c_call1", "to": ["fiu"]}),
        ):
            services.record(seat=seat, verb=verb, data=data, entry_id=uuid7(), now=now)
        return services.finish(run=run, by=omar, now=now)

    def shown(self, client, run, entry="") -> str:
        page = client.get(at("replay", run), {"entry": entry} if entry else {}).content.decode()
        return page[page.index("<main") : page.index("</main>")]

    def test_shows_the_moment_that_was_asked_for(self, shared, as_, omar):
        client = as_(omar)
        nothing, first, second = (self.shown(client, shared, entry) for entry in ("0", "1", "2"))
        assert "Before the first entry." in nothing and "She may be in danger." not in nothing
        assert "She may be in danger." in first and "Hotline note, 21:40" in first
        assert "Passed “Hotline note, 21:40” on to Financial intelligence analyst" in second
        fiu = second[second.index("<h3>Financial intelligence analyst</h3>") :]
        assert fiu.index("New") < fiu.index("Hotline note, 21:40") < fiu.index("Service provider")
        assert "?entry=0" in first and "?entry=2" in first

    def test_whoever_runs_it_plays_on_from_there(self, shared, as_, omar, academy):
        colleague = make_person("KE-199", "Chebet", academy, Role.INSTRUCTOR)
        assert f"{at('fork', shared)}?entry=1" in self.shown(as_(omar), shared, "1")
        assert at("fork", shared) not in self.shown(as_(colleague), shared, "1")

    @pytest.mark.parametrize("asked", ["", "99999", "-1", "x", "١"])
    def test_what_is_no_entry_is_the_last_one(self, shared, as_, omar, asked):
        assert "Entry 3 of 3" in self.shown(as_(omar), shared, asked)


class TestGroups:
    @pytest.fixture
    def other(self, make_run, omar, now):
        """Another group of the cohort, that waited."""
        run = make_run(seated=())
        run.name = "Group B"
        run.save()
        return services.finish(run=run, by=omar, now=now)

    def main(self, response) -> str:
        page = response.content.decode()
        return page[page.index("<main") : page.index("</main>")]

    def test_what_two_groups_decided_stands_side_by_side(self, over, other, as_, omar):
        page = self.main(as_(omar).get(at("groups", over)))
        for words in (
            "Group B",
            "Send two officers round now",
            "She may be in danger.",
            "never came up",
            "The good path",
        ):
            assert words in page
        assert "Officer investigator" not in page

    def test_what_somebody_plays_in_is_not_shown_to_them(self, over, make_run, omar, now, as_, players, academy):
        people_services.appoint(user=players["fiu"], institution=academy, role=Role.INSTRUCTOR)
        Seat.objects.filter(run=over, role="fiu").delete()
        other = make_run(seated=())
        other.name = "Their own"
        other.save()
        services.seat(run=other, role="fiu", person=players["fiu"], by=omar, now=now)
        services.finish(run=other, by=omar, now=now)
        assert "Their own" in self.main(as_(omar).get(at("groups", over)))
        assert "Their own" not in self.main(as_(players["fiu"]).get(at("groups", over)))

    def test_each_page_of_what_is_over_costs_eight_statements_however_many_groups_there_are(
        self, over, other, make_run, as_, omar, now
    ):
        client, counted = as_(omar), []
        for more in range(2):
            if more:
                services.finish(run=make_run(seated=()), by=omar, now=now)
            for name in ("debrief", "replay", "groups"):
                client.get(at(name, over))
                with statements() as listed:
                    client.get(at(name, over))
                assert len(listed) <= 8, "\n".join(listed)
            counted.append(len(listed))
        assert counted[0] == counted[1]
