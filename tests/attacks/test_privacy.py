"""What is held about a person: staff who export it read nothing that they may not read anyway."""

import pytest

from lms.desks.conversations import services
from lms.desks.conversations.matters import Matter
from lms.desks.privacy import export
from lms.foundation.plugins.identifiers import uuid7

from .mutation import browser, held_by, instead, text_of

SECRET = "He follows me home"


@pytest.fixture
def thread(cohort, wanjiru, omar, now):
    thread = services.ask(
        learner=wanjiru, cohort=cohort, matter=Matter(), said=services.MessageDraft(SECRET, uuid7(), SECRET), now=now
    )
    services.reply(thread=thread, by=omar, said=services.MessageDraft(f"{SECRET}? I shall ask him.", uuid7()), now=now)
    return thread


@pytest.mark.parametrize("whose", ["wanjiru", "omar"])
def test_an_administrator_reads_no_conversation_through_an_export(thread, amina, whose, request):
    """It was not reported to them, whichever side of it they export."""
    pk = request.getfixturevalue(whose).pk

    def reads() -> bool:
        return SECRET in text_of(browser(amina).get(f"/academy/privacy/{pk}/personal-data.json"))

    held_by(instead(export, "names_for", lambda reader, record: None), attack=reads)
