"""Other dates, more time, and withdrawing, as an instructor does them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from lms.learning.progress.enrolments.personal_assignments import assign_to_people
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment, Extension
from lms.learning.progress.models.dates import Dates
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role
from lms.people.directory.models import CohortMember, User
from tests.conftest import make_person
from tests.progress.counting import statements

from .conftest import fill

pytestmark = pytest.mark.usefixtures("clock")

ASSIGN = "/teach/assign/"


@pytest.fixture
def given(assigned):
    return Assignment.objects.get()


def page_of(given, name):
    return f"/teach/assignments/{given.pk}/{name}/"


def assert_constant(client, address, grow):
    """The page costs as many statements after `grow` as before."""
    client.get(address)  # reads what each process reads once
    with statements() as few:
        assert client.get(address).status_code == 200
    grow()
    with statements() as many:
        client.get(address)
    assert len(many) <= len(few) <= 6


class TestAssigning:
    @pytest.fixture
    def chosen(self, joined, course):
        return {"course": [str(course.pk)], "cohort": joined.pk, "due": "2026-12-24"}

    def send(self, client, chosen, capture):
        with capture(execute=True):
            return client.post(ASSIGN, chosen)

    def test_opens_and_closes_by_the_days_of_the_institution(
        self, as_, omar, chosen, django_capture_on_commit_callbacks
    ):
        more = {"opens": "2026-12-01", "closes": "2026-12-31", "late_days": "21"}
        self.send(as_(omar), {**chosen, **more}, django_capture_on_commit_callbacks)
        row = Enrolment.objects.first()
        assert row.opens_at == datetime(2026, 11, 30, 21, tzinfo=UTC)
        assert row.closes_at == datetime(2026, 12, 31, 20, 59, 59, tzinfo=UTC)
        assert Assignment.objects.get().late_days == 21

    def test_the_effect_says_when_and_sends_it_on(self, as_, omar, chosen):
        more = {"opens": "2026-12-01", "closes": "2026-12-31", "late_days": "21", "check": "1"}
        page = as_(omar).get(ASSIGN, {**chosen, **more}).content.decode()
        for text in ("Tuesday 1 December", "Thursday 24 December", "Thursday 31 December"):
            assert text in page
        assert '<input type="hidden" name="opens" value="2026-12-01">' in page

    def test_optional_has_no_due_date(self, as_, omar, chosen, django_capture_on_commit_callbacks):
        client = as_(omar)
        assert "have no due date" in client.post(ASSIGN, {**chosen, "kind": "optional"}).content.decode()
        self.send(client, {**chosen, "kind": "optional", "due": ""}, django_capture_on_commit_callbacks)
        assert set(Enrolment.objects.values_list("required", "due_at")) == {(False, None)}

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"opens": "2026-12-25"}, "The course has to open before it is due"),
            ({"closes": "2026-12-23"}, "The course cannot close before it is due"),
            ({"closes": "2026-11-23"}, "This day is past"),
            ({"due": ""}, "Choose the day by which"),
            ({"opens": "0001-01-01"}, "Write the day as year, month and day"),
            ({"closes": "9999-12-31"}, "Write the day as year, month and day"),
            ({"late_days": "many"}, "Write a number of days"),
            ({"numbers": "KE-20377"}, "not both"),
            ({"cohort": "", "numbers": "KE-0"}, "Line 1: you teach nobody with the service number “KE-0”"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_written(self, as_, omar, chosen, change, sentence):
        response = as_(omar).post(ASSIGN, {**chosen, **change})
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert not Assignment.objects.exists()

    def test_single_people_are_seen_before_and_enrolled_at_once(self, as_, omar, chosen, wanjiru, abdi):
        sent = {**chosen, "cohort": "", "numbers": "ke-20377\nKE-20417"}
        page = as_(omar).get(ASSIGN, {**sent, "check": "1"}).content.decode()
        assert "There will be 2 new enrolments" in page
        assert wanjiru.name in page

        response = as_(omar).post(ASSIGN, sent)

        assert response.url == "/teach/assignments/"
        assert {row.learner_id for row in Enrolment.objects.all()} == {wanjiru.pk, abdi.pk}
        listed = as_(omar).get("/teach/assignments/").content.decode()
        assert wanjiru.name in listed

    def test_nobody_assigns_to_themselves_or_to_people_of_others(self, as_, omar, stranger, chosen):
        for number in (omar.service_number, stranger.service_number):
            assert as_(omar).post(ASSIGN, {**chosen, "cohort": "", "numbers": number}).status_code == 422
        assert not Assignment.objects.exists()

    def test_each_of_them_has_the_days_of_their_own_institution(self, as_, omar, chosen, academy, abdi, wanjiru):
        berlin = people_services.create_institution(
            name="Liaison", kind="unit", parent=academy, timezone="Europe/Berlin"
        )
        User.objects.filter(pk=abdi.pk).update(institution=berlin)
        sent = {**chosen, "cohort": "", "numbers": "KE-20377\nKE-20417"}
        as_(omar).post(ASSIGN, sent)
        due = dict(Enrolment.objects.values_list("learner", "due_at"))
        assert due[wanjiru.pk] == datetime(2026, 12, 24, 20, 59, 59, tzinfo=UTC)
        assert due[abdi.pk] == datetime(2026, 12, 24, 22, 59, 59, tzinfo=UTC)


class TestChanging:
    def test_is_filled_in_seen_and_done(self, as_, omar, given, django_capture_on_commit_callbacks):
        client, address = as_(omar), page_of(given, "dates")
        assert 'value="2026-12-24"' in client.get(address).content.decode()
        sent = {"kind": "required", "due": "2026-12-31", "opens": "", "closes": "", "late_days": "14"}
        seen = client.post(address, {**sent, "check": "1"}).content.decode()
        assert "Get a later due date</dt><dd>2</dd>" in seen
        assert Assignment.objects.get().due_at == given.due_at

        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(address, sent)

        assert response.url == f"/teach/assignments/?cohort={given.cohort_id}"
        assert {row.due_at for row in Enrolment.objects.all()} == {datetime(2026, 12, 31, 20, 59, 59, tzinfo=UTC)}

    def test_a_past_day_may_stay_and_may_not_come(self, as_, omar, given):
        address, sent = page_of(given, "dates"), {"kind": "required", "opens": "", "closes": "", "late_days": ""}
        with time_machine.travel(given.due_at + timedelta(days=30), tick=False):
            assert as_(omar).post(address, {**sent, "due": "2026-12-01"}).status_code == 422
        due = datetime(2026, 12, 24, 20, 59, 59, tzinfo=UTC)
        Assignment.objects.update(due_at=due)
        with time_machine.travel(due + timedelta(days=30), tick=False):
            assert as_(omar).post(address, {**sent, "due": "2026-12-24"}).status_code == 302

    def test_costs_as_many_statements_for_many(self, as_, omar, given, course, now):
        client, sent = as_(omar), {"kind": "required", "due": "2026-12-31", "check": "1"}
        counted = []
        for people in (0, 60):
            fill(given.cohort, course, people, now=now)
            with statements() as seen:
                assert client.post(page_of(given, "dates"), sent).status_code == 200
            counted.append(len(seen))
        assert counted[0] == counted[1]


class TestMoreTime:
    def sent(self, *rows, until="2027-01-15", reason="Wedding"):
        return {"until": until, "reason": reason, "who": [str(row.pk) for row in rows]}

    def test_those_who_are_ticked_get_it_and_the_learner_reads_why(self, as_, omar, given, wanjiru, abdi):
        own = Enrolment.objects.get(learner=wanjiru)
        response = as_(omar).post(page_of(given, "extend"), self.sent(own))

        assert response.url == f"/teach/assignments/?cohort={given.cohort_id}"
        own.refresh_from_db()
        assert own.due_at == datetime(2027, 1, 15, 20, 59, 59, tzinfo=UTC)
        assert Enrolment.objects.get(learner=abdi).due_at != own.due_at
        read = as_(wanjiru).get("/learn/trafficking/").content.decode()
        assert "You were given more time, until Friday 15 January 2027: Wedding" in read
        assert "Wedding" in as_(omar).get(page_of(given, "extend")).content.decode()

    def test_a_search_of_people_reads_no_address_of_theirs(self, as_, omar, given, wanjiru):
        wanjiru.email = "secret@example.org"
        wanjiru.save()
        client, address = as_(omar), page_of(given, "extend")
        assert wanjiru.service_number in client.get(address, {"q": "wanj"}).content.decode()
        assert wanjiru.service_number not in client.get(address, {"q": "secr"}).content.decode()

    def test_an_address_may_tick_people(self, as_, omar, given, wanjiru, abdi):
        page = as_(omar).get(f"{page_of(given, 'extend')}?person={wanjiru.pk}").content.decode()
        assert page.count(" checked") == 1
        assert f'<bdi class="nowrap">{wanjiru.service_number}</bdi>' in page
        assert abdi.name not in page

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"reason": " "}, "Say why."),
            ({"until": "2026-11-23"}, "This day is past"),
            ({"until": "soon"}, "Write the day as"),
            ({"who": []}, "Choose at least one person"),
            ({"who": ["0"]}, "Choose again"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_written(self, as_, omar, given, change, sentence):
        response = as_(omar).post(page_of(given, "extend"), {**self.sent(Enrolment.objects.first()), **change})
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert not Extension.objects.exists()

    def test_nobody_is_offered_themselves(self, as_, given, wanjiru, academy, abdi):
        people_services.appoint(user=wanjiru, institution=academy, role=Role.INSTRUCTOR)
        own = Enrolment.objects.get(learner=wanjiru)
        page = as_(wanjiru).get(page_of(given, "extend")).content.decode()
        assert abdi.name in page
        assert f'value="{own.pk}"' not in page
        assert as_(wanjiru).post(page_of(given, "extend"), self.sent(own)).status_code == 422
        assert not Extension.objects.exists()

    def test_costs_as_many_statements_for_many(self, as_, omar, given, course, now):
        assert_constant(as_(omar), page_of(given, "extend"), lambda: fill(given.cohort, course, 60, now=now))


class TestWithdrawing:
    def test_says_what_it_does_does_it_and_says_so_twice(
        self, as_, omar, given, wanjiru, django_capture_on_commit_callbacks
    ):
        Enrolment.objects.filter(learner=wanjiru).update(started_at=datetime(2026, 11, 1, tzinfo=UTC))
        client, address = as_(omar), page_of(given, "withdraw")
        assert "the course is removed</dt><dd>1</dd>" in client.get(address).content.decode()

        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(address).status_code == client.post(address).status_code == 302

        assert Enrolment.objects.get().learner == wanjiru
        assert "What trafficking is" not in client.get(f"/teach/cohorts/{given.cohort_id}/").content.decode()
        assert client.get(address).status_code == 404


class TestWhoMay:
    @pytest.mark.parametrize("name", ["dates", "extend", "withdraw"])
    def test_nobody_does_it_for_themselves_alone(self, as_, course, academy, omar, now, name):
        both = make_person("KE-300", "Both", academy, Role.INSTRUCTOR)
        (given,) = assign_to_people(
            people=[both], courses=[course], dates_of=lambda _one: Dates(due_at=now), by=omar, now=now
        )
        for send in (as_(both).get, as_(both).post):
            assert send(page_of(given, name)).status_code == 403
        assert Assignment.objects.get().withdrawn_at is None

    def test_the_list_leads_there_only_who_may(self, as_, omar, halima, given):
        address = f"/teach/assignments/?cohort={given.cohort_id}"
        assert page_of(given, "extend") in as_(omar).get(address).content.decode()
        assert page_of(given, "extend") not in as_(halima).get(address).content.decode()

    def test_a_member_who_teaches_may_change_it_for_all(self, as_, given, wanjiru, academy):
        people_services.appoint(user=wanjiru, institution=academy, role=Role.INSTRUCTOR)
        assert CohortMember.objects.filter(user=wanjiru).exists()
        assert as_(wanjiru).get(page_of(given, "dates")).status_code == 200
