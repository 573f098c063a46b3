"""A course that is withdrawn from some people of a cohort, which keeps it."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Course
from lms.desks.notices.models import Notice
from lms.learning.progress.enrolments import assignment_services, withdrawal_services
from lms.learning.progress.enrolments.exemption_services import withdraw_from
from lms.learning.progress.enrolments.personal_assignments import assign_to_people
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment, Exemption
from lms.learning.progress.models.dates import Dates
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.rules import OwnCase
from tests.builders import start_attempt

from .conftest import fill
from .test_selected import choose

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def begun(assigned, abdi, now):
    """Abdi has begun the course, Wanjirũ has not."""
    row = Enrolment.objects.get(learner=abdi)
    start_attempt(row, row.release.outline.activities[0].slug, now)
    return assigned


def has(person) -> list[tuple[object, bool]]:
    return list(Enrolment.objects.filter(learner=person).values_list("due_at", "required"))


def confirm(client, shown, **data):
    """Send what is shown to all who are ticked there."""
    ticked = re.findall(r'name="who" value="(\d+)"\s+checked', shown.content.decode())
    request = shown.request
    return client.post(f"{request['PATH_INFO']}?{request['QUERY_STRING']}", {"who": ticked} | data, follow=True)


class TestFromTickedPeople:
    def test_shows_what_it_does_then_does_it_and_tells_them(self, as_, omar, begun, course, wanjiru, abdi, on_commit):
        client = as_(omar)
        shown = choose(client, begun, wanjiru, abdi, do="withdraw", course=str(course.pk))
        page = shown.content.decode()
        assert "Not started: the course is removed" in page and "Started: they may go on" in page
        assert Enrolment.objects.count() == 2 and not Exemption.objects.exists()
        with on_commit():
            assert "Withdrawn from 2 people." in confirm(client, shown).content.decode()
        assert has(wanjiru) == [] and has(abdi) == [(None, False)]
        assert set(Notice.objects.filter(kind="withdrawn").values_list("person", flat=True)) == {wanjiru.pk, abdi.pk}
        entries = AuditEntry.objects.filter(action="assignment_withdrawn")
        assert {(one.by_id, one.person_id) for one in entries} == {(omar.pk, one.pk) for one in (wanjiru, abdi)}
        again = choose(client, begun, wanjiru, abdi, do="withdraw", course=str(course.pk)).content.decode()
        assert "Nobody is left" in again

    def test_others_keep_it(self, as_, omar, begun, course, wanjiru, abdi):
        client = as_(omar)
        confirm(client, choose(client, begun, wanjiru, do="withdraw"))
        assert has(wanjiru) == [] and has(abdi)[0][1] is True
        assert Assignment.objects.get().withdrawn_at is None

    def test_the_same_twice_is_done_once(self, as_, omar, begun, wanjiru, abdi):
        client = as_(omar)
        shown = choose(client, begun, abdi, do="withdraw")
        confirm(client, shown)
        assert confirm(client, shown).status_code == 422
        assert Exemption.objects.count() == Notice.objects.filter(kind="withdrawn").count() == 1

    def test_asks_for_the_course_where_there_are_several(self, as_, omar, begun, course, wanjiru, now):
        other = Course.objects.create(pk=uuid4(), slug="other", titles={"en": "Other"}, release=course.release)
        assignment_services.assign(cohort=begun, courses=[other], by=omar, now=now)
        assignment_services.run_assignment(Assignment.objects.get(course=other).pk, clock=lambda: now)
        page = choose(as_(omar), begun, wanjiru, do="withdraw").content.decode()
        assert "Which course?" in page and f"course={other.pk}" in page and f"person={wanjiru.pk}" in page

    def test_nobody_ticked_says_so(self, as_, omar, begun, wanjiru):
        client = as_(omar)
        answer = confirm(client, choose(client, begun, wanjiru, do="withdraw"), who=[])
        assert answer.status_code == 422 and "Choose at least one person." in answer.content.decode()

    def test_people_elsewhere_and_forged_ones_stay(self, as_, neighbour, omar, begun, wanjiru, abdi):
        address = reverse("teach:withdraw-people")
        client = as_(neighbour)
        assert client.get(f"{address}?cohort={begun.pk}&person={wanjiru.pk}").status_code == 404
        assert client.post(f"{address}?person={wanjiru.pk}", {"who": [wanjiru.pk]}).status_code == 422
        as_(omar).post(f"{address}?cohort={begun.pk}&person={wanjiru.pk}", {"who": [abdi.pk, "x"]})
        assert not Exemption.objects.exists() and len(has(wanjiru)) == 1

    def test_nobody_frees_themselves(self, as_, begun, abdi, academy, course, now):
        people_services.appoint(user=abdi, institution=academy, role=Role.INSTRUCTOR)
        page = as_(abdi).get(f"{reverse('teach:withdraw-people')}?cohort={begun.pk}&person={abdi.pk}")
        assert "Nobody is left" in page.content.decode()
        with pytest.raises(OwnCase):
            withdraw_from(people=[abdi], course=course, by=abdi, now=now)

    def test_costs_the_same_statements_for_two_and_for_sixty(self, omar, begun, course, now):
        everybody, counted = [row.learner for row in fill(begun, course, 62, now=now)], []
        for people in (everybody[:2], everybody[2:]):
            with CaptureQueriesContext(connection) as found:
                assert withdraw_from(people=people, course=course, by=omar, now=now) == len(people)
            counted.append(len(found))
        assert counted[0] == counted[1], counted


class TestFromAssignedCourses:
    @pytest.fixture
    def address(self, begun, course):
        """The address that the list of assigned courses names."""
        return f"{reverse('teach:withdraw-people')}?cohort={begun.pk}&course={course.pk}"

    def test_leads_to_people_none_of_whom_is_ticked_and_back(self, as_, omar, begun, address, wanjiru, abdi):
        client = as_(omar)
        listed = f"{reverse('teach:assignments')}?cohort={begun.pk}"
        assert address.replace("&", "&amp;") in client.get(listed).content.decode()
        page = client.get(address).content.decode()
        assert wanjiru.name in page and abdi.name in page and begun.name in page and "checked" not in page
        assert client.post(address, {}).status_code == 422
        answer = client.post(address, {"who": [wanjiru.pk]})
        assert answer.status_code == 302 and answer.url == listed
        assert has(wanjiru) == [] and has(abdi)[0][1] is True

    def test_people_beyond_the_first_are_found_by_name(
        self, as_, omar, address, begun, course, wanjiru, now, monkeypatch
    ):
        monkeypatch.setattr("lms.desks.teaching.dates.withdraw_views.MOST", 1)
        client = as_(omar)
        page = client.get(address).content.decode()
        assert page.count('name="who"') == 1 and f'name="course" value="{course.pk}"' in page
        page = client.get(f"{address}&q={wanjiru.service_number}").content.decode()
        assert page.count('name="who"') == 1 and wanjiru.name in page

    def test_the_viewer_stands_not_among_them(self, as_, address, abdi, academy, wanjiru):
        people_services.appoint(user=abdi, institution=academy, role=Role.INSTRUCTOR)
        client = as_(abdi)
        page = client.get(address).content.decode()
        assert wanjiru.name in page and f'value="{abdi.pk}"' not in page
        assert client.post(address, {"who": [abdi.pk]}).status_code == 422 and len(has(abdi)) == 1


class TestAfterwards:
    @pytest.fixture
    def freed(self, begun, course, omar, wanjiru, now):
        withdraw_from(people=[wanjiru], course=course, by=omar, now=now)
        return begun

    def run(self, now):
        Assignment.objects.filter(status="done", withdrawn_at=None).update(status="pending", reached=0, handled=0)
        for pk in Assignment.objects.values_list("pk", flat=True):
            assignment_services.run_assignment(pk, clock=lambda: now)

    def test_other_dates_do_not_bring_it_back(self, freed, omar, course, wanjiru, abdi, now):
        due_at = now + timedelta(days=60)
        assignment_services.assign(cohort=freed, courses=[course], due_at=due_at, by=omar, now=now)
        self.run(now)
        assert has(wanjiru) == [] and has(abdi) == [(due_at, True)]

    def test_given_to_the_person_it_is_there_again(self, freed, omar, course, wanjiru, now):
        dates = Dates(due_at=now + timedelta(days=9))
        assign_to_people(people=[wanjiru], courses=[course], dates_of=lambda _person: dates, by=omar, now=now)
        assert has(wanjiru) == [(dates.due_at, True)]
        withdraw_from(people=[wanjiru], course=course, by=omar, now=now)
        self.run(now)
        assert has(wanjiru) == []
        assert Assignment.objects.get(person=wanjiru).withdrawn_at == now

    def test_withdrawn_and_assigned_anew_is_for_all(self, freed, omar, course, wanjiru, now):
        withdrawal_services.withdraw(assignment=Assignment.objects.get(), by=omar, now=now)
        self.run(now)
        assignment_services.assign(cohort=freed, courses=[course], by=omar, now=now)
        self.run(now)
        assert len(has(wanjiru)) == 1

    def test_who_joins_again_gets_it(self, freed, wanjiru, now):
        freed.members.filter(user=wanjiru).delete()
        people_services.join(cohort=freed, people=[wanjiru], now=now)
        assert len(has(wanjiru)) == 1
