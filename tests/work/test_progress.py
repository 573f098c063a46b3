"""What people read of background work: one template, which looks again only while somebody is at work."""

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from lms.foundation.work.progress import Progress, progress_of

from .greetings import Greeting, Status

pytestmark = pytest.mark.once

WORKING = Greeting(status=Status.RUNNING, handled=1200, total=30000)


def drawn(progress: Progress, **more) -> str:
    return " ".join(render_to_string("work/progress.html", {"progress": progress, **more}).split()).replace("> <", "><")


class TestProgress:
    def test_says_how_far_work_is_in_words_and_with_a_bar(self):
        page = drawn(progress_of(WORKING, again="/here/?which=all&page=2", status="Under way"))
        assert '<p role="status"><span class="pill w-status">Under way</span> 1200 of 30000 done</p>' in page
        assert 'aria-hidden="true" value="1200" max="30000"></progress>' in page
        assert '<a href="/here/?which=all&amp;page=2">Look again</a>' in page
        assert 'data-work="working"' in page and "work/progress.js" in page

    def test_says_it_in_the_words_of_the_room(self):
        assert "Sending: 3 letters." in drawn(progress_of(WORKING, again="", sentence="Sending: 3 letters."), note="a")

    def test_has_a_bar_before_anybody_knows_how_much_there_is(self):
        page = drawn(progress_of(Greeting(status=Status.PENDING), again="?"))
        assert 'value="0" max="1"' in page and "role=" not in page

    @pytest.mark.parametrize("status", [Status.DONE, Status.FAILED])
    def test_stops_when_nothing_is_left_to_do(self, status):
        page = drawn(progress_of(Greeting(status=status, handled=3, total=3), again="?", status="That is it"))
        assert 'data-work="done"' in page and "That is it" in page
        assert not any(part in page for part in ("<progress", "<script", "Look again"))

    @pytest.mark.parametrize("language", ["fr", "ar", "am"])
    def test_writes_numbers_for_the_browser_in_every_language(self, language):
        with override(language):
            assert 'value="1200" max="30000"' in drawn(progress_of(WORKING, again="?"))

    def test_keeps_what_a_room_says_from_being_markup(self):
        assert "<b>" not in drawn(Progress(is_working=True, status="<b>", sentence="<b>", again='"><b>'), note='"><b>')
