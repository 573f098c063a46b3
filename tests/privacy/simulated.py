"""A run of a case in which somebody wrote wherever people can write, and a copy of it."""

from datetime import timedelta
from typing import Any

from assessments.simulation.runs import services
from assessments.simulation.runs.models import Run, Seat
from lms.foundation.plugins.identifiers import uuid7
from tests.authorisation.simulated import simulated

from .canaries import CANARIES


def played_by(person: Any, *, cohort: Any, instructor: Any, course_page: Any, now: Any) -> Run:
    """`person` decides, sends a form, sends it back to themselves, and writes to others; then the run is forked."""
    made = simulated(cohort, instructor, person, course_page, now=now)
    run, analyst = Run.objects.get(pk=made["run"]), Seat.objects.get(pk=made["simulation_seat"])
    leader = services.seat(run=run, role="investigator", person=person, by=instructor, now=now)
    written = {"handling": CANARIES["seat_form"], "want": CANARIES["seat_form"]}
    entries = (
        (analyst, "decide", {"decision": "money", "option": "open", "reason": CANARIES["seat_reason"]}),
        (leader, "send", {"form": "request", "values": written}),
        (analyst, "receive", {"form": "request", "accept": False, "reason": CANARIES["seat_return"]}),
        (analyst, "say", {"to": ["labour"], "text": CANARIES["seat_message"]}),
    )
    for minute, (seat, verb, data) in enumerate(entries, start=1):
        about = {"entry_id": uuid7(), "device": CANARIES["seat_device"], "now": now + timedelta(minutes=minute)}
        services.record(seat=seat, verb=verb, data=data, **about)
    services.fork(run=run, upto=run.log.count(), by=instructor, now=now + timedelta(minutes=9))
    return run
