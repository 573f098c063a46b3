"""Each page of hand-ins costs as many statements for one row as for many."""

import pytest
from django.urls import reverse

from assessments.assignment import groups, services
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.enrolments.assignment_services import assign
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from tests.conftest import make_person
from tests.progress.counting import statements

from .building import begun, handed_in, jpeg, with_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def cost(as_):
    """`cost(person, address)`: the statements of the page, looked at once before."""

    def count(person, address):
        client = as_(person)
        client.get(address)
        with statements() as found:
            assert client.get(address).status_code == 200
        return len(found)

    return count


@pytest.fixture
def grow(academy, cohort, course, omar, now, django_capture_on_commit_callbacks):
    """`grow(3)`: so many more people of the cohort, each with work that is handed in, with a file."""
    numbers = iter(range(100))

    def add(many):
        people = [make_person(f"KE-77{next(numbers):02}", "Cadet", academy) for _one in range(many)]
        people_services.join(cohort=cohort, people=people, now=now)
        with django_capture_on_commit_callbacks(execute=True):
            assign(cohort=cohort, courses=[course], due_at=None, by=omar, now=now)
        for row in Enrolment.objects.filter(learner__in=people):
            handed_in(row, now, files=[jpeg()])

    return add


def here(enrolment, query=""):
    return reverse("learn:activity", args=[enrolment.course.slug, "raid-report"]) + query


@pytest.mark.parametrize("course", [{"in_groups": True}], indirect=True)
class TestPagesOfACohort:
    @pytest.mark.parametrize(
        ("name", "most"),
        [("teach:cohort-tab", 16), ("assignment:groups", 12), ("assignment:bundle", 12)],
    )
    def test_do_not_grow_with_its_people(self, cost, grow, cohort, enrolment, omar, now, name, most):
        entry = enrolment.release.outline.by_slug("raid-report").id
        handed_in(enrolment, now)
        address = reverse(name, args=[cohort.pk, "assignment" if name == "teach:cohort-tab" else entry])
        before = cost(omar, address)
        grow(4)
        names = {pk: f"Group {pk}" for pk in cohort.people.values_list("pk", flat=True)}
        groups.arrange(cohort=cohort, activity=entry, names=names)
        assert cost(omar, address) == before
        assert before <= most


class TestTheDesk:
    def test_does_not_grow_with_files_and_notes(self, cost, enrolment, other_enrolment, omar, now):
        few = handed_in(enrolment, now, files=[jpeg()])
        many = handed_in(other_enrolment, now, files=[jpeg(40 + side) for side in range(4)])
        for work, number in ((few, 1), (many, 6)):
            for _note in range(number):
                note = {"passage": "", "file": "", "text": "Seen"}
                services.annotate(attempt=work, note=note, file=None, by=omar, event_id=uuid7(), now=now)
        costs = [cost(omar, reverse("quiz:mark", args=[work.pk, "work"])) for work in (few, many)]
        assert costs[0] == costs[1]
        assert costs[0] <= 16

    def test_similar_work_does_not_grow_with_the_cohort(self, cost, grow, enrolment, omar, now):
        address = reverse("assignment:similar", args=[handed_in(enrolment, now).pk])
        grow(1)
        before = cost(omar, address)
        grow(4)
        assert cost(omar, address) == before <= 12


class TestPagesOfALearner:
    def test_a_draft_does_not_grow_with_its_files(self, cost, wanjiru, enrolment, now):
        attempt = begun(enrolment, now)
        with_file(attempt, jpeg(), now)
        before = cost(wanjiru, here(enrolment))
        for side in range(4):
            attempt.refresh_from_db()
            with_file(attempt, jpeg(40 + side), now)
        assert cost(wanjiru, here(enrolment)) == before <= 8

    def test_a_result_does_not_grow_with_the_attempts_before(self, cost, wanjiru, omar, enrolment, now):
        costs = []
        for number in range(1, 5):
            work = handed_in(enrolment, now, files=[jpeg(40 + number)])
            costs.append(cost(wanjiru, here(enrolment, f"?attempt={number}")))
            services.return_work(attempt=work, text="Again", by=omar, event_id=uuid7(), now=now)
        assert costs[1:] == [costs[1]] * 3
        assert max(costs) <= 9

    def test_a_file_costs_the_same_among_many(self, cost, wanjiru, enrolment, now):
        attempt = begun(enrolment, now)
        row = with_file(attempt, jpeg(), now)
        address = reverse("assignment:file", args=[row.pk])
        before = cost(wanjiru, address)
        for side in range(4):
            attempt.refresh_from_db()
            with_file(attempt, jpeg(40 + side), now)
        assert cost(wanjiru, address) == before <= 6
