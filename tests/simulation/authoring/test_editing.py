"""One thing of a case after the other is changed in a form: words by language, structure in the first one."""

import pytest

from assessments.casework import AnyOf
from assessments.simulation.authoring import drafts
from assessments.simulation.authoring.case_parts import ids
from assessments.simulation.authoring.drafts import with_same_places
from assessments.simulation.authoring.editing.choices import pick
from assessments.simulation.authoring.editing.registry import EDITED

from .test_case import text


class TestEveryThing:
    @pytest.mark.parametrize("some", [slice(2), pytest.param(slice(None), marks=pytest.mark.sweep)])
    @pytest.mark.parametrize("part", EDITED)
    def test_saved_as_it_stands_is_the_same(self, as_, editor, case_page, where, draft, sent, part, some):
        client, before = as_(editor), draft()
        for id in ids(before.structure, part)[some]:
            address = where("case-thing", part, id)
            response = client.post(address, sent(client.get(address)))
            assert response.status_code == 302, (id, response.context["form"].errors, response.context["form"].rows)
        assert draft() == before
        case_page.refresh_from_db()
        assert case_page.revisions.count() == 1

    def test_that_is_not_there_is_not_found(self, as_, editor, where):
        client = as_(editor)
        for part, id in (("cards", "nothing"), ("nothing", "c_call1"), ("team", "99")):
            assert client.get(where("case-thing", part, id)).status_code == 404


class TestAnInject:
    def test_comes_later_and_to_others(self, as_, editor, where, draft, sent):
        client, address = as_(editor), where("case-thing", "injects", "j01")
        typed = {"day": "2", "time": "09:30", "to": ["labour", "fiu"], "by_hand": "on", "expect": "They meet"}
        client.post(address, sent(client.get(address), **typed))
        inject = draft().case.injects[0]
        assert (inject.at, inject.to, inject.by_hand) == (1440 + 570, ("labour", "fiu"), True)
        assert draft().texts["en"]["injects"]["j01"]["expect"] == "They meet"

    def test_waits_for_what_is_picked_by_name(self, as_, editor, where, draft, sent):
        client, address = as_(editor), where("case-thing", "injects", "j01")
        page = client.get(address)
        assert "Ask immigration, labour and the coordinator today" in text(page)
        rows = {
            "when-0-fact": pick("d:assess", "joint"), "when-0-verb": "=",
            "when-1-fact": pick("found"), "when-1-verb": "=", "when-1-value": "no", "when-1-or": "1",
            "when-2-fact": pick("safe"), "when-2-verb": "by", "when-2-value": "48",
            "then-0-fact": "risk", "then-0-verb": "add", "then-0-value": "-1",
        }  # fmt: skip
        assert client.post(address, sent(page, **rows)).status_code == 302
        first, second = draft().case.injects[0].when
        assert isinstance(first, AnyOf) and [one.fact for one in first.clauses] == ["d:assess", "found"]
        assert (first.clauses[0].value, first.clauses[1].value) == ("joint", False)
        assert (second.op, second.value) == ("by", 48 * 60)
        assert draft().case.injects[0].then[0].value == -1

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"time": "late"}, "Write the time like 08:30."),
            ({"delay": "soon"}, "Write hours as a number"),
            ({"then-0-fact": "risk", "then-0-verb": "add", "then-0-value": "much"}, "A fact changes by a number"),
            ({"when-0-fact": "[", "when-0-verb": "="}, "Choose a fact from the list."),
            ({"when-0-fact": "99999999", "when-0-verb": "="}, "Choose a fact from the list."),
            ({"when-0-fact": '[["found"]]', "when-0-verb": "="}, "Choose a fact from the list."),
            ({"then-0-fact": "nosuch", "then-0-verb": "set"}, "Choose a fact from the list."),
            ({"to": ["mayor"]}, "Select a valid choice"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, as_, editor, where, draft, sent, typed, sentence):
        client, address, before = as_(editor), where("case-thing", "injects", "j01"), draft()
        page = client.post(address, sent(client.get(address), **typed))
        assert page.status_code == 422 and sentence in text(page) and draft() == before


class TestADecision:
    def test_has_other_marks_and_another_option(self, as_, editor, bilingual, where, draft, sent):
        client, address = as_(editor), where("case-thing", "decisions", "assess")
        typed = {
            "options-0-marks": "5",
            "options-1-never": "on",
            "options-3-text": "Telephone the guesthouse",
            "options-3-feedback": "The caller begged that nobody does.",
            "closes": "12.5",
        }
        assert client.post(address, sent(client.get(address), **typed)).status_code == 302
        decision = draft().case.decisions[0]
        assert [option.id for option in decision.options] == ["joint", "go", "wait", "option"]
        assert (decision.options[0].marks, decision.options[1].never, decision.closes) == (5, True, 750)
        options = draft().texts["en"]["decisions"]["assess"]["options"]
        assert options["option"]["text"] == "Telephone the guesthouse"
        assert draft().texts["fr"]["decisions"]["assess"]["options"]["option"]["text"] == ""
        assert "(French)" in text(client.get(where("case")))

    def test_an_option_is_taken_out(self, as_, editor, where, draft, sent):
        client, address = as_(editor), where("case-thing", "decisions", "assess")
        client.post(address, sent(client.get(address), **{"options-1-DELETE": "on"}))
        assert [option.id for option in draft().case.decisions[0].options] == ["joint", "wait"]
        assert set(draft().texts["en"]["decisions"]["assess"]["options"]) == {"joint", "wait"}

    def test_what_an_option_lacks_is_said(self, as_, editor, where, sent):
        client, address = as_(editor), where("case-thing", "decisions", "assess")
        page = client.post(address, sent(client.get(address), **{"options-0-text": ""}))
        assert page.status_code == 422 and 'href="#id_options-0-text"' in text(page)


