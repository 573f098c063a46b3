"""Simulations: the draft of a case that two authors change at once; the later form undoes nothing, and shows both."""

from html import unescape

import pytest

from assessments.simulation.authoring.case_parts import ids
from assessments.simulation.authoring.editing import services, situation_forms
from assessments.simulation.authoring.editing.registry import EDITED
from lms.foundation.interface import stale_forms
from tests.simulation.authoring.conftest import bilingual, draft, editor, sent, where  # noqa: F401  fixtures

from ..mutation import browser, held_by, instead

OPTIONS = ("case-thing", "decisions", "assess")
ADDED = {"text": "Ask the neighbours", "marks": "1"}


def said(response) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def opens(where, sent):
    """Somebody opens a form of the case; the function that sends it, with what they typed."""

    def opened(person, *place):
        page = browser(person).get(where(*place))
        return lambda **typed: browser(person).post(where(*place), sent(page, **typed))

    return opened


@pytest.fixture
def options(draft):
    def texts() -> list[str]:
        """In the order of the form; the database keeps the words of options in an order of its own."""
        case = draft()
        words = case.texts["en"]["decisions"]["assess"]["options"]
        [decision] = [one for one in case.structure["decisions"] if one["id"] == "assess"]
        return [words[option["id"]]["text"] for option in decision["options"]]

    return texts


def new_row(number: int, **more: str) -> dict[str, str]:
    return {f"options-{number}-{name}": text for name, text in (ADDED | more).items()}


@pytest.mark.parametrize(
    ("place", "name"), [(("case-thing", "cards", "c_call1"), "title"), (("case-situation",), "title")]
)
def test_a_form_that_comes_late_undoes_nothing(editor, superuser, opens, draft, place, name):
    mine, theirs = opens(editor, *place), opens(superuser, *place)
    assert theirs(**{name: "By the colleague"}).status_code == 302
    before = draft()

    def undone() -> bool:
        mine(**{name: "Mine", "was": "of before"})
        return draft() != before

    held_by(instead(stale_forms, "_digest", lambda initial: "of before"), attack=undone)


@pytest.mark.parametrize("place", [("case-thing", "cards", "c_call1"), ("case-situation",)])
def test_both_versions_are_shown_and_saving_again_is_knowingly(editor, superuser, opens, draft, sent, where, place):
    mine, theirs = opens(editor, *place), opens(superuser, *place)
    theirs(title="By the colleague")
    response = mine(title="Mine")
    assert response.status_code == 409
    assert "Saved meanwhile: By the colleague" in said(response) and 'value="Mine"' in said(response)
    assert browser(editor).post(where(*place), sent(response)).status_code == 302
    assert "Mine" in str(draft().texts["en"])


@pytest.mark.parametrize(("module", "name"), [(services.case_parts, "stamp"), (situation_forms, "situation_of")])
def test_nor_does_one_that_is_overtaken_while_it_is_saved(
    editor,
    superuser,
    opens,
    draft,
    monkeypatch,
    module,
    name,
):
    place = ("case-thing", "cards", "c_call1") if name == "stamp" else ("case-situation",)
    mine, theirs, put_in = opens(editor, *place), opens(superuser, *place), services.put_in

    def overtaken(**about):
        monkeypatch.setattr(services, "put_in", put_in)
        assert theirs(title="By the colleague").status_code == 302
        return put_in(**about)

    monkeypatch.setattr(services, "put_in", overtaken)
    assert mine(title="Mine").status_code == 409
    assert "Mine" not in str(draft().texts["en"])


@pytest.mark.parametrize("some", [slice(2), pytest.param(slice(None), marks=pytest.mark.sweep)])
@pytest.mark.parametrize("part", EDITED)
def test_as_it_stands_a_form_says_nothing_else_than_what_was_saved(editor, where, draft, sent, part, some):
    """Otherwise whoever changed nothing would be refused."""
    client, before = browser(editor), draft()
    for id in ids(before.structure, part)[some]:
        address = where("case-thing", part, id)
        data = {
            name: text.replace("\n", "\r\n") if isinstance(text, str) else text
            for name, text in sent(client.get(address)).items()
        }
        late = {name: "of before" if name.endswith("was") else text for name, text in data.items()}
        response = client.post(address, late)
        assert response.status_code == 302, (id, said(response))
    assert draft() == before


class TestOptions:
    """The options of a decision are found by their id, wherever they stand by now."""

    def test_that_a_colleague_changed_are_not_undone(self, editor, superuser, opens, options):
        mine, theirs = opens(editor, *OPTIONS), opens(superuser, *OPTIONS)
        assert theirs(**{"options-0-text": "By the colleague"}).status_code == 302
        response = mine(ask="Mine")
        assert response.status_code == 409 and "Saved meanwhile: By the colleague" in said(response)
        assert "By the colleague" in options()

    def test_that_a_colleague_added_stay(self, editor, superuser, opens, options, draft):
        mine, theirs, before = opens(editor, *OPTIONS), opens(superuser, *OPTIONS), options()
        assert theirs(**new_row(len(before))).status_code == 302
        assert mine(ask="Mine", **{"options-0-text": "Also mine"}).status_code == 302
        assert options() == ["Also mine", *before[1:], ADDED["text"]]
        assert draft().texts["en"]["decisions"]["assess"]["ask"] == "Mine"

    def test_that_both_added_are_both_shown_first(self, editor, superuser, opens, options, sent, where):
        mine, theirs, before = opens(editor, *OPTIONS), opens(superuser, *OPTIONS), options()
        theirs(**new_row(len(before)))
        response = mine(**new_row(len(before), text="Mine"))
        assert response.status_code == 409 and ADDED["text"] in said(response) and "Mine" in said(response)
        assert browser(editor).post(where(*OPTIONS), sent(response)).status_code == 302
        assert options() == [*before, ADDED["text"], "Mine"]

    def test_that_a_colleague_took_out_do_not_come_back(self, editor, superuser, opens, options):
        mine, theirs, before = opens(editor, *OPTIONS), opens(superuser, *OPTIONS), options()
        assert theirs(**{"options-0-DELETE": "on"}).status_code == 302
        response = mine(ask="Mine")
        assert response.status_code == 409 and before[0] in said(response)
        assert options() == before[1:]

    def test_sent_twice_are_there_once(self, editor, opens, options):
        mine, before = opens(editor, *OPTIONS), options()
        assert [mine(**new_row(len(before))).status_code for _twice in range(2)] == [302, 302]
        assert options() == [*before, ADDED["text"]]
