"""A card with a sound or a film: from the media library, bounded, in words too, and taken along with the course."""

from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Collection
from wagtailmedia.models import get_media_model

from assessments.casework import BadCase, case_json, check, read_case, read_texts
from assessments.casework.definition.recordings import LARGEST_SOUND
from assessments.simulation.authoring.editing.recordings import offered
from assessments.simulation.page.case_files import asked_of
from assessments.simulation.page.compiler import compile_case
from home.curriculum.schema import BadFile
from home.exchange.exporting import export_course
from home.exchange.importing import import_course
from lms.foundation.plugins.activity import NotReady
from tests.courses.test_dashboard import limited

from .test_case import text
from .test_case_languages import latest

SOUND = b"ID3" + bytes(range(256)) * 8
NAME = f"{sha256(SOUND).hexdigest()}.mp3"
WORDS = "A man says that he knows the mother’s house."


def media(data: bytes = SOUND, name: str = "call.mp3", **more):
    row = get_media_model()(title="The call", type="audio", collection=Collection.get_first_root_node(), **more)
    row.file.save(name, ContentFile(data))
    return row


@pytest.fixture
def gives(as_, editor, where, sent):
    def give(**typed):
        client, address = as_(editor), where("case-thing", "cards", "c_wallet")
        return client.post(address, sent(client.get(address), **typed))

    return give


@pytest.fixture
def heard(gives, case_page):
    """The page of the case whose card has a sound."""
    assert gives(recording=str(media().pk), transcript=WORDS).status_code == 302
    return latest(case_page)


class TestAnAuthor:
    def test_reads_how_large_it_may_be_and_chooses_from_the_library(self, as_, editor, where):
        media()
        shown = text(as_(editor).get(where("case-thing", "cards", "c_wallet")))
        assert "up to 5 MB" in shown and "The call" in shown

    def test_gives_it_to_a_card_with_its_words(self, heard):
        assert heard.structure["cards"]["c_wallet"]["recording"] == NAME
        assert heard.structure["cards"]["c_wallet"]["weight"] == len(SOUND)
        assert heard.texts["en"]["cards"]["c_wallet"]["transcript"] == WORDS

    def test_keeps_it_with_other_changes_and_takes_it_away(self, gives, heard, draft):
        assert gives(title="Another title").status_code == 302
        assert draft().structure["cards"]["c_wallet"]["recording"] == NAME
        assert gives(recording="").status_code == 302
        assert "recording" not in draft().structure["cards"]["c_wallet"]
        assert "transcript" not in draft().texts["en"]["cards"]["c_wallet"]

    def test_is_refused_without_words_too_large_or_of_another_kind(self, gives, draft, editor):
        before = draft()
        assert "Write what is said and shown" in text(gives(recording=str(media().pk)))
        large = media(b"ID3" + b"\1" * LARGEST_SOUND)
        assert "and may have 5.0" in text(gives(recording=str(large.pk), transcript=WORDS))
        wave = media(name="call.wav")
        assert str(wave.pk) not in offered(editor)
        assert gives(recording=str(wave.pk), transcript=WORDS).status_code == 422
        gone = media(b"ID3 gone")
        gone.file.storage.delete(gone.file.name)
        assert "This file cannot be read." in text(gives(recording=str(gone.pk), transcript=WORDS))
        assert draft() == before

    def test_is_offered_nothing_of_a_library_that_is_not_theirs(self, case_page, academy):
        row = media()
        person = limited(academy, "KE-779", case_page.get_parent())
        assert str(row.pk) not in offered(person)


def test_a_player_reads_its_size_before_anything_is_loaded(as_, heard, where, editor):
    shown = text(as_(editor).get(where("case-preview") + "?seat=fiu"))
    assert "Sound, 2.0\xa0KB. It is loaded when you play it." in shown and 'preload="none"' in shown
    assert WORDS in shown and reverse("courses:media", args=[NAME]) in shown
    other = text(as_(editor).get(where("case-preview") + "?seat=labour"))
    assert NAME not in other and WORDS not in other
    assert b"".join(as_(editor).get(reverse("courses:media", args=[NAME]))) == SOUND


class TestTheChecker:
    def test_asks_for_words_in_each_language(self, heard):
        heard.texts["en"]["cards"]["c_wallet"].pop("transcript")
        found = check(read_case(heard.structure), read_texts(heard.texts["en"]), plays=0)
        assert [(one.what, one.place) for one in found if one.what == "no_transcript"] == [
            ("no_transcript", "cards.c_wallet")
        ]

    def test_a_release_stops_where_it_is_not_here(self, heard):
        heard.warnings_read = asked_of(heard)
        assert compile_case(heard, "en")
        heard.structure["cards"]["c_wallet"]["recording"] = f"{'0' * 64}.mp3"
        with pytest.raises(NotReady, match="its sound or film is not here"):
            compile_case(heard, "en")

    @pytest.mark.parametrize("more", [{"recording": "../secret.mp3"}, {"recording": NAME, "weight": -1}])
    def test_a_file_that_names_something_else_is_no_case(self, heard, more):
        heard.structure["cards"]["c_wallet"] |= more
        with pytest.raises(BadCase):
            read_case(heard.structure)

    def test_the_structure_comes_back_as_it_went(self, heard):
        assert case_json(read_case(heard.structure)) == heard.structure


def test_it_goes_along_with_the_course(heard, superuser, now, programme_page):
    course = heard.get_parent().specific
    files = export_course(course, by=superuser)
    assert files[f"media/{NAME}"] == SOUND
    with pytest.raises(BadFile, match="sound or film"):
        import_course({**files, f"media/{NAME}": b"ID3 another"}, programme=programme_page, by=superuser, now=now)
    import_course(files, programme=programme_page, by=superuser, now=now)
