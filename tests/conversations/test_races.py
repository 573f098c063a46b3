"""The same question and the same answer sent at once are one."""

import pytest

from lms.desks.conversations import matters, services
from lms.desks.conversations.matters import Matter
from lms.desks.conversations.models import Message, Thread
from lms.people.directory.models import User
from tests.progress.test_races import at_once

from .conftest import said

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("about", ["", "course"])
def test_a_question_sent_twice_at_once_is_one(request, cohort, wanjiru, omar, now, about):
    course = request.getfixturevalue("course") if about else None
    matter = Matter(matters.of_course(course.pk), {"course": course}) if course else Matter()
    once = said("Am I heard?")

    def send():
        return services.ask(learner=wanjiru, cohort=cohort, matter=matter, said=once, now=now).pk

    found = at_once(send, send, send, send)
    assert set(found) == {Thread.objects.get().pk}
    assert Message.objects.count() == 1


def test_an_answer_and_a_message_to_people_sent_twice_at_once_are_one_each(cohort, wanjiru, omar, now):
    thread = services.ask(learner=wanjiru, cohort=cohort, matter=Matter(), said=said("Hello?"), now=now)
    answer, news = said("Yes."), said("Bring pens.", "Tomorrow")

    def reply():
        return services.reply(thread=thread, by=User.objects.get(pk=omar.pk), said=answer, now=now).pk

    def write():
        return len(services.write_to(people=[wanjiru], cohort=cohort, by=omar, said=news, now=now))

    found = at_once(reply, write, reply, write)
    assert not [one for one in found if isinstance(one, Exception)], found
    assert Message.objects.filter(text="Yes.").count() == Message.objects.filter(text="Bring pens.").count() == 1
