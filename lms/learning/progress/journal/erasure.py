"""Taking what somebody wrote out of the journal, so that marks, times and figures stay.

The text of an answer gives way to a tombstone. Where an attempt then folds to the same result, its journal goes on as
any other; where it does not, since the text itself was what earned the mark, the attempt is sealed: its first event
says so, its result stands, and nobody folds it again.
"""

import re
from collections.abc import Iterator

from django.db import models, transaction

from courses.catalogue import lookup
from lms.foundation.plugins.runtime.errors import Faulty, NotInstalled, TooNew

from ..completion.figures import COLUMNS
from ..models import Attempt, Event
from ..models.waivers import Waiver
from .rebuild import SEALED, Unfoldable, fold
from .triggers import JOURNAL, WAIVERS

TOMBSTONE = "…"
_NOBODYS = re.compile(
    r"""(?x)
    | \d{1,4} ([.,]\d{1,3})?                                    # a small number
    | [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}   # an id
    | [0-9a-f]{64}                                              # a digest
    | \d{4}-\d\d-\d\d (T[\d:.]+ (Z | [+-]\d\d:\d\d)?)?          # a time
    """
)
"""What a person may send that says nothing of anybody."""


@transaction.atomic
def erase_texts(attempts: models.QuerySet[Attempt]) -> None:
    """Replace whatever their learners, and people who marked them, wrote in `attempts`.

    What stands in the form or the content (ids of options, keys) stays, as do small numbers and times. The same again
    changes nothing.
    """
    with JOURNAL.permitted():
        for attempt in attempts.select_for_update(of=("self",), no_key=True).order_by("pk"):
            _erase(attempt)


def erase_reasons(waivers: models.QuerySet[Waiver]) -> None:
    """Take out why something was opened to somebody. The same again changes nothing."""
    with WAIVERS.permitted():
        waivers.order_by().update(reason=TOMBSTONE)


def _erase(attempt: Attempt) -> None:
    events = list(Event.objects.filter(attempt=attempt).order_by("position"))
    known = _known(attempt, events)
    changed = [event for event in events if (without_texts(event.data, known), "") != (event.data, event.device)]
    if not changed:
        return
    for event in changed:
        event.data, event.device = without_texts(event.data, known), ""
    state = _folded(attempt, events)
    if state is None:
        events[0].data = {**events[0].data, SEALED: True}
        state = without_texts(attempt.state, known)
    for event in {event.pk: event for event in (events[0], *changed)}.values():
        event.save(update_fields=["data", "device"])
    Attempt.objects.filter(pk=attempt.pk).update(state=state)


def _folded(attempt: Attempt, events: list[Event]) -> object:
    """Return the state that `events` fold to; None if their result is another than the attempt's."""
    try:
        folded, _moments = fold(attempt, events)
    except (NotInstalled, Unfoldable, Faulty, TooNew):
        return None
    same = all(getattr(folded, name) == getattr(attempt, name) for name in COLUMNS if name != "state")
    return folded.state if same else None


def _known(attempt: Attempt, events: list[Event]) -> frozenset[str]:
    """Return every text of the form and of the content that the attempt was begun with."""
    digest = events[0].data.get("content") if events else None
    definition = lookup.content(digest).definition if digest else {}
    return frozenset({TOMBSTONE, "", *_texts(attempt.form), *_texts(definition)})


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for name, item in value.items():
                yield name
                yield from _texts(item)
        case list():
            for item in value:
                yield from _texts(item)


def without_texts(value: object, known: frozenset[str]) -> object:
    """Return `value` (JSON) with the tombstone in place of each text that is not `known` and may tell of a person."""
    match value:
        case str():
            return value if value in known or _NOBODYS.fullmatch(value) else TOMBSTONE
        case dict():
            return {name: without_texts(item, known) for name, item in value.items()}
        case list():
            return [without_texts(item, known) for item in value]
    return value
