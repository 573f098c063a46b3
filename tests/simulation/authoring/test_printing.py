"""A case on paper: a pack for each seat with nothing of another’s, and the list of whoever hands envelopes out."""

from django.urls import reverse

from assessments.casework import read_case, read_texts
from assessments.simulation.printing.packs import handings, pack
from tests.simulation.conftest import SEATS

from .test_case import text


def test_an_envelope_says_not_why_it_comes(case_page):
    case, texts = read_case(case_page.structure), read_texts(case_page.texts["en"])
    for seat in SEATS:
        printed = pack(case, texts, seat)
        assert [one.number for one in printed.envelopes] == list(range(1, len(printed.envelopes) + 1))
        assert len(printed.sheets) == sum(one.seat == seat for one in case.decisions)
    assert {one.card for one in handings(case)} | {card for seat in case.seats for card in seat.knows} == {
        card.id for card in case.cards
    }


def test_whoever_hands_them_out_has_the_list(as_, editor, where):
    shown = text(as_(editor).get(where("case-pack", "excon")))
    assert "Day 1, 02:00" in shown and "Investigator" in shown and "4 hours later" in shown


def test_a_seat_that_is_not_there_has_none(as_, editor, where):
    assert as_(editor).get(where("case-pack", "mayor")).status_code == 404


class TestOfARun:
    def test_has_the_words_of_the_run_and_not_of_the_draft(self, as_, omar, case_page, run):
        case_page.texts["en"]["seats"]["fiu"]["brief"] = "Another brief"
        case_page.save_revision()
        shown = text(as_(omar).get(reverse("simulation:print", args=[run.pk, "fiu"])))
        assert "You see reports" in shown and "Another brief" not in shown
