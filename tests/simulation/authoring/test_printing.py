"""A case on paper: a pack for each seat with nothing of another’s, and the list of whoever hands envelopes out."""

import pytest
from django.urls import reverse

from assessments.casework import read_case, read_texts
from assessments.simulation.authoring.case_parts import ids
from assessments.simulation.printing.packs import handings, pack
from tests.simulation.conftest import SEATS

from .test_case import text


@pytest.fixture
def marked(case_page):
    """Each thing of the case says of which kind it is, and which."""
    texts = case_page.texts["en"]
    for part, names in (("cards", ("title", "source", "text")), ("seats", ("brief",)), ("forms", ("title",))):
        for id, words in texts[part].items():
            words |= {name: f"[{part}:{id}:{name}]" for name in names}
    for id, words in texts["decisions"].items():
        words["ask"] = f"[decisions:{id}:ask]"
        for option, said in words["options"].items():
            said |= {"text": f"[decisions:{id}:{option}]", "feedback": f"[feedback:{id}:{option}]"}
    for id, words in texts["injects"].items():
        words["expect"] = f"[expect:{id}]"
    case_page.save_revision()
    return read_case(case_page.structure)


def of(case, seat) -> set[str]:
    """The marks of what a seat may get."""
    cards = {card for one in case.seats if one.id == seat for card in one.knows}
    cards |= {one.card for one in handings(case) if one.seat == seat}
    own = {f"[cards:{card}:{name}]" for card in cards for name in ("title", "source", "text")}
    own |= {f"[forms:{one.id}:title]" for one in case.forms if one.seat == seat}
    for one in case.decisions:
        if one.seat == seat:
            own |= {f"[decisions:{one.id}:ask]", *(f"[decisions:{one.id}:{option.id}]" for option in one.options)}
    return own | {f"[seats:{seat}:brief]"}


def marks_in(page: str) -> set[str]:
    return {f"[{part.split(']')[0]}]" for part in page.split("[")[1:] if ":" in part.split("]")[0]}


@pytest.mark.parametrize("seat", SEATS)
def test_a_seat_gets_all_of_its_own_and_nothing_of_another(as_, editor, marked, where, seat):
    shown = text(as_(editor).get(where("case-pack", seat)))
    assert marks_in(shown) == of(marked, seat)


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
    def test_is_for_who_runs_it(self, as_, omar, neighbour, players, run):
        address = reverse("simulation:print", args=[run.pk, "fiu"])
        assert "Financial intelligence analyst" in text(as_(omar).get(address))
        assert as_(neighbour).get(address).status_code == 404
        assert as_(players["fiu"]).get(address).status_code == 404

    def test_has_the_words_of_the_run_and_not_of_the_draft(self, as_, omar, case_page, run):
        case_page.texts["en"]["seats"]["fiu"]["brief"] = "Another brief"
        case_page.save_revision()
        shown = text(as_(omar).get(reverse("simulation:print", args=[run.pk, "fiu"])))
        assert "You see reports" in shown and "Another brief" not in shown


def test_ids_of_a_list_without_ids_are_numbers(case_page):
    assert ids(case_page.structure, "team")[:2] == ["1", "2"]
