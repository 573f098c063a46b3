"""What is held of conversations: both sides' words for the learner, one's own for instructors; empty messages stay."""

from datetime import timedelta

from lms.desks.conversations import services
from lms.desks.conversations.models import Message, Thread
from lms.desks.conversations.personal_data import KEPT
from lms.desks.privacy import retention
from lms.desks.privacy.erasure import erase
from lms.desks.privacy.export import export
from lms.foundation.plugins.personal_data import Reader

from .conftest import said


def messages(person, now) -> list[str]:
    kinds = export(person, reader=Reader.THE_PERSON, now=now)["kinds"]
    return [row["text"] for kind in kinds if kind["table"] == "conversations.Message" for row in kind["rows"]]


def test_a_learner_gets_both_sides_and_an_instructor_their_own(thread, wanjiru, omar, abdi, now):
    services.reply(thread=thread, by=omar, said=said("Yes."), now=now)
    assert set(messages(wanjiru, now)) == {"May I bring my own notebook?", "Yes."}
    assert messages(omar, now) == ["Yes."]
    assert messages(abdi, now) == []


def test_erasing_a_learner_leaves_empty_messages(thread, wanjiru, omar, as_, now):
    services.reply(thread=thread, by=omar, said=said("Yes."), now=now)
    erase(wanjiru)
    assert set(Message.objects.values_list("text", flat=True)) == {""} and Message.objects.count() == 2
    assert Thread.objects.get().title == ""
    page = as_(omar).get(f"/x/conversations/{thread.pk}/")
    assert page.status_code == 200 and "This message was erased." in page.content.decode()


def test_erasing_an_instructor_leaves_the_words_of_the_learner(thread, wanjiru, omar, now):
    services.reply(thread=thread, by=omar, said=said("Yes."), now=now)
    erase(omar)
    assert set(Message.objects.values_list("text", flat=True)) == {"May I bring my own notebook?", ""}


def test_they_are_deleted_years_after_the_last_message(thread, now):
    retention.apply(now=now + timedelta(days=KEPT - 1))
    assert Thread.objects.exists()
    retention.apply(now=now + timedelta(days=KEPT + 1))
    assert not Thread.objects.exists() and not Message.objects.exists()
