"""The pages on which sessions are planned, changed, called off and looked at."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from lms.learning.sessions.models import Session
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role
from tests.conftest import make_person
from tests.progress.counting import statements

from .conftest import HOUR, details

FORM = {
    "kind": "drill",
    "title": "Checkpoint search",
    "room": "The yard",
    "planned_at": "2026-11-25T08:00",
    "ends_at": "2026-11-25T10:30",
    "plan": "Bring gloves.",
}


def tab(cohort) -> str:
    return reverse("teach:cohort-tab", args=[cohort.pk, "sessions"])


class TestTheInstructor:
    def test_plans_changes_and_calls_off_from_the_page_of_the_cohort(self, as_, omar, cohort):
        client = as_(omar)
        assert reverse("meetings:plan", args=[cohort.pk]) in client.get(tab(cohort)).content.decode()
        page = client.post(
            reverse("meetings:plan", args=[cohort.pk]), {**FORM, "instructors": [omar.pk]}, follow=True
        ).content.decode()
        session = Session.objects.get()
        assert session.planned_at == datetime(2026, 11, 25, 5, tzinfo=UTC)
        assert "Wednesday 25 November, 08:00" in page and "Bring gloves." in page and "Omar Otieno" in page
        assert "Checkpoint search" in client.get(tab(cohort)).content.decode()

        changed = client.post(
            reverse("meetings:change", args=[session.pk]), {**FORM, "room": "The quarry"}, follow=True
        ).content.decode()
        assert "The quarry" in changed and "Omar Otieno" not in changed.partition("<main")[2]

        off = client.post(
            reverse("meetings:call-off", args=[session.pk]), {"reason": "The yard is flooded"}, follow=True
        ).content.decode()
        assert "was called off" in off and "The yard is flooded" in off
        assert reverse("meetings:change", args=[session.pk]) not in off
        assert "Called off" in client.get(tab(cohort)).content.decode()

    def test_plans_nothing_in_a_closed_cohort(self, as_, omar, cohort, now):
        people_services.close_cohort(cohort=cohort, now=now, by=omar)
        plan = reverse("meetings:plan", args=[cohort.pk])
        assert plan not in as_(omar).get(tab(cohort)).content.decode()
        assert as_(omar).get(plan).status_code == 404

    def test_reads_the_hours_of_the_institution_and_not_of_the_server(self, as_, academy, omar, cohort):
        academy.timezone = "Asia/Tokyo"
        academy.save()
        as_(omar).post(reverse("meetings:plan", args=[cohort.pk]), FORM)
        session = Session.objects.get()
        assert session.planned_at == datetime(2026, 11, 24, 23, tzinfo=UTC)
        page = as_(omar).get(reverse("meetings:show", args=[session.pk])).content.decode()
        assert "Wednesday 25 November, 08:00" in page

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"title": " "}, "Write what the session is about."),
            ({"room": ""}, "Write where people meet."),
            ({"planned_at": "tomorrow"}, "Write day and time like 2027-01-31 09:00."),
            ({"planned_at": ""}, "Choose the day and the time."),
            ({"planned_at": "0001-01-01T00:00"}, "Choose a day within two years of today."),
            ({"ends_at": "2026-11-25T08:00"}, "A session ends after it has begun."),
            ({"ends_at": "2026-12-25T08:00"}, "A session lasts a week at most."),
            ({"instructors": ["999999"]}, "Choose instructors from the list."),
        ],
    )
    def test_reads_what_is_wrong_beside_the_field(self, wrong, sentence, as_, omar, cohort):
        response = as_(omar).post(reverse("meetings:plan", args=[cohort.pk]), FORM | wrong)
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert not Session.objects.exists()

    def test_chooses_instructors_of_the_institution_and_above_alone(self, as_, omar, halima, cohort, kenya, neighbour):
        above = make_person("KE-900", "Chief Trainer", kenya, Role.INSTRUCTOR)
        page = as_(omar).get(reverse("meetings:plan", args=[cohort.pk])).content.decode()
        assert "Chief Trainer" in page and "Omar Otieno" in page
        assert neighbour.name not in page and halima.name not in page
        sent = as_(omar).post(reverse("meetings:plan", args=[cohort.pk]), {**FORM, "instructors": [neighbour.pk]})
        assert sent.status_code == 422
        people_services.join(cohort=cohort, people=[above], now=cohort.members.first().joined_at)
        assert "Chief Trainer" not in as_(omar).get(reverse("meetings:plan", args=[cohort.pk])).content.decode()

    def test_who_is_in_the_cohort_plans_nothing_and_reads_why(self, as_, omar, cohort, session, now):
        people_services.join(cohort=cohort, people=[omar], now=now)
        client = as_(omar)
        assert (
            "so you cannot plan its sessions" in client.get(reverse("meetings:plan", args=[cohort.pk])).content.decode()
        )
        assert "sessions/plan" not in client.get(tab(cohort)).content.decode()
        for name in ("change", "call-off"):
            assert client.post(reverse(f"meetings:{name}", args=[session.pk]), FORM).status_code == 403
        assert client.post(reverse("meetings:plan", args=[cohort.pk]), FORM).status_code == 403
        assert Session.objects.count() == 1

    def test_finds_what_is_to_come_and_what_is_past(self, as_, omar, session, clock, now):
        client, address = as_(omar), reverse("meetings:index")
        assert "Interviewing" in client.get(address).content.decode()
        assert "Interviewing" not in client.get(f"{address}?when=past").content.decode()
        clock.move_to(now + 24 * HOUR)
        assert "No session is planned" in client.get(address).content.decode()
        assert "Interviewing" in client.get(f"{address}?when=past").content.decode()


class TestTheLearner:
    def test_finds_their_own_sessions(self, as_, wanjiru, stranger, session, cohort):
        page = as_(wanjiru).get(reverse("meetings:mine")).content.decode()
        assert reverse("meetings:show", args=[session.pk]) in page
        shown = as_(wanjiru).get(reverse("meetings:show", args=[session.pk])).content.decode()
        assert "Hall 2" in shown and reverse("meetings:change", args=[session.pk]) not in shown
        assert "No session of your cohorts is planned" in as_(stranger).get(reverse("meetings:mine")).content.decode()


class TestSwitchedOff:
    def test_sessions_vanish_there_and_nowhere_else(self, as_, academy, omar, wanjiru, halima, superuser, session, now):
        people_services.switch(plugin="meetings", institution=academy, on=False, by=None, now=now)
        for person, addresses in (
            (wanjiru, [reverse("meetings:mine"), reverse("meetings:show", args=[session.pk])]),
            (omar, [reverse("meetings:index"), reverse("meetings:show", args=[session.pk]), tab(session.cohort)]),
            (superuser, [reverse("meetings:show", args=[session.pk])]),
        ):
            for address in addresses:
                assert as_(person).get(address).status_code == 404
        assert "Sessions" not in as_(omar).get(reverse("teach:cohort", args=[session.cohort_id])).content.decode()
        assert as_(superuser).get(reverse("meetings:index")).status_code == 200


def test_lists_cost_the_same_for_one_and_for_many(as_, omar, wanjiru, cohort, session, now):
    from lms.learning.sessions import services

    def counted() -> list[int]:
        found = []
        for person, address in (
            (omar, reverse("meetings:index")),
            (omar, tab(cohort)),
            (wanjiru, reverse("meetings:mine")),
        ):
            client = as_(person)
            client.get(address)
            with statements() as asked:
                client.get(address)
            found.append(len(asked))
        return found

    before = counted()
    for number in range(12):
        said = details(now, title=f"Session {number}")
        services.plan(cohort=cohort, details=said, instructors=[omar], by=omar, now=now)
    assert counted() == before
