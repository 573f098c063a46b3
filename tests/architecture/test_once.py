"""What is written once is written nowhere else, and each rule catches the breach it is there for."""

import re
from pathlib import Path

import pytest

from . import once, templates

pytestmark = pytest.mark.once


@pytest.fixture
def breach(tmp_path):
    """A house of one module that holds the lines given."""

    def write(*lines: str) -> Path:
        (tmp_path / "certificates").mkdir()
        (tmp_path / "certificates" / "extra.py").write_text("\n".join(lines) + "\n")
        return tmp_path

    return write


def test_who_sees_rows_of_an_institution_is_written_once(breach):
    assert once.rewritten_visibility() == []
    root = breach(
        "class Rows:",
        "    def visible_to(self, viewer, *roles):",
        "        return self.filter(institution__in=Institution.objects.visible_to(viewer, *roles))",
    )
    assert len(once.rewritten_visibility(root)) == 1


def test_digits_are_looked_for_in_one_place(breach):
    assert once.rewritten_numbers() == []
    assert len(once.rewritten_numbers(breach("pk = int(text) if text.isascii() and text.isdigit() else None"))) == 1


def test_what_is_overdue_is_said_once(breach):
    assert once.rewritten_due_dates() == []
    root = breach("late = row.due_at is not None and row.due_at < now", "rows.filter(due_at__lt=now)")
    assert len(once.rewritten_due_dates(root)) == 2


def test_days_are_written_in_one_place(breach):
    assert once.rewritten_days() == []
    root = breach('date_format(day, "l j F")', 'date_format(day, "H:i")', 'date_format(day, "SHORT_DATE_FORMAT")')
    assert len(once.rewritten_days(root)) == 1


def test_pages_write_days_in_the_words_of_the_reader(tmp_path):
    assert once.days_of_templates() == []
    templates = tmp_path / "certificates" / "templates"
    templates.mkdir(parents=True)
    (templates / "list.html").write_text('{{ issued_at|date:"Y-m-d" }} <time datetime="{{ at|date:\'c\' }}">')
    (templates / "short.html").write_text("{{ issued_at|date }}")
    (templates / "other.html").write_text("{{ issued_at|day }}")
    assert len(once.days_of_templates(tmp_path)) == 2


def test_how_long_an_answer_is_kept_is_written_once(breach):
    assert once.rewritten_caching() == []
    root = breach('response["Cache-Control"] = "private"', 'HttpResponse(headers={"Cache-Control": "no-store"})')
    assert len(once.rewritten_caching(root)) == 2


def test_encodings_are_guessed_in_one_place(breach):
    assert once.rewritten_decoding() == []
    assert len(once.rewritten_decoding(breach('text = data.decode("cp1252")', 'text.encode("utf-8")'))) == 1


def test_xml_is_read_by_one_parser(breach):
    assert once.rewritten_parsers() == []
    root = breach(
        "ElementTree.fromstring(data)",
        "parser = DefusedXMLParser(target=target)",
        "from lxml import etree",
        "import xml.dom.minidom",
        "from defusedxml import ElementTree",
        "from xml.etree import ElementTree",
        "from openpyxl import load_workbook",
        "from xml.etree.ElementTree import Element",
        "from xml.sax.saxutils import quoteattr",
        "from openpyxl import Workbook",
    )
    assert len(once.rewritten_parsers(root)) == 7


def test_texts_are_folded_in_one_place(breach):
    assert once.rewritten_folding() == []
    assert len(once.rewritten_folding(breach('plain = unicodedata.normalize("NFKD", text)'))) == 1


def test_pictures_are_opened_in_one_place(breach):
    assert once.rewritten_pictures() == []
    assert len(once.rewritten_pictures(breach("Image.open(file)", 'Image.new("RGB", size)'))) == 1


def test_charts_are_framed_by_one_template(tmp_path):
    assert templates.drawn_charts() == ["lms/foundation/interface/templates/interface/components/chart.html"]
    another = tmp_path / "lms/desks/templates/desks/another.html"
    another.parent.mkdir(parents=True)
    another.write_text('<figure><svg class="chart"></svg></figure>')
    assert templates.drawn_charts(tmp_path) == ["lms/desks/templates/desks/another.html"]


def test_html_is_written_in_templates(breach):
    assert once.written_html() == []
    root = breach(
        'format_html("<b>{}</b>", name)',
        "mark_safe(text)",
        'f"<p class=small>{name}</p>"',
        'f"{number} < {other} and (?P<name>x)"',
        'path("<int:pk>/")',
    )
    assert len(once.written_html(root)) == 3


def test_each_room_that_may_write_html_does(breach):
    written = "\n".join(once.written_html(allowed=()))
    assert [room for room in once.HTML_WRITERS if not re.search(rf"^{re.escape(room)}[.:]", written, re.M)] == []
