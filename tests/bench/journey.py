"""A whole learner's journey, many at once: sign in, read a lesson, sit a quiz of twenty questions, see the result."""

import json
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from .client import Answer, Browser, event_id
from .measure import Cost, Stage, Unexpected, floor, limit

QUESTIONS = 20


class Learner:
    """One learner with a browser of their own, whose answers are counted."""

    def __init__(self, stage: Stage, who: dict[str, Any], at_once: int) -> None:
        self.stage, self.who, self.at_once = stage, who, at_once
        self.browser = Browser(stage.server.host, stage.server.port)
        self.answers: list[Answer] = []

    def go(self) -> list[Answer]:
        """The journey; every answer of the server, in order."""
        cast = self.stage.cast
        course, quiz = f"/learn/{cast['course']}/", f"/learn/{cast['course']}/{cast['quiz']}/"
        self._keep(self.browser.get("/sign-in/"))
        self._follow(self.browser.post("/sign-in/", [("username", self.who["number"]), ("password", cast["password"])]))
        self._keep(self.browser.get(f"{course}{cast['lesson']}/"))
        self._follow(self.browser.post(f"{course}{cast['lesson']}/", [("event_id", event_id()), ("done", "1")]))
        page = self._follow(self.browser.post(f"{quiz}start/", [("event_id", event_id())]))
        chosen = [
            (field, options[0])
            for form in page.forms()
            for field, options in form.choices.items()
            if field.startswith("q:")
        ]
        if len(chosen) != QUESTIONS:
            raise Unexpected(f"The quiz shows {len(chosen)} questions instead of {QUESTIONS}.")
        for some in _batches(chosen, self.at_once):
            self._keep(self.browser.post(quiz, [("event_id", event_id()), *some], quietly=True))
        self._follow(self.browser.post(quiz, [("event_id", event_id()), ("submit", "1")]))
        self.browser.connection.close()
        return self.answers

    def _keep(self, answer: Answer) -> Answer:
        if answer.status >= 400:
            raise Unexpected(f"{answer.status}: {answer.gist}")
        self.answers.append(answer)
        return answer

    def _follow(self, answer: Answer) -> Answer:
        self._keep(answer)
        while answer.location:
            answer = self._keep(self.browser.get(answer.location))
        return answer


def _batches(chosen: list[tuple[str, str]], size: int) -> Iterable[list[tuple[str, str]]]:
    return (chosen[start : start + size] for start in range(0, len(chosen), size))


def travel(stage: Stage, name: str, group: str, *, at_once: int) -> Cost:
    """Everybody of `group` at once, each answer (or `at_once` of them) saved by itself.

    Raises `Unexpected` where one is lost.
    """
    people = stage.cast["groups"][group]
    floors, limits = [floor_ms(stage)], [each_ms(stage, limit)]
    stage.server.note_processes()
    before = stage.server.cpu()
    with ThreadPoolExecutor(len(people)) as pool:
        journeys = list(pool.map(lambda who: Learner(stage, who, at_once).go(), people))
    stage.server.note_processes()
    spent = (stage.server.cpu() - before) / len(people) / 1e6
    floors.append(floor_ms(stage))
    limits.append(each_ms(stage, limit))
    nothing_is_lost(stage, people)
    cost = cost_of_journeys(stage, name, journeys, spent, floors)
    requests = len(_typical(journeys))
    note = f"{len(people)} at once, {requests} requests each, every answer kept"
    return replace(cost, limit_ratio=spent * 2 / sum(limits), note=note)


def _typical(journeys: list[list[Answer]]) -> list[Answer]:
    return sorted(journeys, key=lambda answers: sum(len(answer.body) for answer in answers))[len(journeys) // 2]


def cost_of_journeys(stage: Stage, name: str, journeys: list[list[Answer]], spent: float, floors: list[float]) -> Cost:
    """The cost of a typical one, for which `spent` milliseconds of processor were needed."""
    typical = _typical(journeys)
    return Cost(
        request=name,
        database=stage.server.store.name,
        cpu_ms=spent,
        sql=sum(answer.statements or 0 for answer in typical),
        bytes=sum(len(answer.body) for answer in typical),
        bytes_gzip=sum(answer.gzipped for answer in typical),
        ratio=spent * 2 / sum(floors),
        floor_ms=sum(floors) / 2,
        spread=abs(floors[0] - floors[1]) / max(floors),
    )


def floor_ms(stage: Stage) -> float:
    """Milliseconds of processor for one request of the floor, just now."""
    return each_ms(stage, floor)


def each_ms(stage: Stage, ask: Callable[[Stage, int], Answer]) -> float:
    """Milliseconds of processor for one of eighty requests, just now."""
    stage.server.note_processes()
    before = stage.server.cpu()
    for number in range(80):
        ask(stage, number)
    return (stage.server.cpu() - before) / 80 / 1e6


def nothing_is_lost(stage: Stage, people: list[dict[str, Any]]) -> None:
    """Raises `Unexpected` where one of `people` has not finished the quiz with all answers."""
    ids = ", ".join(str(who["id"]) for who in people)
    sql = (
        "SELECT a.state FROM progress_attempt a JOIN progress_enrolment e ON e.id = a.enrolment_id "
        f"WHERE a.kind = 'quiz' AND a.closed_at IS NOT NULL AND e.learner_id IN ({ids})"
    )
    states = [json.loads(state) if isinstance(state, str) else state for (state,) in stage.server.store.rows(sql)]
    whole = sum(len(state["responses"]) == QUESTIONS for state in states)
    if whole != len(people):
        raise Unexpected(f"Of {len(people)} attempts {len(states)} were finished, {whole} with all answers.")
