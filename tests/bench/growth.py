"""`growth`: what the pages of staff cost with ten thousand, a hundred thousand and a million enrolments,
on PostgreSQL.
"""

from collections.abc import Iterator, Sequence
from json import loads

from .measure import Cost, Request, Stage, Unexpected, weigh
from .requests import REQUESTS
from .server import Server
from .stores import PostgreSQL

NAME = "growth"
PAGES = ("cohort", "completion-report", "completion-list", "overview")
FEWER = (10_000, 100_000)
"""The numbers of enrolments that are measured besides those of the table of requests."""
AIMS = {("overview", 10_000): 60.0}
"""Ratios to the limit that are aimed at, where the table of requests does not say them."""
HEAD = "| page of staff | 10,000 | 100,000 | 1,000,000 |\n|---|--:|--:|--:|"


class Fewer(PostgreSQL):
    """The same database with fewer enrolments, in the same server."""

    def __init__(self, enrolments: int) -> None:
        self.enrolments = enrolments
        self.name = f"{PostgreSQL.name}-{enrolments}"
        self.stem = f"mafunzo_growth_{enrolments}"
        super().__init__()


def weigh_growth() -> Iterator[tuple[Cost | None, list[str]]]:
    """Each page's cost with fewer enrolments, and what is wrong with it."""
    for enrolments in FEWER:
        store = Fewer(enrolments)
        try:
            with Server(store, store.prepare()) as server:
                stage = Stage(server, loads(store.cast.read_text()))
                for request in _requests():
                    try:
                        cost = weigh(stage, request)
                    except (Unexpected, OSError) as error:
                        yield None, [f"{request.name} on {store.name}: {error}"]
                    else:
                        print(f"| {request.name}, {enrolments:,} enrolments | {_cell(cost, enrolments)} |", flush=True)
                        yield cost, []
        finally:
            store.close()


def _requests() -> list[Request]:
    return [request for request in REQUESTS if request.name in PAGES]


def table(costs: Sequence[Cost]) -> list[str]:
    """The rows of the table, with their heading; nothing where nothing was measured with fewer enrolments."""
    known = {(cost.request, cost.database): cost for cost in costs}
    databases = [
        *((f"{PostgreSQL.name}-{number}", number) for number in FEWER),
        (PostgreSQL.name, PostgreSQL.enrolments),
    ]
    rows = []
    for name in PAGES:
        cells = [
            _cell(known[name, database], number) if (name, database) in known else "" for database, number in databases
        ]
        rows += [f"| {name} | {' | '.join(cells)} |"] if any(cells[:-1]) else []
    return [HEAD, *rows] if rows else []


def _cell(cost: Cost, enrolments: int) -> str:
    aim = AIMS.get((cost.request, enrolments))
    said = "" if aim is None else f", aim {aim:.0f}" + (" (beyond)" if cost.limit_ratio > aim else "")
    return f"{cost.cpu_ms:.1f} ms, {cost.limit_ratio:.0f} × limit{said}"
