"""The audit log: who did what to whom, as rows that nobody changes."""

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.people.administration.records import services
from lms.people.audit.actions import CHANGED, Action, Actions, actions
from lms.people.audit.models import AuditEntry
from lms.people.audit.services import (
    MOST_OF_ONE,
    MOST_OF_STRANGERS,
    UnknownAction,
    note,
    note_many,
    note_seen,
)
from lms.people.audit.triggers import LOG
from lms.people.directory.choices import Role
from lms.people.directory.models import User
from tests.conftest import PASSWORD, make_person


def entries(action: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action).order_by("pk"))


def sign_in(number: str, password: str = PASSWORD, **extra):
    return Client().post("/sign-in/", {"username": number, "password": password}, **extra)


class TestAnEntry:
    def test_names_who_did_what_to_whom_where_and_when(self, amina, wanjiru, academy, now):
        entry = note("password_changed", by=amina, person=wanjiru, now=now, known_to_others=True)
        assert entry is not None
        entry.refresh_from_db()
        assert (entry.by, entry.person, entry.institution, entry.at) == (amina, wanjiru, academy, now)
        assert entry.data == {"known_to_others": True}

    def test_is_of_the_institution_where_the_person_serves_at_that_time(self, wanjiru, academy, neighbour_academy, now):
        note("password_changed", person=wanjiru, now=now)
        services.transfer(person=wanjiru, to=neighbour_academy, now=now)
        note("password_changed", person=wanjiru, now=now)
        assert [entry.institution for entry in entries("password_changed")] == [academy, neighbour_academy]

    def test_of_a_person_known_by_number_finds_the_institution_too(self, wanjiru, academy, now):
        entry = note("password_changed", person=wanjiru.pk, now=now)
        assert entry is not None
        assert entry.institution_id == academy.pk

    def test_costs_one_statement_and_so_do_many(self, amina, wanjiru, abdi, now, django_assert_num_queries):
        with django_assert_num_queries(1):
            note("password_changed", by=amina, person=wanjiru, now=now)
        with CaptureQueriesContext(connection) as captured:
            note_many("password_changed", [wanjiru, abdi, amina] * 30, by=amina, now=now)
        assert [query["sql"][:6] for query in captured] == ["INSERT"]
        assert AuditEntry.objects.filter(by=amina).count() == 91

    def test_of_nobody_in_particular_is_written_and_read_by_superusers_alone(self, amina, superuser, now):
        note("password_link_asked", now=now)
        seen = AuditEntry.objects.filter(action="password_link_asked")
        assert not seen.visible_to(amina)
        assert seen.visible_to(superuser).exists()

    def test_goes_with_the_change_when_that_is_taken_back(self, wanjiru, academy):
        with transaction.atomic():
            services.appoint(user=wanjiru, institution=academy, role=Role.INSTRUCTOR)
            assert len(entries("role_given")) == 1
            transaction.set_rollback(True)
        assert entries("role_given") == []

    def test_outlives_the_people_it_names(self, academy, now):
        person = make_person("KE-77", "Somebody", academy)
        note("password_changed", by=person, person=person, now=now)
        number = person.pk
        person.delete()
        [entry] = AuditEntry.objects.filter(action="password_changed").select_related("by", "person")
        assert (entry.person_id, entry.by_id) == (number, number)
        assert (entry.person, entry.by) == (None, None)

    @pytest.mark.parametrize("data", [{"text": "x" * 2001}, {"thing": object()}])
    def test_with_data_that_is_too_long_or_no_json_is_refused(self, wanjiru, now, data):
        with pytest.raises(ValueError, match="noted has"):
            note("password_changed", person=wanjiru, now=now, **data)
        assert entries("password_changed") == []

    def test_of_an_action_that_nobody_registered_is_refused(self, wanjiru, now):
        with pytest.raises(UnknownAction):
            note("no_such_action", person=wanjiru, now=now)


