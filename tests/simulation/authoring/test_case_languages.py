"""A language is added to a case on the pages, and its words are written piece by piece, each beside its source."""

import pytest

from assessments.simulation.authoring.drafts import draft_of
from assessments.simulation.authoring.languages import lacks, next_lack
from assessments.simulation.authoring.pages import CasePage
from assessments.simulation.page.case_files import asked_of
from assessments.simulation.page.compiler import compile_case
from lms.foundation.plugins.activity import NotReady

from .test_case import text


@pytest.fixture
def swahili(as_, editor, where):
    """A language in which nothing is written."""
    response = as_(editor).post(where("case-languages"), {"add-language": "sw"})
    assert response.status_code == 302
    return response.url


def latest(page) -> CasePage:
    return CasePage.objects.get(pk=page.pk).get_latest_revision_as_object()


class TestALanguage:
    def test_that_is_added_has_nothing_yet_and_says_what(self, as_, editor, where, draft, swahili):
        assert draft().texts["sw"]["cards"]["c_call1"] == {"title": "", "source": "", "text": ""}
        shown = text(as_(editor).get(swahili))
        assert "Translated: 0 of " in shown and "Card “Hotline note, 21:40”" in shown
        assert where("case-thing", "cards", "c_call1") + "?language=sw" in shown

    def test_that_is_added_twice_is_there_once(self, as_, editor, where, draft, swahili, case_page):
        before = CasePage.objects.get(pk=case_page.pk).revisions.count()
        assert as_(editor).post(where("case-languages"), {"add-language": "sw"}).status_code == 422
        assert CasePage.objects.get(pk=case_page.pk).revisions.count() == before

    @pytest.mark.parametrize("code", ["", "xx", "en"])
    def test_that_is_none_is_refused(self, as_, editor, where, draft, code):
        before = draft()
        assert as_(editor).post(where("case-languages"), {"add-language": code}).status_code == 422
        assert draft() == before

    def test_that_is_not_finished_stops_its_own_release_alone(self, case_page, swahili):
        page = latest(case_page)
        page.warnings_read = asked_of(page)
        assert compile_case(page, "en").title == "The guesthouse"
        with pytest.raises(NotReady, match="words are there in one language alone"):
            compile_case(page, "sw")


class TestATranslation:
    def test_stands_beside_its_source(self, as_, editor, where, swahili):
        shown = text(as_(editor).get(where("case-thing", "decisions", "assess") + "?language=sw"))
        assert "The sister begs for help" in shown and "Open a file and ask the sister" in shown
        assert "The guesthouse" in text(as_(editor).get(where("case-situation") + "?language=sw"))

    def test_is_saved_piece_by_piece_and_leads_to_the_next(self, as_, editor, where, draft, sent, swahili):
        client, address = as_(editor), where("case-thing", "cards", "c_call1") + "?language=sw"
        total = sum(one.texts for one in lacks(draft(), "sw"))
        response = client.post(address, sent(client.get(address), title="Simu ya usiku"))
        assert draft().texts["sw"]["cards"]["c_call1"] == {"title": "Simu ya usiku", "source": "", "text": ""}
        assert sum(one.texts for one in lacks(draft(), "sw")) == total - 1
        following = next_lack(draft(), "sw", "cards", "c_call1")
        assert response.url == where("case-thing", following.part, following.id) + "?language=sw"
        assert draft().texts["en"]["cards"]["c_call1"]["title"] == "Hotline note, 21:40"

    def test_of_one_option_leaves_the_others_for_later(self, as_, editor, where, draft, sent, swahili):
        client, address = as_(editor), where("case-thing", "decisions", "assess") + "?language=sw"
        assert client.post(address, sent(client.get(address), **{"options-0-text": "Uliza leo"})).status_code == 302
        options = draft().texts["sw"]["decisions"]["assess"]["options"]
        [decision] = [one for one in draft().case.decisions if one.id == "assess"]
        first, *others = [one.id for one in decision.options]  # in the order of the case, which JSON does not keep
        assert options[first]["text"] == "Uliza leo" and {options[id]["text"] for id in others} == {""}

    def test_does_not_overwrite_what_a_colleague_saved(self, as_, editor, superuser, where, draft, sent, swahili):
        client, address = as_(editor), where("case-thing", "seats", "fiu") + "?language=sw"
        mine = sent(client.get(address), name="Mchambuzi")
        other = as_(superuser)
        other.post(address, sent(other.get(address), name="Mchunguzi wa fedha"))
        shown = as_(editor).post(address, mine)
        assert shown.status_code == 409 and "Mchunguzi wa fedha" in text(shown) and "Mchambuzi" in text(shown)
        assert draft().texts["sw"]["seats"]["fiu"]["name"] == "Mchunguzi wa fedha"

    def test_that_is_whole_says_so(self, as_, editor, bilingual, where):
        assert lacks(draft_of(bilingual), "fr") == []
        assert "Everything is translated." in text(as_(editor).get(where("case-languages") + "?language=fr"))
