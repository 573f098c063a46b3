"""Laws on tabs beside the pages of the house, blocks of homes, and columns in its lists."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ..pages import slots
from ..pages.home import PAGES, Home, HomeBlock, sound_panel
from ..pages.list_columns import ListColumn
from ..pages.slots import Panel, sound
from ..pages.tabs import Tab
from .behaviour import fits
from .breach import Breach, expect
from .contributions import panel_is_drawn

TAB_PLACES, COLUMN_PLACES = (slots.COHORT, slots.PERSON), (slots.COHORT, slots.ENROLMENT)
KINDS = ("text", "name", "number", "percent", "date", "yes")


def is_drawn(tab: Tab, row: Any, request: Any, *, now: datetime) -> None:
    """Check that a tab has a label and a place, and gives a panel that can be drawn, or None."""
    what = f"The tab “{tab.slug}”"
    expect(str(tab.label).strip(), f"{what} has no label.")
    expect(tab.place in TAB_PLACES, f"{what} has the place “{tab.place}”: it is one of {', '.join(TAB_PLACES)}.")
    panel = tab.panel(row, request.user, now=now)
    if panel is None:
        return
    try:
        drawn = sound(panel, "")
    except TypeError as error:
        raise Breach(f"{what}: {error}.") from None
    if not isinstance(drawn, Panel):
        raise Breach(f"{what} gives {panel!r:.200}, which is no Panel.")
    panel_is_drawn(drawn, f"the tab “{tab.slug}”", request)


def is_block(block: HomeBlock, request: Any, *, now: datetime) -> None:
    """Check that a block of a home has a page, gives a panel that can be drawn, or None, and takes no more statements
    than it says.
    """
    what = f"The home block “{block.slug}”"
    expect(block.page in PAGES, f"{what} has the page “{block.page}”: it is one of {', '.join(PAGES)}.")
    home = Home(block.page, request.user, now, request.user.institution)
    _panel_of_block(block, home, request)  # the first call fetches what is kept of the viewer
    with CaptureQueriesContext(connection) as statements:
        _panel_of_block(block, home, request)
    expect(
        len(statements) <= block.statements,
        f"{what} takes {len(statements)} statements, and says {block.statements}: ask once for all rows.",
    )


def _panel_of_block(block: HomeBlock, home: Home, request: Any) -> None:
    try:
        panel = sound_panel(block.panel(home), "")
    except TypeError as error:
        raise Breach(f"The home block “{block.slug}”: {error}.") from None
    if panel is not None:
        panel_is_drawn(panel, f"the home block “{block.slug}”", request)


def is_filled(
    column: ListColumn, rows: Sequence[int], viewer: object, stranger: object, *, cohort: object, now: datetime
) -> None:
    """Check that a column gives values of its kind only for its rows, with as many statements for all as for one, and
    none to a person who is responsible for nobody.
    """
    what = f"The list column “{column.slug}”"
    expect(str(column.label).strip(), f"{what} has no label.")
    expect(column.place in COLUMN_PLACES, f"{what} has the place “{column.place}”: it is one of {COLUMN_PLACES}.")
    expect(column.kind in KINDS, f"{what} has the kind “{column.kind}”: it is one of {', '.join(KINDS)}.")
    counted = []
    for asked in (rows, rows[:1], rows):  # the first call fetches what is kept of the viewer
        with CaptureQueriesContext(connection) as statements:
            values = column.values(asked, viewer, cohort=cohort, now=now)
        counted.append(len(statements))
        expect(isinstance(values, Mapping), f"{what} gives {values!r:.200}: give a mapping from primary keys of rows.")
        strange = set(values) - set(asked)
        expect(not strange, f"{what} gives values for {sorted(map(repr, strange))}, which it was not asked about.")
        for value in values.values():
            expect(fits(column.kind, value), f"{what} has {value!r:.200}, which is not of the kind {column.kind}.")
    expect(
        counted[2] <= counted[1],
        f"{what} takes {counted[1]} statements for one row and {counted[2]} for {len(rows)}: ask once for all.",
    )
    seen = column.values(rows, stranger, cohort=cohort, now=now)
    expect(
        not seen,
        f"{what} shows {len(seen)} values to somebody who is responsible for nobody: use `visible_to(viewer)`.",
    )