class TestTheDatabase:
    def test_changes_and_deletes_no_entry(self, wanjiru, now):
        note("password_changed", person=wanjiru, now=now)
        for act in (
            lambda: AuditEntry.objects.update(action="signed_in"),
            lambda: AuditEntry.objects.all().delete(),
            lambda: entries("password_changed")[0].delete(),
        ):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                act()
        assert len(entries("password_changed")) == 1

    def test_lets_nobody_delete_their_own_entries_by_deleting_themselves(self, wanjiru, now):
        note("password_changed", by=wanjiru, person=wanjiru, now=now)
        User.objects.get(pk=wanjiru.pk).delete()
        assert len(entries("password_changed")) == 1

    def test_is_emptied_by_permit_alone(self, wanjiru, now):
        note("password_changed", person=wanjiru, now=now)
        with LOG.permitted():
            AuditEntry.objects.all().delete()
        note("password_changed", person=wanjiru, now=now)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            AuditEntry.objects.all().delete()

    def test_that_lost_a_trigger_is_told_of_and_mended(self, db):
        assert LOG.check(databases=["default"]) == []
        on = f" ON {LOG.table}" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {LOG.table}_never_deleted{on}")
        assert [warning.id for warning in LOG.check(databases=["default"])] == ["people.W003"]
        LOG.install(using="default")
        assert LOG.check(databases=["default"]) == []


class TestWhoReads:
    def test_administrators_of_the_institution_and_above_read_and_nobody_else(
        self, amina, omar, halima, wanjiru, kenya, neighbour_academy, ugandan_academy, now
    ):
        above = make_person("KE-8", "Above", kenya, Role.ADMINISTRATOR)
        beside = make_person("KE-7", "Beside", neighbour_academy, Role.ADMINISTRATOR)
        abroad = make_person("UG-7", "Abroad", ugandan_academy, Role.ADMINISTRATOR)
        entry = note("password_changed", person=wanjiru, now=now)
        assert entry is not None
        about = AuditEntry.objects.filter(pk=entry.pk)
        readers = (amina, above, beside, abroad, omar, halima, wanjiru)
        assert [about.visible_to(viewer).exists() for viewer in readers] == [True, True, *[False] * 5]


class TestSigningIn:
    def test_and_out_are_entries_of_the_person(self, wanjiru, academy):
        browser = Client()
        browser.post("/sign-in/", {"username": "KE-20377", "password": PASSWORD})
        browser.post("/sign-out/")
        found = [
            (entry.action, entry.by_id, entry.person_id, entry.institution_id, entry.page)
            for entry in AuditEntry.objects.filter(by=wanjiru).order_by("pk")
        ]
        assert found == [
            ("signed_in", wanjiru.pk, wanjiru.pk, academy.pk, "sign-in"),
            ("signed_out", wanjiru.pk, wanjiru.pk, academy.pk, "sign-out"),
        ]

    def test_a_wrong_password_and_a_lockout_stand_there_without_what_was_typed(self, wanjiru, academy, settings):
        settings.AXES_FAILURE_LIMIT = 1
        sign_in("ke-20377", "my secret guess")
        [wrong], [locked] = entries("password_wrong"), entries("locked_out")
        assert (wrong.person_id, wrong.by_id, wrong.institution_id) == (wanjiru.pk, None, academy.pk)
        assert locked.person_id == wanjiru.pk
        assert "secret" not in str(wrong.data)

    def test_the_network_address_is_a_mark(self, wanjiru):
        sign_in("KE-20377", REMOTE_ADDR="10.1.2.3")
        [entry] = entries("signed_in")
        assert len(entry.client) == 16
        assert "10.1" not in entry.client


