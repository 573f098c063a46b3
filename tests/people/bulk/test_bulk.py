"""Actions on many at once: looked at first, done in the background by the rights of who asked, undone within a day."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from lms.desks.notices.models import Notice
from lms.people.administration.bulk import services
from lms.people.administration.bulk.acts import ACTS, MESSAGE
from lms.people.administration.bulk.models import BulkAction
from lms.people.administration.records.services import join
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort, CohortMember, Membership, User
from tests.conftest import make_person

BEGIN = "/academy/people/many/"


@pytest.fixture
def people(academy) -> list[User]:
    return [make_person(f"KE-7{one:02}", f"Cadet {one}", academy) for one in range(3)]


def keys(people) -> list[int]:
    return [person.pk for person in people]


def done(by, act: str, people, **asked) -> BulkAction:
    action = services.begin(act=act, keys=keys(people), asked=asked, by=by, now=timezone.now())
    services.run(action.pk)
    action.refresh_from_db()
    return action


def undone(action: BulkAction) -> BulkAction:
    services.undo(action=action, by=action.by, now=timezone.now())
    services.run(action.pk)
    action.refresh_from_db()
    return action


def active(people) -> int:
    return User.objects.filter(pk__in=keys(people), is_active=True).count()


class TestActs:
    def test_accounts_are_closed_and_opened_again(self, amina, people):
        action = done(amina, "close", people)
        assert (action.status, action.total, active(people)) == ("done", 3, 0)
        assert AuditEntry.objects.filter(action="is_active_changed", by=amina).count() == 3
        assert (undone(action).status, active(people)) == ("undone", 3)

    def test_what_somebody_changed_since_stays(self, amina, people):
        action = done(amina, "close", people)
        User.objects.filter(pk=people[0].pk).update(is_active=True)
        undone(action)
        outcomes = action.rows.order_by("person__name").values_list("outcome", flat=True)
        assert list(outcomes) == ["kept", "undone", "undone"]

    def test_a_role_is_given_with_its_days_and_taken_back(self, amina, people, academy):
        had = Membership.objects.create(user=people[0], institution=academy, role=Role.INSTRUCTOR)
        asked = {"role": "instructor", "institution": academy.pk, "starts_on": "2026-01-05", "ends_on": "2026-06-30"}
        action = done(amina, "give", people, **asked)
        given = Membership.objects.filter(user__in=people, role=Role.INSTRUCTOR).exclude(pk=had.pk)
        assert set(given.values_list("starts_on", "ends_on")) == {(date(2026, 1, 5), date(2026, 6, 30))}
        assert (action.total, given.count()) == (2, 2)
        undone(action)
        assert list(Membership.objects.filter(user__in=people)) == [had]

    def test_a_role_is_taken_and_given_back_with_its_days(self, amina, people, academy):
        for person in people[:2]:
            person.memberships.create(institution=academy, role=Role.INSTRUCTOR, ends_on=date(2030, 1, 1))
        action = done(amina, "take", people, role="instructor", institution=academy.pk)
        assert (action.total, Membership.objects.filter(user__in=people).count()) == (2, 0)
        undone(action)
        assert Membership.objects.filter(user__in=people, ends_on=date(2030, 1, 1)).count() == 2

    def test_people_move_and_come_back_to_their_cohort(self, superuser, people, academy, neighbour_academy):
        cohort = Cohort.objects.create(institution=academy, name="Intake")
        join(cohort=cohort, people=people, now=timezone.now())
        action = done(superuser, "move", people, institution=neighbour_academy.pk)
        assert User.objects.filter(pk__in=keys(people), institution=neighbour_academy).count() == 3
        assert not CohortMember.objects.filter(cohort=cohort).exists()
        undone(action)
        assert User.objects.filter(pk__in=keys(people), institution=academy).count() == 3
        assert CohortMember.objects.filter(cohort=cohort).count() == 3

    def test_a_message_reaches_each_once_and_is_not_undone(self, amina, people):
        action = done(amina, MESSAGE, people, text="Bring your service card on Monday.")
        services.run(action.pk)
        assert sorted(Notice.objects.filter(kind=MESSAGE).values_list("person", flat=True)) == keys(people)
        with pytest.raises(services.NotNow):
            services.undo(action=action, by=amina, now=timezone.now())

    def test_an_intake_is_closed_with_the_accounts_of_those_who_are_nowhere_else(self, amina, people, academy):
        intake, other = (Cohort.objects.create(institution=academy, name=name) for name in ("Intake", "Other"))
        join(cohort=intake, people=people, now=timezone.now())
        join(cohort=other, people=people[:1], now=timezone.now())
        people[1].memberships.create(institution=academy, role=Role.INSTRUCTOR)
        action = services.begin(
            act="close_cohorts", keys=[intake.pk], asked={"accounts": True}, by=amina, now=timezone.now()
        )
        services.run(action.pk)
        assert Cohort.objects.get(pk=intake.pk).closed_at is not None
        assert [User.objects.get(pk=person.pk).is_active for person in people] == [True, True, False]
        action.refresh_from_db()
        undone(action)
        assert (Cohort.objects.get(pk=intake.pk).closed_at, active(people)) == (None, 3)


class TestRights:
    def test_nobody_acts_on_themselves_or_on_whom_they_do_not_manage(
        self, amina, people, superuser, neighbour_academy, omar
    ):
        foreign = make_person("UG-70", "Of others", neighbour_academy)
        action = done(amina, "close", [*people, amina, superuser, foreign])
        assert set(action.rows.values_list("person", flat=True)) == set(keys(people))
        assert User.objects.get(pk=amina.pk).is_active and User.objects.get(pk=foreign.pk).is_active

    def test_an_institution_of_others_is_given_to_nobody(self, amina, people, neighbour_academy):
        for act in ("give", "move"):
            action = done(amina, act, people, role="instructor", institution=neighbour_academy.pk)
            assert set(action.rows.values_list("outcome", flat=True)) == {"refused"}
        assert not Membership.objects.filter(user__in=people).exists()

    def test_who_lost_the_right_meanwhile_changes_nothing(self, amina, people):
        action = services.begin(act="close", keys=keys(people), asked={}, by=amina, now=timezone.now())
        amina.memberships.all().delete()
        services.run(action.pk)
        assert active(people) == 3

    def test_a_cohort_in_which_one_learns_is_closed_by_a_colleague(self, amina, academy):
        cohort = Cohort.objects.create(institution=academy, name="Mine")
        join(cohort=cohort, people=[amina], now=timezone.now())
        assert not ACTS["close_cohorts"].targets(amina, [cohort.pk], {}).exists()

    def test_an_action_is_seen_and_undone_by_who_asked_alone(self, amina, superuser, people, as_):
        action = done(amina, "close", people)
        page = reverse("academy:bulk", args=[action.pk])
        assert as_(superuser).get(page).status_code == as_(superuser).post(f"{page}undo/").status_code == 404
        assert as_(amina).get(page).status_code == 200


class TestRunning:
    def test_again_or_twice_does_nothing_more(self, amina, people):
        action = done(amina, "close", people)
        number = AuditEntry.objects.count()
        services.run(action.pk)
        assert AuditEntry.objects.count() == number
        undone(action)
        with pytest.raises(services.NotNow):
            services.undo(action=action, by=amina, now=timezone.now())

    def test_is_undone_within_a_day_alone(self, amina, people):
        action = done(amina, "close", people)
        with time_machine.travel(timezone.now() + timedelta(days=2)), pytest.raises(services.NotNow):
            services.undo(action=action, by=amina, now=timezone.now())

    def test_a_lost_task_is_queued_and_an_old_action_forgotten(self, amina, people):
        services.begin(act="close", keys=keys(people), asked={}, by=amina, now=timezone.now())
        assert services.resume(now=timezone.now() + timedelta(minutes=5)) == 1
        services.run(BulkAction.objects.get().pk)
        assert services.delete_old(now=timezone.now() + timedelta(days=31)) > 0
        assert not BulkAction.objects.exists()


class TestPages:
    def test_show_whom_it_concerns_before_anything_happens(self, as_, amina, people):
        browser = as_(amina)
        asked = {"act": "close", "row": [*keys(people), amina.pk]}
        text = browser.post(BEGIN, asked).content.decode()
        assert "3 people" in text and "Cadet 0 · Cadet 1 · Cadet 2" in text and "1 row is left as it is" in text
        assert active(people) == 3 and not BulkAction.objects.exists()
        answer = browser.post(BEGIN, asked | {"confirm": "1"})
        action = BulkAction.objects.get()
        assert answer.url == f"{BEGIN}{action.pk}/"
        services.run(action.pk)
        text = browser.get(answer.url).content.decode()
        assert "Cadet 2" in text and "Undo" in text
        assert browser.post(f"{answer.url}undo/").url == answer.url

    def test_take_all_who_match_the_filters(self, as_, amina, people, omar):
        text = as_(amina).post(BEGIN, {"act": "close", "everybody": "1", "query": "q=cadet"}).content.decode()
        assert "3 people" in text and omar.name not in text

    def test_keep_what_was_typed_where_something_is_missing(self, as_, amina, people):
        asked = {"act": "give", "row": keys(people), "confirm": "1", "role": "instructor", "starts_on": "2026-09-01"}
        answer = as_(amina).post(BEGIN, asked)
        assert answer.status_code == 422 and "2026-09-01" in answer.content.decode()
        assert not BulkAction.objects.exists()

    def test_ask_for_ticks_and_know_no_other_action(self, as_, amina, people):
        assert as_(amina).post(BEGIN, {"act": "close"}).url.startswith("/academy/people/")
        assert as_(amina).post(BEGIN, {"act": "erase", "row": keys(people)}).status_code == 404
