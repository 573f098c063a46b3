"""What people of practical courses ask for: seats, consoles, checklists, what comes back, calendars; and 400 seats that
ask whether something is new while others sit a quiz.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from typing import Any

from .client import Answer, Browser, event_id
from .jobs import in_process
from .journey import Learner, cost_of_journeys, floor_ms, nothing_is_lost
from .measure import Cost, Request, Stage, Unexpected
from .requests import KB, standings_renewed

MOST_HEAD = 350
"""Bytes of the head of an answer that says that nothing is new."""
NAME = "polling"
EVERY = 10.0
"""Seconds between two questions of one seat."""


def prepared(stage: Stage) -> None:
    """Runs, a checklist and what comes back are there, and whoever plays has come; made once for each copy of the data.
    A session that is new writes once that it is used.
    """
    if "seats" in stage.cast:
        return
    stage.cast |= in_process(stage, "practice", "prepare")
    for number in range(len(stage.cast["seats"])):
        seat(stage, number)


def day_filled(stage: Stage) -> None:
    """The day of the instructors is full, and standings are those of by now; made once."""
    prepared(stage)
    if "day" not in stage.cast:
        stage.cast["day"] = in_process(stage, "practice", "busy_day")
        standings_renewed(stage)


def today(stage: Stage, number: int) -> Answer:
    """The day of somebody who teaches ten thousand people, thousands of whom need attention."""
    return stage.as_(stage.cast["instructor-10000"]).get("/teach/today/")


def today_of_one(stage: Stage, number: int) -> Answer:
    """The day of an instructor of one academy."""
    return stage.as_(stage.cast["instructor"]).get("/teach/today/")


def _seat(stage: Stage, number: int) -> tuple[dict[str, Any], Browser, str]:
    one = stage.cast["seats"][number % len(stage.cast["seats"])]
    return one, stage.as_(one["session"]), f"/x/simulation/seat/{one['pk']}/"


def seat(stage: Stage, number: int) -> Answer:
    """At the fourth day of ten, most of what the seat will know is there."""
    _one, browser, address = _seat(stage, number)
    return browser.get(address)


def entry(stage: Stage, number: int) -> Answer:
    """A message to another seat."""
    one, browser, address = _seat(stage, number)
    said = [("verb", "say"), ("entry_id", event_id()), ("to", one["to"]), ("text", f"Number {number}: we are ready.")]
    return browser.post(address, said)


def pulse(stage: Stage, number: int) -> Answer:
    """Nothing is new since the seat asked last."""
    one, browser, address = _seat(stage, number)
    if "tag" not in one:
        one["tag"] = browser.get(f"{address}pulse/").headers["etag"]
    answer = browser.get(f"{address}pulse/", {"If-None-Match": one["tag"]})
    if answer.head > MOST_HEAD:
        raise Unexpected(f"The head has {answer.head} bytes, at most {MOST_HEAD} are allowed.")
    return answer


def console(stage: Stage, number: int) -> Answer:
    """Ten runs of seven seats in one list."""
    return stage.as_(stage.cast["instructor"]).get("/x/simulation/runs/")


def console_of_one(stage: Stage, number: int) -> Answer:
    one = stage.cast["seats"][number % len(stage.cast["seats"])]
    return stage.as_(stage.cast["instructor"]).get(f"/x/simulation/runs/{one['run']}/")


def observation(stage: Stage, number: int) -> Answer:
    """A checklist of ten people, as its script saves it: each form says which was kept last."""
    form = event_id()
    fields = [("form", form), ("read", stage.cast.get("kept", "")), ("place", f"The gate, {number}")]
    stage.cast["kept"] = form
    return stage.as_(stage.cast["instructor"]).post(f"/x/observation/{stage.cast['checklist']}/", fields, quietly=True)


def refreshers(stage: Stage, number: int) -> Answer:
    return _refreshed(stage, number).get("/x/refreshers/")


def calendar(stage: Stage, number: int) -> Answer:
    return _refreshed(stage, number).get("/x/calendar/")


def feed(stage: Stage, number: int) -> Answer:
    """As a phone fetches it, without a session."""
    one = stage.cast["refreshed"][number % len(stage.cast["refreshed"])]
    return stage.as_("").get(f"/p/calendar/{one['secret']}.ics")


def _refreshed(stage: Stage, number: int) -> Browser:
    return stage.as_(stage.cast["refreshed"][number % len(stage.cast["refreshed"])]["session"])


def _request(name: str, send: Callable[[Stage, int], Answer], **limits: Any) -> Request:
    return Request(name, send, before=prepared, **limits)


REQUESTS = [
    Request("today", today, statements=20, floors=12, gzipped=12 * KB, before=day_filled),
    Request("today-of-one", today_of_one, statements=20, floors=12, gzipped=12 * KB, before=day_filled),
    _request("seat", seat, statements=6, floors=12, gzipped=12 * KB),
    _request("entry", entry, status=302, statements=7, floors=4),
    _request("pulse", pulse, status=304, statements=2, floors=1.6),
    _request("console", console, statements=10, floors=12),
    _request("console-of-one", console_of_one, statements=10, floors=12),
    _request("observation", observation, status=204, statements=11, floors=12),
    _request("refreshers", refreshers, statements=8),
    _request("calendar", calendar, statements=10),
    _request("calendar-feed", feed, statements=10),
]


def poll_beside_quizzes(stage: Stage) -> Cost:
    """400 seats ask every ten seconds while 200 learners sign in and sit a quiz: what a learner costs with the asking
    beside it. Raises `Unexpected` where anybody is refused or an answer is lost.
    """
    prepared(stage)
    stage.cast |= in_process(stage, "practice", "prepare_polling")
    people, polling = stage.cast["takers"], stage.cast["polling"]
    before, over = floor_ms(stage), Event()
    stage.server.note_processes()
    cpu = stage.server.cpu()
    with ThreadPoolExecutor(len(polling)) as seats, ThreadPoolExecutor(len(people)) as learners:
        asked = [seats.submit(_poll, stage, one, place, over) for place, one in enumerate(polling)]
        try:
            journeys = list(learners.map(lambda who: Learner(stage, who, 1).go(), people))
        finally:
            over.set()
        polls = sum(one.result() for one in asked)
    stage.server.note_processes()
    spent = (stage.server.cpu() - cpu) / len(people) / 1e6
    after = floor_ms(stage)
    nothing_is_lost(stage, people)
    note = f"{len(polling)} seats asked {polls} times beside {len(people)} learners, every answer kept"
    return replace(cost_of_journeys(stage, NAME, journeys, spent, [before, after]), note=note)


def _poll(stage: Stage, one: dict[str, Any], place: int, over: Event) -> int:
    """Ask again and again, each seat at its own moment; how often."""
    browser, asked, tag = Browser(stage.server.host, stage.server.port, one["session"]), 0, ""
    over.wait(EVERY * place / 400)
    while not over.is_set():
        answer = browser.get(f"/x/simulation/seat/{one['pk']}/pulse/", {"If-None-Match": tag} if tag else {})
        if answer.status not in (200, 304):
            raise Unexpected(f"{answer.status}: {answer.gist}")
        tag, asked = answer.headers["etag"], asked + 1
        browser.connection.close()  # the server does by then; a browser opens another one
        over.wait(EVERY)
    return asked