class TestRefusals:
    def test_are_entries_with_who_asked_and_what_was_answered(self, as_, stranger, academy):
        as_(stranger).get(reverse("teach:cohort", args=[1]))
        [entry] = entries("refused")
        assert (entry.by_id, entry.institution_id, entry.page) == (
            stranger.pk,
            stranger.institution_id,
            "teach:cohort",
        )
        assert entry.data == {"status": 404, "method": "GET"}

    def test_of_one_person_are_so_many_in_a_minute_and_no_more(self, as_, stranger):
        browser = as_(stranger)
        for _again in range(MOST_OF_ONE + 5):
            browser.get(reverse("teach:cohort", args=[1]))
        assert len(entries("refused")) == MOST_OF_ONE

    def test_of_many_clients_together_are_bounded_too(self, db, now, settings, rf):
        for number in range(MOST_OF_STRANGERS + 5):
            request = rf.get("/", REMOTE_ADDR=f"10.1.{number // 250}.{number % 250}")
            note("refused", now=now, request=request, status=403)
        assert len(entries("refused")) == MOST_OF_STRANGERS
        cache.clear()
        assert note("refused", now=now, status=403) is not None

    def test_wrong_passwords_are_bounded_as_well(self, wanjiru, settings):
        settings.AXES_FAILURE_LIMIT = 10_000
        settings.SIGN_IN_FAILURES_OF_AN_ADDRESS = 10_000
        for _again in range(MOST_OF_ONE + 3):
            sign_in("KE-20377", "wrong")
        assert len(entries("password_wrong")) == MOST_OF_ONE

    def test_that_cannot_be_written_are_answered_all_the_same(self, as_, stranger):
        browser = as_(stranger)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE people_auditentry RENAME TO people_audit_gone")
            with transaction.atomic():
                answer = browser.get(reverse("teach:cohort", args=[1]))
            transaction.set_rollback(True)
        assert answer.status_code == 404


class TestRights:
    def test_who_closes_an_account_in_a_request_stands_there_without_being_named(self, as_, superuser, wanjiru):
        as_(superuser).post(reverse("academy:person-account", args=[wanjiru.pk]), {"may": "no"})
        [entry] = entries("is_active_changed")
        assert (entry.by_id, entry.person_id, entry.data) == (superuser.pk, wanjiru.pk, {"to": False})

    def test_after_the_request_nobody_acts(self, as_, omar, abdi, academy):
        as_(omar).get("/password/")
        services.appoint(user=abdi, institution=academy, role=Role.INSTRUCTOR)
        [entry] = AuditEntry.objects.filter(action="role_given", person=abdi)
        assert (entry.by_id, entry.institution_id, entry.data) == (None, academy.pk, {"role": "instructor"})

    def test_a_group_of_many_is_an_entry_for_each(self, abdi, wanjiru, academy):
        from django.contrib.auth.models import Group

        group = Group.objects.create(name="Some")
        group.user_set.add(abdi, wanjiru)
        assert {(entry.person_id, entry.institution_id) for entry in entries("group_given")} == {
            (abdi.pk, academy.pk),
            (wanjiru.pk, academy.pk),
        }


class TestWhatIsSeen:
    def test_is_one_entry_however_often_it_is_reloaded_and_none_of_oneself(self, amina, omar, wanjiru, now):
        for _again in range(3):
            note_seen("password_changed", person=wanjiru, by=omar, now=now)
        note_seen("password_changed", person=wanjiru, by=amina, now=now)
        note_seen("password_changed", person=omar, by=omar, now=now)
        assert [entry.by_id for entry in entries("password_changed")] == [omar.pk, amina.pk]


class TestActions:
    def test_of_another_are_not_replaced(self):
        own = Actions()
        own.register(Action("seen", "Seen", CHANGED))
        own.register(Action("seen", "Seen", CHANGED))
        for wrong in (Action("seen", "Another", CHANGED), Action("x" * 41, "Long", CHANGED), Action("", "", CHANGED)):
            with pytest.raises(ValueError, match="cannot be called"):
                own.register(wrong)
        assert [action.slug for action in own.all()] == ["seen"]

    def test_each_action_has_its_own_name(self):
        names = [str(action.name) for action in actions.all()]
        assert len(names) == len(set(names)) > 20
