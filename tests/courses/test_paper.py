"""Procedures and blank forms in another language than the reader's, with the words that belong to the page itself."""

import re
from datetime import date

import pytest

from courses.models import PaperPage, ProcedurePage

from .test_procedures import step


@pytest.fixture
def arabic(client):
    return lambda url: client.get(url, headers={"accept-language": "ar"}).content.decode()


def test_the_words_between_the_texts_of_a_procedure_are_in_its_language(site, arabic):
    valid_from = date(2026, 12, 1)
    site.add_child(instance=ProcedurePage(title="On duty", slug="duty", steps=[step(1)], valid_from=valid_from))
    page = arabic("/duty/")
    steps = page.partition('<div class="stack" lang="en" dir="ltr">')[2]
    assert "Who acts" in steps and "Time limit" in steps
    assert "For every country" in page and "Valid from 1 December 2026" in page
    assert not re.search(r"[\u0600-\u06ff]", steps.partition("</main>")[0])


def test_the_boxes_of_a_form_are_in_its_language(site, arabic):
    field = {"name": "danger", "label": "In danger?", "type": "known", "options": [], "rows": 1}
    site.add_child(instance=PaperPage(title="Risk", slug="risk", fields=[{"type": "field", "value": field}]))
    boxes = arabic("/forms/risk/").partition('<div class="stack" lang="en" dir="ltr">')[2]
    assert all(f"☐ {word}<" in boxes for word in ("Yes", "No", "Unknown"))
