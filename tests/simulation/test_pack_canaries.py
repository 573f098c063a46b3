"""What a seat gets on paper, as it is sent: each word of the case is a mark, and a pack has those of its seat alone."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.urls import reverse

from assessments.casework import read_case, texts_json
from assessments.casework.definition.case_folder import SHIPPED, open_folder
from assessments.simulation.printing.packs import handings, pack
from assessments.simulation.printing.paper import pdf
from lms.foundation.interface.paper import fonts
from tests.builders import in_group
from tests.conftest import make_person

from .canaries import MARK, Place, case_page, marks, pictures
from .conftest import SEATS
from .test_debrief_files import text_of

__all__ = ["case_page", "marks", "pictures"]


@pytest.fixture
def editor(academy):
    return in_group(make_person("KE-501", "Editor", academy), "Editors")


def own(case: Any, seat: str, marks: Mapping[Place, str]) -> set[str]:
    """The marks of what a seat may hold in its hands, and has to."""
    cards = {card for one in case.seats if one.id == seat for card in one.knows}
    cards |= {one.card for one in handings(case) if one.seat == seat}
    decisions = {one.id for one in case.decisions if one.seat == seat}
    forms = {one.id: one for one in case.forms if one.seat == seat}
    names = {seat, *(to for form in forms.values() for to in form.to)}
    found = set()
    for place, mark in marks.items():
        part, id, *inside = (*place, "")
        if (
            place == ("content_note",)
            or (part == "cards" and id in cards)
            or (part == "seats" and (id == seat or (id in names and inside[0] == "name")))
            or (part == "decisions" and id in decisions and (inside[0] == "ask" or place[-1] == "text"))
            or (part == "forms" and id in forms and (inside[0] == "title" or "label" in place or "labels" in place))
        ):
            found.add(mark)
    return found


@pytest.fixture
def sends(run, case_page, as_, omar, editor):
    """What is sent of the pack of a seat, by where it is asked for: the run’s and the draft’s, as a page or a PDF."""

    def of(name: str, seat: str) -> str:
        of_draft = name.startswith("case")
        person, key = (editor, case_page.pk) if of_draft else (omar, run.pk)
        response = as_(person).get(reverse(f"simulation:{name}", args=[key, seat]))
        assert response.status_code == 200
        return sent(response)

    return of


def sent(response: Any) -> str:
    """What of a response can be read: its body, of a PDF the words, and its headers."""
    body = text_of(response.content) if response["Content-Type"] == "application/pdf" else response.content.decode()
    return f"{body} {dict(response.headers)}"


@pytest.mark.parametrize("seat", [SEATS[0], *(pytest.param(one, marks=pytest.mark.sweep) for one in SEATS[1:])])
@pytest.mark.parametrize("name", ["print", "print-paper", "case-pack"])
def test_each_pack_as_it_is_sent_has_all_of_its_seat_and_nothing_of_another(sends, case_page, marks, name, seat):
    case, shown = read_case(case_page.structure), sends(name, seat)
    expected, found = own(case, seat, marks), set(MARK.findall(shown))
    assert found - expected <= {marks["title",]} and expected <= found
    assert not [one.id for one in case.cards if one.id not in own_cards(case, seat) and one.id in shown]


def test_the_paper_of_a_draft_is_that_of_its_page(sends):
    of_page, of_paper = (set(MARK.findall(sends(name, "fiu"))) for name in ("case-pack", "case-pack-paper"))
    assert of_page == of_paper


def own_cards(case: Any, seat: str) -> set[str]:
    knows = {card for one in case.seats if one.id == seat for card in one.knows}
    return knows | {one.card for one in handings(case) if one.seat == seat}


class TestPaper:
    @pytest.mark.parametrize("language", ["en", "fr", "ar"])
    def test_has_every_letter_of_the_words(self, language):
        folder = open_folder(SHIPPED / "guesthouse")
        texts = folder.texts[language]
        said = "".join(str(texts_json(texts)))
        assert fonts.missing(said) == ""
        data = pdf(pack(folder.case, texts, "investigator"), case=texts.title, note=texts.content_note)
        assert data.startswith(b"%PDF") and len(text_of(data)) > 3000
