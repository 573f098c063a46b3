"""The board of a case: every inject, decision and form once for each of its seats, where and when it comes."""

import re
from dataclasses import replace

import pytest
from django.template import Context, Template
from django.utils import translation

from assessments.casework.debriefing import danger_over_time
from assessments.casework.definition.case import Case, Clause, Decision, Inject, Option, Seat, Texts
from assessments.casework.logs import play_log, read_log
from assessments.casework.presentation.board import DAY, board
from assessments.casework.presentation.board_chart import LINE, MARK, WIDTH, draw

from .paths import path

pytestmark = pytest.mark.once


def test_everything_stands_once_for_each_of_its_seats(case):
    drawn = board(case)
    found = sorted((mark.kind, mark.id, mark.seat) for mark in drawn.marks)
    injects = [("inject", each.id, seat) for each in case.injects for seat in each.to]
    decisions = [("decision", each.id, each.seat) for each in case.decisions]
    assert found == sorted([*injects, *decisions, *(("form", each.id, each.seat) for each in case.forms)])
    assert drawn.in_turns and [column.ends for column in drawn.columns[:6]] == [1440, 2880, 4320, 7200, 12960, 14400]


def test_marks_are_numbered_by_time_and_stand_in_the_column_of_their_minute(case):
    drawn = board(case)
    timed = [mark for mark in sorted(drawn.marks, key=lambda mark: mark.number) if mark.at is not None]
    assert [mark.at for mark in timed] == sorted(mark.at for mark in timed)
    for mark in timed:
        column = drawn.columns[mark.column]
        assert column.starts <= mark.at <= column.ends
    assert next(mark for mark in timed if mark.id == "j01").at == 120
    assert {mark.column for mark in drawn.marks if mark.at is None} <= {len(drawn.columns) - 1}


def test_marks_without_a_time_of_their_own_are_not_fixed(case):
    fixed = {mark.id for mark in board(case).marks if mark.is_fixed}
    assert "j01" in fixed and "j04" not in fixed


def test_a_draft_that_cannot_be_played_has_a_board(case):
    broken = replace(case, decisions=(*case.decisions, Decision("x", "nobody", (), when=(Clause("y", "=", 1),))))
    drawn = board(broken)
    assert {mark.id for mark in drawn.marks if mark.at is None} > {"j04"}
    assert "x" not in {mark.id for mark in drawn.marks}
    assert board(Case("c", 10, ())).marks == ()


def test_days_share_a_column_where_there_are_no_turns_and_many_days():
    drawn = board(Case("c", 30 * DAY, (Seat("a"),), injects=(Inject("i", at=4 * DAY, to=("a",), card="k"),)))
    assert [column.ends for column in drawn.columns][:2] == [3 * DAY, 6 * DAY] and len(drawn.columns) == 10
    assert drawn.marks[0].column == 1


def test_injects_without_recipients_stand_in_a_row_of_their_own():
    options = (Option("a", marks=1), Option("b", takes=5))
    case = Case("c", DAY, (Seat("a"),), injects=(Inject("i"),), decisions=(Decision("d", "a", options),))
    assert board(case).seats == ("", "a")


def places(drawing):
    return [(float(one.x), float(one.y)) for row in drawing.rows for one in row.marks]


def test_a_drawing_keeps_its_marks_apart_and_is_a_mirror_from_right_to_left(case):
    drawn = board(case)
    names = ["A seat with a long name"] * len(drawn.seats)
    drawing, mirrored = draw(drawn, names), draw(drawn, names, rtl=True)
    found = places(drawing)
    assert all(0 < x < WIDTH and 0 < y < float(drawing.height) for x, y in found)
    for number, (x, y) in enumerate(found):
        assert all(abs(x - a) >= MARK - 1 or abs(y - b) >= LINE - 1 for a, b in found[:number])
    assert [(round(WIDTH - x, 1), y) for x, y in found] == places(mirrored)
    assert drawing.rows[0].name == "A seat with a…" and mirrored.mirrored


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_page_shows_it_with_words_for_everything(case, texts, live, language):
    outcome = play_log(live, texts, read_log(path("the knock at the door")), to_end=True)
    (series,) = danger_over_time(live, outcome.log, outcome.state)
    with translation.override(language):
        html = Template("{% load casework %}{% case_board case texts %}{% danger_chart series case texts %}").render(
            Context({"case": case, "texts": texts, "series": series})
        )
    for decision in case.decisions:
        assert Template("{{ ask }}").render(Context({"ask": texts.of("decisions", decision.id)["ask"]})) in html
    assert html.count("<polygon") == len(case.decisions) and html.count("<rect") == len(case.forms)
    assert "Send two officers round now" in html
    assert not re.search(r' (?:x|y|cx|cy|x1|x2|y1|y2|width)="[^"]*[,٫]', html)


def test_nothing_of_the_words_is_taken_for_markup(case):
    texts = Texts(parts={"seats": {"fiu": {"name": "<script>x</script>"}}, "decisions": {"money": {"ask": "<b>?"}}})
    html = Template("{% load casework %}{% case_board case texts %}").render(Context({"case": case, "texts": texts}))
    assert "<script>" not in html and "<b>?" not in html
