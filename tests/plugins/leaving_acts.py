"""Somebody who used a plugin asks what is held about them, and is erased, in the plugin's environment."""

import json
from typing import Any

from django.utils import timezone

from lms.desks.privacy.erasure import erase
from lms.desks.privacy.export import export
from lms.foundation.plugins.personal_data import Reader
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt
from lms.people.directory.models import User
from tests.privacy.searching import cached, places

from .school import CADET, OMAR, OTHER

WORDS = "She told it in her order", "They kept her papers.", f"Person {CADET}"
SIGNED = "Wanjirũ wa Kamau", f"Person {CADET}"


def leave() -> dict[str, Any]:
    """A cadet who practised interviews; before, the neighbour who said the same, and the instructor who
    countersigned.
    """
    from fieldnotes.models import Log

    for number in (OTHER, OMAR):
        erase(User.objects.get(service_number=number))
    found = _erased(CADET, WORDS, "fieldnotes.Log")
    return {**found, "logs": Log.objects.filter(attempt__enrolment__learner__name="Erased person").count()}


def sign_off() -> dict[str, Any]:
    """A cadet who signed a pledge with their name."""
    return _erased(CADET, SIGNED, "progress.Attempt")


def _erased(number: str, words: tuple[str, ...], table: str) -> dict[str, Any]:
    """Where `words` stood before, and stand after; what was exported of `table`; whether rebuilding finds a fault."""
    person = User.objects.get(service_number=number)
    results = Attempt.objects.filter(enrolment__learner=person).order_by("pk").values_list("passed", "completed_at")
    before, held = list(results), export(person, reader=Reader.THE_PERSON, now=timezone.now())
    json.dumps(held)
    there = sorted({word for word in words if list(places(word))})
    erase(person)
    return {
        "there": there,
        "left": sorted({*places(*words), *cached(*words)}),
        "rows": sum(len(kind["rows"]) for kind in held["kinds"] if kind["table"] == table),
        "same": list(results) == before,
        "differs": [finding.row for finding in rebuild(write=False)],
    }
