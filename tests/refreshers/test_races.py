"""One answer sent twice at once, and one refresher begun on two phones."""

import pytest

from assessments.refreshers import services
from assessments.refreshers.models import Answer, Refresher
from lms.learning.progress.journal import services as progress
from lms.learning.progress.models import Enrolment
from tests.builders import complete
from tests.progress.test_races import at_once

from .conftest import DAY, names_of, sent

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_phones_at_once_are_one(course, wanjiru, now):
    progress.enrol(people=[wanjiru], course=course, now=now)
    completed = complete(Enrolment.objects.get(learner=wanjiru), now=now)
    services.plan(enrolment=Enrolment.objects.select_related("institution").get(pk=completed.pk))
    due = now + 7 * DAY

    def begin():
        row = Refresher.objects.get(days=7)
        return services.begin(refresher=row, language="en", now=due).form

    first, *others = at_once(begin, begin, begin)
    assert others == [first, first]
    begun = Refresher.objects.get(days=7)
    name = names_of(begun)[0]

    def answer(right):
        return lambda: services.answer(refresher=begun, data=sent(begun, name, right=right), now=due)[1]

    assert set(at_once(answer(True), answer(False), answer(True))) == {name}
    assert Answer.objects.count() == 1
