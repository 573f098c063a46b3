"""Laws on what is shown outside activities: reports and blocks of lessons."""

from collections.abc import Iterable
from datetime import datetime
from html import unescape

from ..block import LessonBlock, clean
from ..job import Job
from ..report import NotVisible, Param, Report, Row
from .behaviour import fits
from .breach import Breach, expect


def hides_from_strangers(report: Report, stranger: object, *, now: datetime) -> None:
    """Check that a person who is responsible for nobody gets no row."""
    try:
        rows = list(report.rows(stranger, {}, now=now))
    except NotVisible:
        return
    expect(
        not rows,
        f"The report “{report.slug}” shows {len(rows)} rows to somebody who is responsible for nobody: use "
        "`visible_to(viewer)`.",
    )


def has_its_filters(report: Report, viewer: object) -> None:
    """Check that the filters can be read to their end, also where they are a generator, and are named once."""
    try:
        filters = list(report.filters(viewer))
    except Exception as error:  # whatever somebody else's code raises
        raise Breach(f"filters of “{report.slug}” raises {type(error).__name__} ({error}).") from error
    strange = [one for one in filters if not isinstance(one, Param)]
    expect(not strange, f"filters of “{report.slug}” gives {strange[:1]!r:.200}, which is no Param.")
    names = [one.name for one in filters]
    expect(len(set(names)) == len(names), f"Two filters of “{report.slug}” have the same name: {names}")


def fits_its_columns(report: Report, rows: Iterable[Row]) -> None:
    """Check that each row has a cell for each column, of its kind, and no other."""
    columns = report.columns({})
    slugs = [column.slug for column in columns]
    expect(len(set(slugs)) == len(slugs), f"Two columns of the report “{report.slug}” have the same slug: {slugs}")
    for row in rows:
        expect(
            set(row.cells) == set(slugs),
            f"A row of the report “{report.slug}” has the cells {sorted(row.cells)}, its columns are {sorted(slugs)}.",
        )
        for column in columns:
            value = row.cells[column.slug]
            expect(
                fits(column.kind, value),
                f"The report “{report.slug}” has {value!r} in the column “{column.slug}” of kind {column.kind}.",
            )


def is_safe_html(block: LessonBlock, value: object) -> None:
    """Check that the HTML of the block is the HTML of learners: cleaning it changes nothing, in any language and for
    any country.
    """
    expect(
        block.block() is not block.block(),
        f"block of “{block.slug}” gives the same block twice: make a new one each time.",
    )
    for language, country in (("en", ""), ("fr", "XX"), ("ar", "")):
        html, again = (
            block.html(block.block().to_python(value), language=language, country=country) for _time in range(2)
        )
        expect(
            html == again,
            f"html of “{block.slug}” gives {html!r} and then {again!r} for the same: it may depend on its arguments "
            "alone.",
        )
        expect(isinstance(html, str), f"html of “{block.slug}” gives {html!r}, which is no text.")
        left = clean(html)
        told = f"html of “{block.slug}” is not what learners get. It gives\n{html}\nand what is left of it is\n{left}"
        expect(unescape(left) == unescape(html), told)


def comes_round(job: Job) -> None:
    """Check that a job says how often it is done."""
    expect(
        job.every.total_seconds() >= 60,
        f"The job “{job.slug}” wants to be done every {job.every}: once a minute is the most there is.",
    )