class TestWords:
    def test_of_another_language_change_nothing_else(self, as_, editor, bilingual, where, draft, sent):
        client, address = as_(editor), where("case-thing", "cards", "c_call1") + "?language=fr"
        page, before = client.get(address), draft()
        assert 'name="need"' not in text(page) and "first one" in text(page)
        client.post(address, sent(page, title="Un appel", need=["labour"]))
        assert draft().texts["fr"]["cards"]["c_call1"]["title"] == "Un appel"
        assert draft().structure == before.structure and draft().texts["en"] == before.texts["en"]

    def test_have_the_same_places_in_each_language(self):
        own = {"title": "A", "cards": {"c": {"title": "B", "text": "", "words": [["x"]]}}}
        other = {"title": "C", "cards": {"c": {"text": "D"}, "gone": {"title": "E"}}}
        assert with_same_places({"en": own, "fr": other}, "en") == {
            "en": {"title": "A", "cards": {"c": {"title": "B", "words": [["x"]]}}},
            "fr": {"title": "C", "cards": {"c": {"title": "", "words": []}}},
        }

    def test_that_a_form_is_marked_by(self, as_, editor, where, draft, sent):
        client, address = as_(editor), where("case-thing", "forms", "request")
        client.post(address, sent(client.get(address), **{"fields-0-looked_for": "traffick, exploit\nlabour"}))
        words = draft().texts["en"]["forms"]["request"]["fields"]["offence"]["words"]
        assert words == [["traffick", "exploit"], ["labour"]]


class TestAdding:
    def test_a_card_and_an_inject_that_brings_it(self, as_, editor, where, draft, sent):
        client = as_(editor)
        for part, typed in (
            ("cards", {"title": "The blue van", "text": "It stands behind the kitchen."}),
            ("injects", {"card": "the_blue_van", "day": "3", "time": "07:00", "to": ["labour"]}),
        ):
            address = where("case-add", part)
            for _twice in range(2):
                assert client.post(address, sent(client.get(address), **typed)).status_code == 302
        inject = draft().case.injects[-1]
        assert (inject.id, inject.card, inject.at) == ("the_blue_van", "the_blue_van", 2 * 1440 + 420)
        assert len(draft().case.injects) == 16

    def test_two_of_one_name_are_two(self, as_, editor, where, draft, sent):
        client, address = as_(editor), where("case-add", "cards")
        for words in ("It stands behind the kitchen.", "It is gone."):
            client.post(address, sent(client.get(address), title="The blue van", text=words))
        cards = draft().texts["en"]["cards"]
        assert cards["the_blue_van"]["text"] == "It stands behind the kitchen."
        assert cards["the_blue_van_2"]["text"] == "It is gone."

    def test_a_form_with_a_field_and_what_earns_its_marks(self, as_, editor, bilingual, where, draft, sent):
        client, address = as_(editor), where("case-add", "forms")
        typed = {
            "title": "Custody record",
            "sender": "labour",
            "to": ["fiu"],
            "fields-0-label": "Who was told",
            "fields-0-type": "many",
            "fields-0-options": "Hana\nMulu\nIdris",
            "fields-0-key": "has",
            "fields-0-right": "Hana\nMulu",
            "fields-0-wrong": "Idris",
            "fields-0-marks": "2",
        }
        page = client.post(address, sent(client.get(address), **typed))
        assert page.status_code == 302, (page.context["form"].errors, page.context["form"].rows.errors)
        form = draft().case.forms[-1]
        assert (form.id, form.seat, form.to, form.fields[0].id) == ("custody_record", "labour", ("fiu",), "field")
        assert (form.fields[0].key.all, form.fields[0].key.none) == (("Hana", "Mulu"), ("Idris",))
        page = client.post(address, sent(client.get(address), **typed | {"fields-0-right": "Sami"}))
        assert page.status_code == 422 and "as it stands among the options" in text(page)

    def test_a_measure_and_what_all_earn_marks_for(self, as_, editor, where, draft, sent):
        client = as_(editor)
        for part, typed in (
            ("measures", {"label": "Hours to the find", "kind": "hours", "first": "start", "second": "found"}),
            ("measures", {"label": "Danger", "kind": "mean", "facts": ["risk"]}),
            ("team", {"label": "Found", "marks": "2", "when-0-fact": pick("found"), "when-0-value": "yes"}),
        ):
            address = where("case-add", part)
            assert client.post(address, sent(client.get(address), **typed)).status_code == 302
        assert [one.facts for one in draft().case.measures[-2:]] == [("start", "found"), ("risk",)]
        assert (draft().case.team[-1].marks, draft().texts["en"]["team"][str(len(draft().case.team))]["label"]) == (
            2,
            "Found",
        )
        page = client.post(where("case-add", "measures"), {"label": "A", "kind": "hours", "first": "start"})
        assert page.status_code == 422 and "Choose a fact from the list." in text(page)

    def test_not_what_has_no_form_for_it_nor_in_another_language(self, as_, editor, bilingual, where):
        client = as_(editor)
        assert client.get(where("case-add", "paths")).status_code == 404
        assert client.get(where("case-add", "cards") + "?language=fr").status_code == 404

    def test_what_is_taken_out_is_named_where_it_is_missed(self, as_, editor, bilingual, where, draft):
        client = as_(editor)
        client.post(where("case-remove", "cards", "c_call2"))
        assert "c_call2" not in draft().texts["fr"]["cards"]
        assert "“c_call2” is nowhere in the case" in text(client.get(where("case")))

    def test_what_all_earn_marks_for_moves_up_and_twice_is_once(self, as_, editor, bilingual, where, draft):
        client, before = as_(editor), draft()
        known = ids(before.structure, "team")
        page = client.get(where("case-thing", "team", "2"))
        for _twice in range(2):
            client.post(where("case-remove", "team", "2"), {"seen": page.context["seen"]})
        after = draft()
        assert ids(after.structure, "team") == known[:-1]
        assert after.case.team == (before.case.team[0], *before.case.team[2:])
        for language in ("en", "fr"):
            old, new = before.texts[language]["team"], after.texts[language]["team"]
            assert new == {"1": old["1"], **{str(int(each) - 1): old[each] for each in known[2:]}}

    def test_what_all_earn_marks_for_stays_where_somebody_else_took_another_out(
        self, as_, editor, superuser, where, draft
    ):
        pages = {id: as_(editor).get(where("case-thing", "team", id)).context["seen"] for id in ("1", "2")}
        as_(superuser).post(where("case-remove", "team", "1"), {"seen": pages["1"]})
        before = draft()
        page = as_(editor).post(where("case-remove", "team", "2"), {"seen": pages["2"]}, follow=True)
        assert "Another person has changed this" in text(page) and draft() == before
        assert as_(editor).post(where("case-remove", "team", "2")).status_code == 302 and draft() == before


