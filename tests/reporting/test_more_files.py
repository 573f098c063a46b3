"""Reports of plugins as files, and their bars."""

import re

from lms.desks.reporting.plugin_reports.page import drawn
from lms.desks.reporting.tables.table import build_table
from lms.foundation.plugins.report import Column, Row
from tests.conftest import NOW

from .test_exports import on_screen, read_csv, read_sheet
from .test_more import PLACES, STUMBLE, lines


class TestFiles:
    def test_are_the_table_on_the_screen(self, as_, world, tally, kenya, halima):
        tally(kenya)
        client = as_(halima)
        screen = on_screen(client, PLACES)
        assert [row[:2] for row in read_csv(client.get(f"{PLACES}csv/"))] == [row[:2] for row in screen]
        assert [[str(cell) for cell in row[:2]] for row in read_sheet(client.get(f"{PLACES}xlsx/"))] == [
            row[:2] for row in screen
        ]

    def test_of_a_report_that_breaks_in_its_rows_is_not_begun(self, as_, world, tally, academy, halima):
        """The rows of a file that is made at once are read before anything is sent."""
        tally(academy)
        response = as_(halima).get(f"{STUMBLE}csv/?over=later")
        assert response.status_code == 503
        assert not response.streaming


class TestBars:
    def test_are_the_rows_of_the_table(self, as_, world, tally, kenya, halima):
        tally(kenya)
        page = as_(halima).get(PLACES)
        drawing = page.context["drawing"]
        assert drawing.heading == "Enrolments"
        assert [(bar.label, bar.figure) for bar in drawing.bars] == [tuple(row[:2]) for row in lines(as_(halima))]
        assert [bar.width for bar in drawing.bars] == ["100.0%", "33.3%"]
        assert not re.search(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=", page.content.decode())

    def test_are_not_drawn_below_zero_nor_without_rows(self):
        columns = [Column("a", "A"), Column("b", "B", "number")]
        for rows in ([], [Row({"a": "x", "b": -1})]):
            assert drawn(columns, rows, build_table("", columns, rows, today=NOW.date())) is None
