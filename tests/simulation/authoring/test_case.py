"""The case before its author: what was found, its picture, its parts in words, and on paper; who sees none of it."""

from html import unescape

from django.urls import reverse
from wagtail.models import Locale

from assessments.casework import read_case, read_texts
from assessments.simulation.page.case_files import checked
from assessments.simulation.printing.packs import handings, pack
from tests.progress.counting import statements
from tests.simulation.conftest import SEATS

PARTS = {
    "seats": "You lead a unit of four",
    "cards": "National hotline",
    "injects": "Danger to the people in the guesthouse + 1",
    "decisions": "critical mistake",
    "forms": "Facts that point to it (1)",
    "facts": "0 – 5",
    "team": "The charge fits the facts = yes",
    "measures": "At the start → ",
}


def text(response) -> str:
    return unescape(response.content.decode())


def test_is_reached_from_the_editor_and_drawn(as_, editor, case_page, where):
    client = as_(editor)
    edited = text(client.get(reverse("wagtailadmin_pages:edit", args=[case_page.pk])))
    assert where("case") in edited and "<svg" in edited and "Day 1, 20:00, when People found = no" in edited
    shown = text(client.get(where("case")))
    assert "Seats and time" in shown and "<svg" in shown and "The guesthouse" in shown
    assert where("case-download", "xlsx") in shown and where("case-pack", "fiu") in shown


def test_each_part_of_a_case_is_read_in_words_of_each_language(as_, editor, bilingual, where):
    client = as_(editor)
    shown = {part: text(client.get(where("case-part", part))) for part in PARTS}
    assert [part for part, words in PARTS.items() if words not in shown[part]] == []
    for words in ("Day 1, 02:00", "when The manager is warned = yes and People found = no, 6 hours later"):
        assert words in shown["injects"]
    assert "Investigator" in shown["injects"] and "decide within 24 hours whether to go in" in shown["injects"]
    french = text(client.get(where("case-part", "seats") + "?language=fr"))
    assert "Enquêteu" in french and "You lead a unit" not in french


class TestTheChecker:
    def test_says_where_and_what_to_do_and_leads_there(self, as_, editor, case_page, where):
        case_page.structure["decisions"][0]["default"] = None
        case_page.texts["en"]["cards"]["c_call1"]["text"] = ""
        case_page.findings = checked(case_page.structure, case_page.texts, "en", {})
        case_page.save_revision()
        shown = text(as_(editor).get(where("case")))
        assert "Card “Hotline note, 21:40”: words that people read are missing. Write them." in shown
        assert "What do you do?”: say which option is taken where nobody decides in time." in shown
        assert where("case-thing", "cards", "c_call1") in shown

    def test_names_the_language(self, bilingual):
        bilingual.texts["fr"]["cards"]["c_call1"]["text"] = ""
        found = checked(bilingual.structure, bilingual.texts, "en", {})
        assert {"fr"} == {values.get("language") for what, _place, values, level in found if level == "fault"}


class TestWho:
    def test_who_writes_for_every_institution_and_serves_at_none_comes_by_the_link_of_the_editor(
        self, as_, editor, case_page, where
    ):
        editor.institution = None
        editor.save(update_fields=["institution"])
        client = as_(editor)
        assert where("case") in text(client.get(reverse("wagtailadmin_pages:edit", args=[case_page.pk])))
        assert client.get(where("case")).status_code == 200
        editor.groups.clear()
        assert as_(editor).get(where("case")).status_code == 404

    def test_nor_does_an_editor_while_somebody_else_has_locked_it(self, as_, editor, superuser, case_page, where):
        case_page.locked, case_page.locked_by = True, superuser
        case_page.save()
        assert as_(editor).get(where("case")).status_code == 404

    def test_a_page_without_a_case_offers_to_begin(self, as_, editor, case_page, where):
        case_page.structure, case_page.texts = {}, {}
        case_page.save_revision().publish()
        client = as_(editor)
        assert "There is no case yet" in text(client.get(where("case")))
        assert client.get(where("case-part", "cards")).status_code == 404


def test_costs_the_same_for_every_case(as_, editor, case_page, where):
    client = as_(editor)
    client.get(where("case"))
    case_page.save_revision()
    counts = []
    for name, *more in (
        ("case",),
        ("case-part", "decisions"),
        ("case-thing", "decisions", "assess"),
        ("case-preview",),
    ):
        with statements() as asked:
            client.get(where(name, *more))
        counts.append(len(asked))
    assert max(counts) <= 16, counts
    case_page.structure["cards"] = dict(list(case_page.structure["cards"].items())[:3])
    case_page.save_revision()
    with statements() as asked:
        client.get(where("case"))
    assert len(asked) == counts[0]


def test_the_page_in_another_language_leads_to_the_case_of_the_first(as_, editor, bilingual, where, draft):
    french, _made = Locale.objects.get_or_create(language_code="fr")
    page = bilingual.copy_for_translation(french, copy_parents=True)
    page.save_revision().publish()
    client, address = as_(editor), reverse("simulation:case-thing", args=[page.pk, "seats", "fiu"])
    shown = text(client.get(address))
    assert 'name="brief"' in shown and 'name="knows"' not in shown
    assert where("case-part", "seats") + "?language=fr" in shown


def test_the_steps_of_the_procedure_are_a_strip_and_a_table(as_, editor, case_page, where):
    for decision in case_page.structure["decisions"]:
        decision["step"] = 0 if decision.get("step") == 9 else decision.get("step", 0)
    case_page.save_revision()
    shown = text(as_(editor).get(where("case-part", "team")))
    assert shown.count("<rect") == 14 and shown.count("not asked for") == 1 and "Fields of forms" in shown
    assert "<rect" not in text(as_(editor).get(where("case-part", "measures")))


def test_an_envelope_says_not_why_it_comes(case_page):
    case, texts = read_case(case_page.structure), read_texts(case_page.texts["en"])
    for seat in SEATS:
        printed = pack(case, texts, seat)
        assert [one.number for one in printed.envelopes] == list(range(1, len(printed.envelopes) + 1))
        assert len(printed.sheets) == sum(one.seat == seat for one in case.decisions)
    assert {one.card for one in handings(case)} | {card for seat in case.seats for card in seat.knows} == {
        card.id for card in case.cards
    }


def test_whoever_hands_envelopes_out_has_the_list(as_, editor, where):
    shown = text(as_(editor).get(where("case-pack", "excon")))
    assert "Day 1, 02:00" in shown and "Investigator" in shown and "4 hours later" in shown


def test_a_seat_that_is_not_there_has_no_pack(as_, editor, where):
    assert as_(editor).get(where("case-pack", "mayor")).status_code == 404


def test_a_pack_of_a_run_has_its_words_and_not_those_of_the_draft(as_, omar, case_page, run):
    case_page.texts["en"]["seats"]["fiu"]["brief"] = "Another brief"
    case_page.save_revision()
    shown = text(as_(omar).get(reverse("simulation:print", args=[run.pk, "fiu"])))
    assert "You see reports" in shown and "Another brief" not in shown