class TestTheSituation:
    def test_the_form_changes_the_situation_of_the_draft(self, as_, editor, where, draft, sent):
        client, address = as_(editor), where("case-situation")
        typed = {"title": "The hostel", "ends": "96", "turns": "24 48", "passes_at": "60"}
        assert client.post(address, sent(client.get(address), **typed)).status_code == 302
        case = draft().case
        assert (case.ends, case.turns, case.passes_at) == (96 * 60, (1440, 2880), 0.6)
        assert draft().texts["en"]["title"] == "The hostel"

    @pytest.mark.parametrize("typed", [{"turns": "48 24"}, {"turns": "soon"}, {"ends": "0"}, {"ends": ""}])
    def test_says_what_is_wrong(self, as_, editor, where, draft, sent, typed):
        client, address, before = as_(editor), where("case-situation"), draft()
        assert client.post(address, sent(client.get(address), **typed)).status_code == 422
        assert draft() == before


class TestTwoAuthors:
    def test_one_does_not_write_over_the_other(self, as_, editor, superuser, where, draft, sent):
        address, client = where("case-thing", "cards", "c_call1"), as_(editor)
        first = client.get(address)
        client.post(address, sent(first, title="By the first"))
        page = as_(superuser).post(address, sent(first, title="By the second"))
        assert page.status_code == 409 and "Saved meanwhile: By the first" in text(page)
        assert draft().texts["en"]["cards"]["c_call1"]["title"] == "By the first"

    def test_both_change_different_things(self, as_, editor, superuser, where, draft, sent):
        pages = {}
        for person, id in ((editor, "c_call1"), (superuser, "c_call2")):
            address = where("case-thing", "cards", id)
            pages[person.pk] = (address, sent(as_(person).get(address), title=f"By {id}"))
        for person in (editor, superuser):
            as_(person).post(*pages[person.pk])
        cards = draft().texts["en"]["cards"]
        assert (cards["c_call1"]["title"], cards["c_call2"]["title"]) == ("By c_call1", "By c_call2")

    def test_what_could_not_be_taken_out_is_said(self, as_, editor, where, draft, monkeypatch):
        client, before = as_(editor), draft()
        monkeypatch.setattr(drafts, "_stored", lambda *_seen: False)
        page = client.post(where("case-remove", "cards", "c_call2"), follow=True)
        assert "This could not be saved." in text(page) and draft() == before
