"""A cohort of the academy, in which Wanjirũ asks and Omar teaches."""

from uuid import UUID

import pytest

from lms.desks.conversations import services
from lms.desks.conversations.matters import Matter
from lms.desks.conversations.models import Thread
from lms.foundation.plugins.identifiers import uuid7


def said(text: str, title: str = "The field exercise", client_id: UUID | None = None) -> services.MessageDraft:
    return services.MessageDraft(text, client_id or uuid7(), title)


@pytest.fixture
def thread(cohort, wanjiru, omar, now) -> Thread:
    """Wanjirũ asked and nobody has answered."""
    asked = said("May I bring my own notebook?")
    return services.ask(learner=wanjiru, cohort=cohort, matter=Matter(), said=asked, now=now)
