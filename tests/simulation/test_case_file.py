"""The case file of a seat without a script: what was read, looking for a word; and leaving the page at once."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry
from lms.learning.progress.models import Attempt, Event

from .test_seat_page import address, page, post, turns  # noqa: F401  fixtures

SHOWN = "Report of unusual payments"


class TestReading:
    def test_a_look_notes_nothing_and_the_button_does(self, as_, players, turns):
        client, where = as_(players["fiu"]), address(turns, "fiu")
        assert "Mark as read" in page(client, where) and "not read" in page(client, where)
        assert not LogEntry.objects.exists()
        response = post(client, where, "opened", card="c_wallet")
        assert response.status_code == 302 and response.url == f"{where}#file"
        line = LogEntry.objects.get()
        assert (line.verb, line.data, line.seat.role) == ("opened", {"card": "c_wallet"}, "fiu")
        assert Event.objects.filter(pk=line.pk, verb="entered").exists()

    def test_what_was_read_is_marked_so_for_its_reader(self, as_, players, turns):
        client, where = as_(players["fiu"]), address(turns, "fiu")
        before = page(client, where)
        post(client, where, "opened", card="c_wallet")
        assert page(client, where).count("Mark as read") == before.count("Mark as read") - 2

    def test_a_card_that_did_not_come_cannot_be_read(self, as_, players, turns):
        for card in ("c_passport", "made-up", ""):
            assert post(as_(players["fiu"]), address(turns, "fiu"), "opened", card=card).status_code == 422
        assert not LogEntry.objects.exists()

    def test_to_have_read_alone_is_not_to_have_taken_part(self, as_, players, turns, omar, now):
        post(as_(players["fiu"]), address(turns, "fiu"), "opened", card="c_wallet")
        services.finish(run=turns, by=omar, now=now)
        assert post(as_(players["fiu"]), address(turns, "fiu"), "opened", card="c_wallet").status_code == 302
        services.close_run(run=turns, by=omar, now=now)
        assert not Attempt.objects.filter(kind="simulation", completed_at__isnull=False).exists()
        assert "Mark as read" not in page(as_(players["fiu"]), address(turns, "fiu"))


class TestSearching:
    @pytest.mark.parametrize("word", ["unusual", "UNUSUAL  payments", "Únusual"])
    def test_finds_cards_by_a_word_in_them(self, as_, players, turns, word):
        shown = page(as_(players["fiu"]), f"{address(turns, 'fiu')}?{urlencode({'q': word})}")
        file = shown[shown.index('id="file"') :]
        assert SHOWN in file and 'data-key="card-c_wallet" open>' in file and "Show all" in file

    def test_says_how_many_were_found(self, as_, players, turns):
        shown = page(as_(players["fiu"]), f"{address(turns, 'fiu')}?q=zebra")
        assert "0 cards" in shown and '<details class="card" open>' not in shown

    def test_finds_nothing_of_other_seats(self, as_, players, turns, file):
        client = as_(players["fiu"])
        others = [card["title"] for id, card in file["cards"].items() if id != "c_wallet"]
        for title in others:
            assert title not in page(client, f"{address(turns, 'fiu')}?{urlencode({'q': title[:12]})}").replace(
                f'value="{title[:12]}"', ""
            )


class TestLeaving:
    def test_each_page_of_a_seat_has_a_way_out_and_the_note(self, as_, players, turns, file):
        shown = page(as_(players["fiu"]), address(turns, "fiu"))
        assert reverse("simulation:break") in shown and file["content_note"] in shown

    def test_the_way_out_says_nothing_of_the_case(self, as_, players, turns, client):
        shown = page(as_(players["fiu"]), reverse("simulation:break"))
        assert "guesthouse" not in shown.lower() and "<title>A short break" in shown
        assert client.get(reverse("simulation:break")).status_code == 302
