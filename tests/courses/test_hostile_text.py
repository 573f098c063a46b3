"""Text that means harm becomes harmless when it is rendered, and no live formula in files of Wagtail’s reports."""

import csv
import json
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from courses.lessons.richtext import Links, safe_html

from .dangers import dangers
from .test_rendering import CORPORA, block, compiled


class TestHostileText:
    def payloads(self):
        folder = CORPORA / "hostile"
        if not folder.is_dir():
            pytest.skip(f"the hostile samples are not there: {folder}")
        yield from (fixture["payload"] for fixture in json.loads((folder / "dompurify-fixtures.json").read_text()))
        yield from json.loads((folder / "blns.json").read_text())
        yield from (path.read_text() for path in sorted(folder.glob("*.svg")))

    def test_leaves_nothing_executable(self):
        for payload in self.payloads():
            for source in (payload, f'<a href="{payload}">x</a>', f'<p title="{payload}">x</p>'):
                html = safe_html(source, links=Links(), keep=lambda file, name: "")
                assert dangers(html) == [], payload

    def test_cannot_break_out_of_plain_fields(self, db):
        evil = '"><script>alert(1)</script>'
        html = compiled(
            block("heading", evil),
            block("callout", {"tone": evil, "title": evil, "text": f"<p>{evil}</p>"}),
            block("table", {"caption": evil, "header": [evil], "rows": [[evil]]}),
            block("glossary", {"title": evil, "terms": [{"term": evil, "meaning": evil}]}),
        ).html
        assert "<script" not in html

    def test_links_to_deleted_things_stay_as_text(self, db):
        source = (
            '<p><a linktype="page" id="99999">page</a> <a linktype="document" id="99999">file</a> <a '
            'href="javascript:x()">x</a></p>'
        )

        html = compiled(block("text", source)).html

        assert "href" not in html
        assert "page" in html


FORMULA = '=HYPERLINK("http://elsewhere.example/","Click")'


REPORT = "wagtailadmin_reports:site_history"


@pytest.fixture
def logged(lesson, superuser):
    """An editor gave a page a title that is a formula."""
    lesson.title = lesson.draft_title = FORMULA
    return PageLogEntry.objects.log_action(instance=lesson, action="wagtail.edit", user=superuser)


def test_a_title_is_no_formula_in_csv(as_, superuser, logged):
    response = as_(superuser).get(reverse(REPORT), {"export": "csv"})

    cells = [cell for row in csv.reader(StringIO(b"".join(response.streaming_content).decode())) for cell in row]
    assert f"'{FORMULA}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_nor_in_a_spreadsheet(as_, superuser, logged):
    response = as_(superuser).get(reverse(REPORT), {"export": "xlsx"})

    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert f"'{FORMULA}" in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}
