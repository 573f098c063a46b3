"""What is kept about people is said in the reader's language: on pages, on paper and in the file."""

import io

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone, translation
from pypdf import PdfReader

from lms.desks.privacy.labels import label, text_of
from lms.desks.privacy.records import columns_of
from lms.foundation.plugins.personal_data import declared_personal_data
from tests.made_files import made_file

OTHERS = [code for code, _name in settings.LANGUAGES if code != "en"]


def said(language: str) -> dict[tuple[str, str], list[str]]:
    with translation.override(language):
        return {
            (one.record.model, one.record.person): [str(one.record.what), str(one.record.corrected)]
            for one in declared_personal_data()
        }


@pytest.mark.once
@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated(language):
    english, theirs = said("en"), said(language)
    same = [where for where, sentences in english.items() if set(sentences) & set(theirs[where]) - {""}]
    assert same == []


@pytest.mark.once
def test_no_field_is_named_in_english_to_others():
    with translation.override("ar"):
        columns = [
            column for kind in declared_personal_data() if not kind.record.shown for column in columns_of(kind.record)
        ]
        called = [label(column.name, {column.name: str(column.verbose_name)}) for column in columns]
    assert len(called) > 100
    assert [one for one in called if one.isascii()] == []


@pytest.mark.once
def test_moments_and_answers_are_in_words():
    with translation.override("fr"), timezone.override("Africa/Nairobi"):
        assert text_of("2026-11-24T09:00:00.125+00:00") == "24 novembre 2026 12:00"
        assert (text_of("2026-11-24"), text_of(True)) == ("24 novembre 2026", "Oui")
        assert [text_of(one) for one in ("2026-13-24", 5, "KE-101")] == ["2026-13-24", "5", "KE-101"]


@pytest.mark.once
def test_the_table_for_the_officer_is_english_whatever_the_site_speaks():
    out = io.StringIO()
    with translation.override("fr"):
        call_command("personal_data", "--markdown", stdout=out)
    assert "| People | Cohorts in which somebody learns. |" in out.getvalue()


def test_a_page_and_its_paper_are_in_the_reader_s_language(as_, wanjiru, completed_enrolment):
    client = as_(wanjiru)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    sentence = said("fr")["progress.Attempt", "enrolment__learner"][0]
    assert sentence in client.get("/privacy/").content.decode()
    paper = PdfReader(io.BytesIO(made_file(client, "/privacy/personal-data.pdf").content))
    assert sentence in " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert client.get("/privacy/personal-data.json").json()["kinds"][0].keys() >= {"room", "table", "what", "rows"}
