"""What staff typed or chose stands there still where it is refused, beside the reason."""

from html import unescape

import pytest

from assessments.simulation.runs.models import Seat
from lms.foundation.plugins.identifiers import uuid7
from tests.conftest import make_person

from .test_console import at


@pytest.fixture
def refused(as_, omar):
    """The page, in characters, that answers what `omar` sent and that is not taken."""

    def send(name, run, data):
        response = as_(omar).post(at(name, run), data)
        assert response.status_code == 422
        return unescape(response.content.decode())

    return send


class TestSeats:
    def test_a_number_that_is_refused_keeps_its_role(self, refused, make_run):
        shown = refused("seats", make_run(opened=False, seated=()), {"number": "KE-404", "role": "labour"})
        assert 'value="KE-404"' in shown and 'aria-describedby="number-help number-error" aria-invalid="true"' in shown
        assert '<option value="labour"\n   selected>' in shown and shown.count(" selected") == 1
        assert 'href="#number">No person with this number' in shown

    def test_whoever_is_refused_keeps_the_role_that_was_chosen(self, refused, make_run, cohort, players, academy, now):
        late = make_person("KE-699", "Officer Late", academy)
        cohort.members.create(user=late, joined_at=now)
        run = make_run(opened=False, seated=())
        shown = refused("seats", run, {f"role-{late.pk}": "fiu", f"role-{players['fiu'].pk}": "fiu"})
        assert f'href="#role-{late.pk}">Officer Late is not enrolled' in shown
        assert f'id="error-{late.pk}">Officer Late is not enrolled' in shown and shown.count(" selected") == 1
        assert Seat.objects.playing().get().person == players["fiu"]

    def test_a_search_of_people_reads_no_address(self, as_, omar, make_run, players):
        players["fiu"].email = "secret@example.org"
        players["fiu"].save()
        client, seats = as_(omar), at("seats", make_run(opened=False, seated=()))
        number = players["fiu"].service_number
        assert number in client.get(seats, {"q": players["fiu"].name}).content.decode()
        assert number not in client.get(seats, {"q": "secr"}).content.decode()

    def test_the_next_page_has_the_word_that_was_looked_for(self, as_, omar, make_run, monkeypatch):
        monkeypatch.setattr("assessments.simulation.planning.views.PEOPLE", 2)
        shown = as_(omar).get(at("seats", make_run(opened=False, seated=())), {"q": "officer"}).content.decode()
        assert 'href="?q=officer&amp;page=2"' in shown


class TestConsole:
    def test_words_for_an_inject_that_was_given_meanwhile_stand_there_still(self, run, as_, omar, refused):
        sent = {"verb": "fire", "inject": "j13", "text": "A man asked for H."}
        assert as_(omar).post(at("enter", run), sent | {"entry": str(uuid7())}).status_code == 302
        shown = refused("enter", run, sent | {"entry": str(uuid7()), "text": "Some other words."})
        assert 'href="#msel">This inject was sent before.' in shown and "“Some other words.”" in shown

    @pytest.mark.parametrize("kind", ["role", "seat"])
    def test_a_number_that_is_refused_keeps_the_place_that_was_chosen(self, run, sits, refused, kind):
        place = "role fiu" if kind == "role" else f"seat {sits('fiu').pk}"
        shown = refused("join", run, {"number": "KE-404", "place": place})
        assert f'<option value="{place}" selected>' in shown and shown.count(" selected") == 1
