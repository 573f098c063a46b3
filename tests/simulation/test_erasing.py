"""What somebody wrote goes with them; facts, marks and measures of the run stay what they were."""

import json

from django.urls import reverse

from assessments.casework import State, measures, score
from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry, Run, Seat
from assessments.simulation.runs.replay import differences
from assessments.simulation.runs.scripts import script_of
from lms.desks.privacy.erasure import erase
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Event
from tests.casework.paths import path
from tests.made_files import made_file

from .test_debrief_files import text_of
from .test_playing import closed, moment, played

CANARY = "Kanari der Ermittlerin"


def told(run) -> list:
    run.refresh_from_db()
    script, state = script_of(run), State.read(run.state)
    scores = [score(script, state, role) for role in script.seats]
    return [measures(script, state), scores, state.facts, state.told, state.judged]


def test_words_go_and_what_counts_stays(run, players, sits, omar, now):
    log = [
        line | {"data": line["data"] | {"reason": CANARY}} if line["verb"] == "decide" else line
        for line in path("good")
    ]
    for line in log:
        if line["verb"] == "send":
            line["data"] = {**line["data"], "values": {**line["data"]["values"], "handling": CANARY}}
    played(run, log, now)
    say = {"to": ["fiu"], "text": CANARY, "as": CANARY}
    for role, when in (("investigator", 13000), ("excon", 13001)):
        services.record(
            seat=sits(role), verb="say", data=say, entry_id=uuid7(), now=moment(now, when), device="a phone"
        )
    fork = services.fork(run=run, upto=20, by=omar, now=moment(now, 13100))
    closed(run, omar, now)
    before, lines = told(run), LogEntry.objects.filter(seat=sits("investigator")).count()
    for person in (*players.values(), omar):
        erase(person)
    assert told(run) == before
    rows = [
        LogEntry.objects.values_list("data", "device"),
        Run.objects.values_list("state"),
        Event.objects.values_list("data"),
    ]
    assert not [row for each in rows for row in each if CANARY in json.dumps(row, ensure_ascii=False)]
    assert not LogEntry.objects.exclude(device="").exists()
    assert LogEntry.objects.filter(seat=sits("investigator")).count() == lines
    assert fork.log.count() == 20
    assert not list(differences()) and list(rebuild(write=False)) == []


def test_no_page_of_a_run_says_a_word_of_who_was_erased(run, players, sits, omar, now, as_, clock):
    values = {"handling": f"{CANARY}: form"}
    entries = (
        ("investigator", "decide", {"decision": "assess", "option": "go", "reason": f"{CANARY}: reason"}),
        ("investigator", "say", {"to": ["labour"], "text": f"{CANARY}: message"}),
        ("investigator", "send", {"form": "request", "values": values}),
        ("fiu", "receive", {"form": "request", "accept": False, "reason": "It names no offence."}),
    )
    for minute, (role, verb, data) in enumerate(entries, start=1):
        services.record(seat=sits(role), verb=verb, data=data, entry_id=uuid7(), now=moment(now, minute))
    services.finish(run=run, by=omar, now=moment(now, 60))
    clock.shift(3600)
    staff = [
        reverse(f"simulation:{name}", args=[run.pk])
        for name in ("console", "debrief", "replay", "log", "debrief-paper")
    ]
    staff += [f"{staff[2]}?entry={number}" for number in range(5)]
    pages = [(omar, address) for address in staff]
    pages += [
        (players[role], reverse(f"simulation:{name}", args=[sits(role).pk]))
        for role in ("labour", "fiu")
        for name in ("seat", "pulse")
    ]
    assert {part for part in ("reason", "message", "form") if not said(as_, pages, f"{CANARY}: {part}")} == set()
    erase(players["investigator"])
    assert said(as_, pages, CANARY) == []
    assert said(as_, pages, "It names no offence.")


def said(as_, pages, words) -> list[str]:
    """The addresses whose head or body has these words, as they are sent."""
    found = []
    for person, address in pages:
        is_paper = address.endswith("/paper/")
        response = made_file(as_(person), address) if is_paper else as_(person).get(address)
        body = text_of(response.content) if is_paper else response.content.decode()
        if words in body or words in str(response.headers):
            found.append(address)
    return found


def test_of_others_nothing_goes(run, players, sits, now):
    for role in ("fiu", "service"):
        data = {"to": ["labour"], "text": f"Words of {role}"}
        services.record(seat=sits(role), verb="say", data=data, entry_id=uuid7(), now=moment(now, 60))
    erase(players["fiu"])
    run.refresh_from_db()
    assert [one["text"] for one in run.state["messages"]] == ["…", "Words of service"]
    assert Seat.objects.get(role="fiu").person_id == players["fiu"].pk
