"""What applying a list does, what undoing takes back, and what the work costs."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from courses.models import Course
from lms.learning.progress.access.waiver_services import waive
from lms.learning.progress.enrolments.assignment_services import assign
from lms.learning.progress.enrolments.personal_assignments import assign_to_people
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.dates import Dates
from lms.people.administration.merging.services import merge
from lms.people.administration.records import services as people
from lms.people.administration.roster import file_step, runner, services
from lms.people.administration.roster.models import Roster, RosterRow
from lms.people.administration.transfers.models import TransferRequest
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort, Membership, User
from tests.conftest import make_person
from tests.locking import after, lock, page_of

from .lists import HEADING, ROWS, states


class TestApplying:
    def test_takes_people_in_and_into_the_cohort_and_asks_for_those_elsewhere(
        self, bring, press, academy, amina, stranger
    ):
        roster = press(bring(ROWS, cohort="Intake 2026 B"), "apply")

        assert roster.status == "done"
        achieng = User.objects.get(service_number="KE-1")
        assert (achieng.name, achieng.institution, achieng.has_usable_password()) == (
            "Achieng Odhiambo",
            academy,
            False,
        )
        assert Cohort.objects.get().people.count() == 2
        [request] = TransferRequest.objects.all()
        assert (request.person, request.to, request.asked_by) == (stranger, academy, amina)
        stranger.refresh_from_db()
        assert stranger.name == "Okello Opio"
        entries = AuditEntry.objects.filter(action="person_added_by_list")
        assert {entry.person_id for entry in entries} == set(
            User.objects.filter(service_number__in=["KE-1", "KE-2"]).values_list("pk", flat=True)
        )

    def test_applying_a_roster_twice_creates_each_person_once(self, bring, press):
        roster = press(bring(ROWS), "apply")
        press(roster, "apply")
        assert User.objects.filter(service_number="KE-1").count() == 1
        again = bring(ROWS)
        assert [state for _row, state, _outcome in states(again)][:2] == ["unchanged", "unchanged"]

    def test_moves_within_ones_own_institutions_only_where_that_was_confirmed(
        self, bring, press, academy, neighbour_academy, kenya
    ):
        chief = make_person("KE-9002", "Chief", kenya, Role.ADMINISTRATOR)
        moved = make_person("KE-1", "Achieng Odhiambo", neighbour_academy, sex="F", rank="Cadet")
        roster = bring(ROWS, by=chief)
        assert states(roster)[0] == (2, "move", "")

        press(roster, "apply", by=chief)
        moved.refresh_from_db()
        assert moved.institution == neighbour_academy
        press(bring(ROWS + "KE-3,Chebet,F,\n", by=chief), "apply", by=chief, moves="on")

        moved.refresh_from_db()
        assert moved.institution == academy

    def test_nobody_with_more_rights_and_not_oneself_is_changed(self, bring, press, academy, kenya, amina):
        halima = make_person("KE-1", "Halima", academy, Role.COORDINATOR, at=kenya)

        roster = press(bring(ROWS + "KE-9000,Somebody else,F,\n"), "apply")

        assert states(roster)[0] == (2, "refused", "left")
        assert states(roster)[-1] == (6, "refused", "left")
        halima.refresh_from_db()
        amina.refresh_from_db()
        assert (halima.name, amina.name) == ("Halima", "Amina Juma")

    def test_an_address_that_is_there_stays(self, bring, press, academy):
        there = make_person("KE-1", "Achieng", academy, email="own@example.org")

        press(bring("Force No,Name,E-mail\nKE-1,Achieng O,other@example.org\n"), "apply")

        there.refresh_from_db()
        assert (there.name, there.email) == ("Achieng O", "own@example.org")

    def test_does_nothing_that_the_dry_run_did_not_show(self, bring, press, academy, neighbour_academy):
        roster = bring(ROWS)
        make_person("KE-1", "Somebody", neighbour_academy)
        changed = make_person("KE-2", "Somebody", academy)

        press(roster, "apply")

        changed.refresh_from_db()
        assert changed.name == "Somebody"
        assert [state for _row, state, _outcome in states(roster)][:2] == ["refused", "refused"]

    def test_by_somebody_who_lost_the_role_takes_nobody_in(self, bring, amina):
        roster = services.apply(roster=bring(ROWS), by=amina, now=timezone.now())
        amina.memberships.all().delete()

        runner.run(roster.pk)

        assert not User.objects.filter(service_number="KE-1").exists()

    def test_refused_rows_come_back_as_a_file_that_runs_no_formula(self, bring, as_, amina, stranger):
        roster = bring(ROWS + "KE-7,=cmd|' /C calc'!A0,F,\n")

        response = as_(amina).get(f"/academy/people/lists/{roster.pk}/refused.xlsx")
        sheet = load_workbook(io.BytesIO(response.content)).active
        csv = as_(amina).get(f"/academy/people/lists/{roster.pk}/refused.csv").content.decode("utf-8-sig")

        assert [cell.value for cell in sheet[1]] == ["Force No", "Full name", "Sex", "Rank", "Row", "Reason"]
        assert sheet["F2"].value == "The service number is missing."
        assert sheet["B4"].value == "'=cmd|' /C calc'!A0"
        assert ",'=cmd" in csv
        assert "Ziwa" not in csv

    def test_what_came_back_as_a_file_can_be_corrected_and_brought_again(self, bring, as_, amina):
        roster = bring(ROWS)
        csv = as_(amina).get(f"/academy/people/lists/{roster.pk}/refused.csv").content.decode("utf-8-sig")

        again = bring(csv.replace(",Nobody", "KE-5,Nobody"))

        assert states(again)[0][1] == "create"

    def test_the_template_is_a_list(self, bring, as_, amina):
        template = as_(amina).get("/academy/people/lists/template.xlsx").content
        assert bring(template, "people.xlsx").problem == "no-rows"
        csv = as_(amina).get("/academy/people/lists/template.csv").content.decode("utf-8-sig")
        assert bring(csv + "KE-1,Achieng,F,Cadet,1999,,,sw\n").status == "ready"


@pytest.mark.parametrize("apart", [0, 600])
def test_a_list_with_both_numbers_of_one_person_changes_them_once(bring, press, as_, amina, academy, apart):
    stays, gone = (make_person(number, "Achieng", academy, sex="F") for number in ("KE-1", "KE-2"))
    merge(person=gone, into=stays, by=amina, now=timezone.now())
    between = "".join(f"KE-5{number:04},Somebody {number},F,Cadet\n" for number in range(apart))
    roster = bring(HEADING + "KE-2,Achieng,F,Sergeant\n" + between + "KE-1,Achieng,F,Cadet\n")
    rows = roster.rows.filter(number__in=["KE-1", "KE-2"]).order_by("row")
    assert [row.state for row in rows] == ["change", "refused"]
    page = as_(amina).get(f"/academy/people/lists/{roster.pk}/?state=refused").content.decode()
    assert "Row 2 is about the same person" in page

    press(roster, "apply")

    stays.refresh_from_db()
    assert stays.rank == "Sergeant"
    assert [row.outcome for row in rows.all()] == ["applied", "left"]


def test_a_list_that_names_a_closed_cohort_opens_it_again(bring, press, academy, superuser):
    cohort = people.open_cohort(institution=academy, name="Intake")
    people.close_cohort(cohort=cohort, now=timezone.now(), by=superuser)
    press(bring(ROWS, cohort="Intake"), "apply")
    cohort.refresh_from_db()
    assert cohort.closed_at is None and cohort.members.exists()


class TestUndoing:
    def test_whom_it_brought_goes_and_what_it_changed_is_as_before(self, bring, press, academy, course, stranger):
        cohort = people.open_cohort(institution=academy, name="Intake")
        assign(cohort=cohort, courses=[course], due_at=None, by=None, now=timezone.now())
        there = make_person("KE-2", "Barasa", academy, sex="M", rank="Recruit")
        roster = press(bring(ROWS, cohort="Intake"), "apply")
        assert Enrolment.objects.count() == 2

        press(roster, "undo")

        assert roster.status == "undone"
        there.refresh_from_db()
        assert (there.name, there.rank) == ("Barasa", "Recruit")
        assert not User.objects.filter(service_number="KE-1").exists()
        assert not cohort.members.exists()
        assert [enrolment.learner for enrolment in Enrolment.objects.all()] == [there]

    def test_whom_was_given_something_alone_goes_and_for_whom_something_was_opened_stays(
        self, bring, press, academy, course, omar
    ):
        lock(page_of("trafficking-lesson-2"), after("trafficking-lesson-1"))
        roster = press(bring(ROWS), "apply")
        alone, opened = (User.objects.get(service_number=number) for number in ("KE-1", "KE-2"))
        given = {"courses": [Course.objects.get()], "by": omar, "now": timezone.now()}
        assign_to_people(people=[alone, opened], dates_of=lambda _person: Dates(), **given)
        way, activity = Enrolment.objects.get(learner=opened), page_of("trafficking-lesson-2").translation_key
        waive(enrolment=way, activity=activity, reason="Did it before", by=omar, now=timezone.now())

        press(roster, "undo")

        assert roster.status == "undone"
        assert list(User.objects.filter(pk__in=[alone.pk, opened.pk])) == [opened]
        assert list(Enrolment.objects.all()) == [way]

    def test_says_what_it_could_not_undo(self, bring, press, as_, amina, academy):
        there = make_person("KE-2", "Barasa", academy, sex="M", rank="Recruit")
        roster = press(bring(ROWS), "apply")
        User.objects.filter(service_number="KE-1").update(last_login=timezone.now())
        User.objects.filter(pk=there.pk).update(rank="Sergeant")

        press(roster, "undo")

        there.refresh_from_db()
        assert (there.name, there.rank) == ("Barasa", "Sergeant")
        assert User.objects.filter(service_number="KE-1").exists()
        assert [outcome for _row, _state, outcome in states(roster)][:2] == ["kept", "kept"]
        page = as_(amina).get(f"/academy/people/lists/{roster.pk}/").content.decode()
        assert "each with its reason: 2." in page
        assert "Has signed in or has records since" in page

    def test_takes_back_what_was_asked_of_others_and_moves(
        self, bring, press, academy, neighbour_academy, kenya, stranger
    ):
        chief = make_person("KE-9002", "Chief", kenya, Role.ADMINISTRATOR)
        moved = make_person("KE-1", "Achieng", neighbour_academy, sex="F")
        roster = press(bring(ROWS, by=chief), "apply", by=chief, moves="on")

        press(roster, "undo", by=chief)

        moved.refresh_from_db()
        assert (moved.institution, moved.name) == (neighbour_academy, "Achieng")
        assert TransferRequest.objects.get().state == "withdrawn"

    def test_gives_back_what_moving_somebody_took(self, bring, press, academy, neighbour_academy, kenya):
        chief = make_person("KE-9002", "Chief", kenya, Role.ADMINISTRATOR)
        moved = make_person("KE-1", "Achieng", neighbour_academy, Role.INSTRUCTOR, sex="F")
        cohort = people.open_cohort(institution=neighbour_academy, name="Beside")
        people.join(cohort=cohort, people=[moved], now=timezone.now())
        roster = press(bring(ROWS, by=chief), "apply", by=chief, moves="on")
        assert not Membership.objects.in_force().filter(user=moved).exists()
        assert not cohort.members.exists()

        press(roster, "undo", by=chief)

        held = Membership.objects.in_force().get(user=moved)
        assert (held.institution, held.role, held.ends_on) == (neighbour_academy, "instructor", None)
        assert [member.user for member in cohort.members.all()] == [moved]

    def test_is_over_after_a_day(self, bring, press):
        roster = press(bring(ROWS), "apply")
        Roster.objects.update(applied_at=timezone.now() - timedelta(days=1, minutes=1))

        press(roster, "undo")

        assert (roster.status, User.objects.filter(service_number="KE-1").exists()) == ("done", True)


class TestTheWork:
    def test_costs_the_same_statements_for_any_number_of_rows_in_a_batch(
        self, academy, amina, django_assert_max_num_queries
    ):
        def many(number: int) -> Roster:
            rows = "".join(f"KE-{place:05d},Person {place}a,F,Cadet\n" for place in range(number))
            data = (HEADING + rows).encode()
            return services.begin(data=data, name="x.csv", institution=academy, by=amina, now=timezone.now())

        roster = many(450)
        with django_assert_max_num_queries(36):
            runner.run(roster.pk)
        services.apply(roster=roster, by=amina, now=timezone.now())
        # three batches of 200; SQLite takes 999 values a statement, three for each word by which people are found
        with django_assert_max_num_queries(82):
            runner.run(roster.pk)
        assert User.objects.count() == 451

    def test_that_was_killed_while_reading_begins_anew(self, academy, amina, monkeypatch):
        roster = services.begin(data=ROWS.encode(), name="x.csv", institution=academy, by=amina, now=timezone.now())
        with monkeypatch.context() as broken:
            broken.setattr(file_step, "_go_on", None)
            with pytest.raises(TypeError):
                runner.run(roster.pk)
        assert not RosterRow.objects.exists()

        assert services.resume(now=timezone.now() + Roster.STALE * 2) == 1
        runner.run(roster.pk)

        roster.refresh_from_db()
        assert (roster.status, roster.rows.count()) == ("ready", 4)

    def test_lists_are_forgotten_after_thirty_days(self, bring):
        bring(ROWS)
        assert services.delete_old_lists(before=timezone.now() - services.KEPT) == 0
        assert services.delete_old_lists(before=timezone.now() + timedelta(days=1)) == 1
        assert not RosterRow.objects.exists()
