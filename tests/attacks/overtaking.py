"""Two people open one form and both save it: the later one undoes nothing, sees both versions, and saves knowingly."""

import re

import pytest

from lms.foundation.interface import stale_forms

from .mutation import browser, held_by, instead


def was(response) -> str:
    return re.search(r'name="was" value="([^"]+)"', response.content.decode())[1]


class Overtaken:
    """`one` opened the form and wrote `mine`; before they sent it the other administrator saved `theirs`."""

    mine: dict[str, str]
    theirs: dict[str, str]

    @pytest.fixture
    def sent(self, pair, address) -> dict[str, str]:
        one, other = pair
        sent = {"was": was(browser(one).get(address)), **self.mine}
        theirs = {"was": was(browser(other).get(address)), **self.theirs}
        assert browser(other).post(address, theirs).status_code == 302
        return sent

    def test_what_a_colleague_saved_is_not_undone(self, sent, pair, address, academy):
        def undone() -> bool:
            browser(pair[0]).post(address, sent)
            return self.is_mine(academy)

        held_by(instead(stale_forms, "_digest", lambda initial: sent["was"]), attack=undone)

    def test_both_versions_are_shown_and_saving_again_is_knowingly(self, sent, pair, address, academy):
        response = browser(pair[0]).post(address, sent)
        page = response.content.decode()
        assert response.status_code == 409 and "Somebody else saved this form meanwhile" in page
        assert all(sentence in page for sentence in self.shown)
        assert browser(pair[0]).post(address, {**sent, "was": was(response)}).status_code == 302
        assert self.is_mine(academy)

    def test_the_same_form_again_is_taken_for_what_it_is(self, sent, pair, address, academy):
        assert browser(pair[1]).post(address, {"was": sent["was"], **self.theirs}).status_code == 302
        assert not self.is_mine(academy)
