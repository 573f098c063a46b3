"""Text that means harm becomes harmless when it is rendered."""

import json

import pytest

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
