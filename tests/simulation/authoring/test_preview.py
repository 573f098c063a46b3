"""The author plays the case beforehand, as any seat at any hour; what was played well is kept and played again."""

import json

import pytest
from django.apps import apps

from assessments.casework import read_case, read_texts
from assessments.casework.definition.case_folder import SHIPPED
from assessments.simulation.authoring.pages import CasePage
from assessments.simulation.page.activity import Simulation
from assessments.simulation.page.recorded_paths import broken_paths, result_of
from assessments.simulation.preview import plays
from assessments.simulation.runs.models import Run
from lms.foundation.plugins.activity import NotReady
from lms.foundation.plugins.identifiers import uuid7

from .test_case import text

GOOD = json.loads((SHIPPED / "guesthouse" / "paths" / "good.json").read_text())


def at(where, seat, minute):
    return f"{where('case-preview')}?seat={seat}&at={minute}"


def enter(client, address, verb, **data):
    return client.post(address, {"verb": verb, "entry_id": str(uuid7()), **data})


def decided(client, where, seat, minute, decision, option):
    return enter(client, at(where, seat, minute), "decide", decision=decision, option=option, reason="Because")


@pytest.fixture
def path(client, case_page):
    case, texts = read_case(case_page.structure), read_texts(case_page.texts["en"])
    seats, refused = result_of(case, texts, GOOD)
    log = [entry for number, entry in enumerate(GOOD, 1) if number not in refused]
    return {"language": "en", "log": log, "seats": seats}


class TestLooking:
    def test_a_seat_sees_what_it_would(self, as_, editor, where):
        client = as_(editor)
        shown = text(client.get(at(where, "fiu", 0)))
        assert "Financial intelligence analyst" in shown and "What do you do?" in shown
        assert "keeps her passport" not in shown and "Next thing that happens" in shown

    def test_at_a_later_hour_what_came_by_itself_is_there(self, as_, editor, where):
        client = as_(editor)
        assert "Day 1, 03:00" in text(client.get(at(where, "investigator", 180)))
        early, late = (text(client.get(at(where, "investigator", minute))) for minute in (0, 180))
        assert early.count("<article") < late.count("<article")

    @pytest.mark.parametrize("query", ["?seat=mayor&at=soon", "?at=99999999999", "?at=-1", "?language=xx", ""])
    def test_what_is_asked_wrongly_is_the_beginning_or_the_end(self, as_, editor, where, query):
        assert as_(editor).get(where("case-preview") + query).status_code == 200

    def test_the_preview_writes_no_row_and_no_revision(self, as_, editor, case_page, where, draft):
        client, before = as_(editor), draft()
        client.get(at(where, "fiu", 60))
        rows = {model: model.objects.count() for model in apps.get_app_config("simulation").get_models()}
        client.get(at(where, "fiu", 60))
        decided(client, where, "fiu", 60, "money", "open")
        client.get(at(where, "fiu", 14400))
        assert rows == {model: model.objects.count() for model in rows} and not Run.objects.exists()
        case_page.refresh_from_db()
        assert draft() == before and case_page.revisions.count() == 1


class TestPlaying:
    def test_what_one_enters_has_its_consequences_for_others(self, as_, editor, where):
        client = as_(editor)
        assert decided(client, where, "investigator", 60, "assess", "go").status_code == 302
        assert "Because" in text(client.get(at(where, "investigator", 60)))
        assert "Because" not in text(client.get(at(where, "investigator", 0)))
        late = text(client.get(at(where, "investigator", 600)))
        assert "At the door" in late

    def test_whoever_goes_back_plays_on_from_there(self, as_, editor, where):
        client = as_(editor)
        decided(client, where, "investigator", 60, "assess", "go")
        decided(client, where, "fiu", 120, "money", "open")
        decided(client, where, "investigator", 30, "assess", "joint")
        assert "Entries: 1" in text(client.get(at(where, "fiu", 120)))

    def test_what_is_not_possible_is_said_with_what_was_written(self, as_, editor, where):
        client = as_(editor)
        decided(client, where, "fiu", 60, "money", "open")
        page = decided(client, where, "fiu", 60, "money", "wait")
        assert page.status_code == 422 and "The decision was made before" in text(page)
        page = enter(client, at(where, "fiu", 60), "say", text="Where are you?")
        assert page.status_code == 422 and "Where are you?" in text(page)
        assert enter(client, at(where, "fiu", 60), "close").status_code == 400

    def test_is_ones_own_and_begins_again(self, as_, editor, superuser, where):
        client = as_(editor)
        decided(client, where, "fiu", 60, "money", "open")
        assert "Entries: 0" in text(as_(superuser).get(at(where, "fiu", 60)))
        client.post(where("case-preview-begin"))
        assert "Entries: 0" in text(client.get(at(where, "fiu", 60)))

    def test_is_not_longer_than_a_session_holds(self, as_, editor, where, monkeypatch):
        monkeypatch.setattr(plays, "MOST_ENTRIES", 0)
        page = decided(as_(editor), where, "fiu", 60, "money", "open")
        assert page.status_code == 422 and "This play is too long" in text(page)


