"""A law that tries an activity as a device does that was without a network: its answers arrive together."""

from collections.abc import Mapping, Sequence

from ..activity import activities
from ..identifiers import uuid7
from ..versions import NUMBER, STATE, opened
from . import sample_rows
from .behaviour import NOW
from .breach import expect

STORED, KNOWN = "stored", "known"


def arrives_together(
    slug: str, definition: Mapping[str, object], answers: Sequence[Mapping[str, object]], *, plugin: str
) -> None:
    """Check that answers that arrive at once have the same result as one after the other; sent again they are known."""
    services = sample_rows.services()
    kind = activities.get(slug)
    form, state = kind.begin({**definition, NUMBER: kind.version}, seed=1, terms={})
    one_by_one, together = sample_rows.attempts(slug, form, state, plugin=plugin)
    for data in answers:
        one_by_one = services.answer(attempt=one_by_one, data=data, event_id=uuid7(), now=NOW)
    sent = [services.Arrival(together.pk, dict(data), uuid7()) for data in answers]
    learner = together.enrolment.learner
    for words in (STORED, KNOWN):
        verdicts = services.receive(sent, by=learner, now=NOW)
        wrong = [(one.data, told) for one, told in zip(sent, verdicts, strict=True) if told.word != words]
        expect(not wrong, f"“{slug}” takes answers one by one, and of those that arrive together not these: {wrong}")
    together.refresh_from_db()
    first, second = (opened(kind, STATE, attempt.state) for attempt in (one_by_one, together))
    expect(first == second, f"Answers to “{slug}” that arrive together come to {second!r}, one by one to {first!r}.")
