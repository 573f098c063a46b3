"""The same batch from two connections at once, and an answer on a page meanwhile: each event once."""

import json

import pytest

from lms.desks.offline import services
from lms.desks.offline.devices import Sender
from lms.desks.offline.sent_events import SentBatch, read_event
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.first_answer import answer_first
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Enrolment, Event
from tests.progress.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ONE, TWO = "trafficking-lesson-1", "trafficking-lesson-2"


def test_the_same_batch_four_times_at_once_beside_a_page(enrolment, wanjiru, check, now):
    entry = enrolment.release.outline.by_slug(ONE)
    whole = [(ONE, check[0]), (ONE, check[1]), (ONE, {"done": ["1"]}), (TWO, {"done": ["1"]}), ("", {})]
    sent = [
        {
            "id": str(uuid7()),
            "enrolment": enrolment.pk,
            "activity": slug and enrolment.release.outline.by_slug(slug).id,
            "data": data,
        }
        for slug, data in whole
    ]
    batch = SentBatch("phone", [read_event(json.dumps(one), error=now - now, now=now) for one in sent])

    def send():
        return [word.verdict for word in services.sync(batch, sender=Sender(wanjiru), now=now, language="en")]

    def answer():
        row = Enrolment.objects.select_related("course", "institution", "learner").get(pk=enrolment.pk)
        return answer_first(enrolment=row, entry=entry, data=check[0], event_id=uuid7(), now=now, language="en")

    *words, late = at_once(send, send, send, send, answer)

    assert late is False
    assert all(one[-1] == "held:unreadable" for one in words), words
    assert sorted(word for one in words for word in one[:-1]) == ["known"] * 12 + ["stored"] * 4
    assert Attempt.objects.count() == 2
    assert Event.objects.filter(verb="answered").count() == 5
    assert list(rebuild(write=False)) == []