class TestAPath:
    def test_is_kept_without_what_was_written_and_played_from_there(self, as_, editor, where, draft):
        client = as_(editor)
        decided(client, where, "fiu", 60, "money", "open")
        assert "Keep this path" in text(client.get(at(where, "fiu", 14400)))
        assert "This field is required" in text(client.post(where("case-preview-record"), {"name": ""}, follow=True))
        shown = text(client.post(where("case-preview-record"), {"name": "One/first"}, follow=True))
        assert "One–first" in shown and "Entries: 1" in shown
        (kept,) = draft().paths.values()
        assert kept["log"][0]["data"]["reason"] == "–" and kept["seats"]["fiu"]["passed"] is False
        client.post(where("case-preview-begin"))
        client.post(where("case-preview-begin"), {"path": "One–first"})
        assert "Entries: 1" in text(client.get(at(where, "fiu", 60)))
        client.post(where("case-forget", "One–first"))
        assert draft().paths == {} and client.post(where("case-forget", "One–first")).status_code == 404

    def test_that_ends_as_well_stops_nothing(self, case_page, path):
        case_page.paths = {"good": path}
        assert Simulation().compile(case_page, language="en", country="").title == "The guesthouse"
        assert all(one["passed"] and one["score"] == 1 for one in path["seats"].values())

    def test_that_ends_worse_stops_the_publication(self, as_, editor, case_page, where, path, sent):
        case_page.paths = {"good": path}
        case_page.save_revision().publish()
        client, address = as_(editor), where("case-thing", "decisions", "charge")
        page = client.get(address)
        (options,) = [one.options for one in read_case(case_page.structure).decisions if one.id == "charge"]
        places = {option.id: place for place, option in enumerate(options)}
        more = {f"options-{places['tip']}-never": "on", f"options-{places['smuggling']}-marks": "4"}
        assert client.post(address, sent(page, **more)).status_code == 302
        case = CasePage.objects.get(pk=case_page.pk)
        sentence = "Recorded path “good”: it no longer ends as well for everybody."
        assert sentence in text(client.get(where("case")))
        with pytest.raises(NotReady, match="no longer ends as well"):
            Simulation().compile(case.get_latest_revision_as_object(), language="en", country="")

    def test_whose_entries_are_not_possible_any_more_is_named(self, case_page, path):
        structure = json.loads(json.dumps(case_page.structure))
        structure["decisions"] = [one for one in structure["decisions"] if one["id"] != "money"]
        texts = {"en": read_texts(case_page.texts["en"])}
        (found,) = broken_paths(read_case(structure), texts, {"good": path})
        assert (found.what, found.values["number"]) == ("path_refused", 1)
        (found,) = broken_paths(read_case(case_page.structure), texts, {"bad": {**path, "log": "none"}})
        assert found.what == "path_refused"


def test_seats_names_are_text(as_, editor, case_page, where):
    case_page.texts["en"]["seats"]["fiu"]["name"] = "<img src=x onerror=alert(1)>"
    case_page.save_revision()
    client = as_(editor)
    for address in (where("case"), where("case-part", "seats"), at(where, "fiu", 0), where("case-pack", "fiu")):
        assert "<img src=x" not in client.get(address).content.decode()
