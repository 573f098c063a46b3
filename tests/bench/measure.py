"""Rounds of one request between rounds of the floor and of the limit, and what came out of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from .client import Answer, Browser
from .server import Server

ROUNDS, EACH, WARM = 5, 80, 24


class Unexpected(RuntimeError):
    """A request was answered otherwise than it should be: what it cost means nothing."""


@dataclass(frozen=True)
class Request:
    """One named request: how to send it, and what it may take. `send` gets a number that is never used twice."""

    name: str
    send: Callable[["Stage", int], Answer]
    status: int = 200
    each: int = EACH
    statements: int | None = None
    ratio: float | None = None
    floors: float | None = None
    """The ratio to the floor that is aimed at, where one is."""
    gzipped: int | None = None
    before: Callable[["Stage"], None] | None = None
    """What the background work of a site would have done by then."""


@dataclass
class Stage:
    """A server with its cast; one connection is shared, since opening connections is nobody's subject."""

    server: Server
    cast: dict[str, Any]
    shared: Browser = field(init=False)

    def __post_init__(self) -> None:
        self.shared = Browser(self.server.host, self.server.port)

    def as_(self, session: str) -> Browser:
        """Somebody's browser, by their session."""
        return Browser(self.server.host, self.server.port, session, self.shared.connection)

    def learner(self, group: str, number: int) -> dict[str, Any]:
        people = self.cast["groups"][group]
        return people[number % len(people)]

    def by(self, group: str, number: int) -> Browser:
        return self.as_(self.learner(group, number)["session"])


@dataclass(frozen=True)
class Cost:
    """What one request took, on one database.

    `ratio` is that to the floor, `limit_ratio` that to the practical limit. `spread` is how far the floor's rounds lay
    apart, as a share of their median.
    """

    request: str
    database: str
    cpu_ms: float
    sql: int
    bytes: int
    bytes_gzip: int
    ratio: float
    floor_ms: float
    spread: float
    limit_ratio: float = 0.0
    note: str = ""


def floor(stage: Stage, number: int) -> Answer:
    return stage.by("read", number).get("/bench/floor/")


def limit(stage: Stage, number: int) -> Answer:
    return stage.by("read", number).get("/bench/limit/")


def weigh(stage: Stage, request: Request) -> Cost:
    """The medians of the rounds, each with floor and limit just before and after."""
    if request.before:
        request.before(stage)
    for number in range(min(WARM, request.each)):
        expect(floor(stage, number), 200)
        expect(limit(stage, number), 200)
        expect(request.send(stage, number), request.status)
    stage.server.note_processes()
    floors, rounds, answers = [_round(stage, floor, 200, EACH, 0)[0]], [], []
    limits = [_round(stage, limit, 200, EACH, 0)[0]]
    for turn in range(ROUNDS):
        cpu, last = _round(stage, request.send, request.status, request.each, WARM + turn * request.each)
        rounds.append(cpu)
        answers += last
        floors.append(_round(stage, floor, 200, EACH, 0)[0])
        limits.append(_round(stage, limit, 200, EACH, 0)[0])
    typical = sorted(answers, key=lambda answer: len(answer.body))[len(answers) // 2]
    return Cost(
        request=request.name,
        database=stage.server.store.name,
        cpu_ms=median(rounds),
        sql=max(statements(stage, answer) for answer in answers),
        bytes=len(typical.body),
        bytes_gzip=typical.gzipped,
        ratio=_ratio(rounds, floors),
        limit_ratio=_ratio(rounds, limits),
        floor_ms=median(floors),
        spread=(max(floors) - min(floors)) / median(floors),
    )


def _ratio(rounds: list[float], around: list[float]) -> float:
    """The median of the rounds' ratios, each to what was measured just before and after."""
    return median(cpu * 2 / (before + after) for cpu, before, after in zip(rounds, around, around[1:], strict=False))


def _round(
    stage: Stage, send: Callable[[Stage, int], Answer], status: int, each: int, start: int
) -> tuple[float, list[Answer]]:
    """Milliseconds of processor for each of `each` requests, and their answers."""
    before = stage.server.cpu()
    answers = [send(stage, start + number) for number in range(each)]
    spent = stage.server.cpu() - before
    for answer in answers:
        expect(answer, status)
    return spent / each / 1e6, answers


def expect(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        raise Unexpected(f"{answer.status} instead of {status}: {answer.gist}")
    return answer


def statements(stage: Stage, answer: Answer) -> int:
    """As the answer says, or, where it was streamed, as the server counted since."""
    if answer.statements is not None:
        return answer.statements
    return int(stage.as_("").get("/bench/streamed/").body)
