"""The register of certificates: append-only, sealed into a chain, and audited against attacks with SQL."""

from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from certificates import services
from certificates.audit import audit
from certificates.models import Certificate, Entry
from certificates.register import services as register
from certificates.register.triggers import REGISTER
from lms.learning.progress.journal.services import enrol
from lms.learning.progress.models import Enrolment
from tests.builders import complete
from tests.progress.test_races import at_once

ENTRIES = REGISTER.table


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@contextmanager
def without_triggers():
    """Do what somebody can do who owns the database."""
    connection.check_constraints()
    names = [*REGISTER.names, *([REGISTER.truncation] if connection.vendor == "postgresql" else [])]
    for name in names:
        sql(f"DROP TRIGGER {name}" + (f" ON {ENTRIES}" if connection.vendor == "postgresql" else ""))
    yield
    REGISTER.install(using="default")


@pytest.fixture
def certificates(enrolment, abdi, halima, course, now):
    """Three certificates, the second revoked; everything sealed."""
    enrol(people=[abdi, halima], course=course, now=now)
    for row in Enrolment.objects.order_by("pk"):
        complete(row, now=now)
    rows = list(Certificate.objects.order_by("pk"))
    services.revoke(certificate=rows[1], why="Issued by mistake.", now=now)
    register.seal()
    return rows


def kinds() -> set[tuple[str, str]]:
    return {(fault.kind, fault.serial) for fault in audit().faults}


class TestEntries:
    def test_are_written_with_the_act_and_sealed_in_order(self, certificates):
        entries = list(Entry.objects.order_by("number"))
        assert [(one.number, one.act) for one in entries] == [
            (1, "issued"),
            (2, "issued"),
            (3, "issued"),
            (4, "revoked"),
        ]
        assert [one.previous for one in entries] == ["", *(one.hash for one in entries[:-1])]
        assert entries[3].why == "Issued by mistake." and audit().faults == []

    def test_are_rolled_back_with_the_act(self, enrolment, now):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            complete(enrolment, now=now)
            raise ZeroDivisionError
        assert not Entry.objects.exists()

    def test_are_refused_by_the_database_to_be_changed_or_deleted(self, certificates):
        for attack in (lambda: Entry.objects.update(why=""), lambda: Entry.objects.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                attack()
        assert REGISTER.check(databases=["default"]) == []

    def test_wait_for_the_seal_where_the_process_was_killed_before_it(self, enrolment, now):
        complete(enrolment, now=now)
        assert Entry.objects.get().number is None
        report = audit()
        assert (report.entries, report.faults) == (1, []) and Entry.objects.get().hash == report.head


class TestAudit:
    @pytest.mark.parametrize(
        "values", [{"name": "Somebody Else"}, {"valid_until": None}, {"signatories": [{"name": "Me"}]}, {"salt": ""}]
    )
    def test_names_a_certificate_that_was_changed(self, certificates, values):
        Certificate.objects.filter(pk=certificates[2].pk).update(**values)
        assert kinds() == {("changed", certificates[2].serial)}

    @pytest.mark.parametrize("values", [{"revoked_at": None}, {"status": "withdrawn"}])
    def test_names_a_certificate_that_says_something_else_than_its_entries(self, certificates, values):
        Certificate.objects.filter(pk=certificates[1].pk).update(**values)
        assert kinds() == {("changed", certificates[1].serial)}

    @pytest.mark.parametrize("change", ["why = ''", "act = 'reinstated'", "by_id = 1"])
    def test_names_an_entry_that_was_changed(self, certificates, change):
        with without_triggers():
            sql(f"UPDATE {ENTRIES} SET {change} WHERE number = 4")
        assert ("changed", certificates[1].serial) in kinds()

    def test_names_an_entry_that_was_deleted_in_the_middle(self, certificates):
        with without_triggers():
            sql(f"DELETE FROM {ENTRIES} WHERE number = 2")
        assert {("missing", ""), ("missing", certificates[1].serial)} <= kinds()

    def test_names_entries_that_were_deleted_at_the_end(self, certificates):
        head = Entry.objects.order_by("-number").first()
        with without_triggers():
            sql(f"DELETE FROM {ENTRIES} WHERE number > 2")
        assert kinds() == {("changed", certificates[1].serial), ("missing", certificates[2].serial)}
        assert any(fault.number == 4 for fault in audit(number=4, noted=head.hash).faults)

    def test_names_two_entries_that_were_swapped(self, certificates):
        with without_triggers():
            for old, new in ((1, 99), (3, 1), (99, 3)):
                sql(f"UPDATE {ENTRIES} SET number = %s WHERE number = %s", new, old)
        faults = kinds()
        assert {("swapped", certificates[0].serial), ("swapped", certificates[2].serial)} <= faults

    def test_names_entries_whose_contents_were_swapped(self, certificates):
        first, third = Entry.objects.get(number=1), Entry.objects.get(number=3)
        with without_triggers():
            for entry, other in ((first, third), (third, first)):
                values = (other.certificate_id, other.serial, other.digest, entry.pk)
                sql(f"UPDATE {ENTRIES} SET certificate_id = %s, serial = %s, digest = %s WHERE id = %s", *values)
        assert {fault.number for fault in audit().faults} >= {1, 3}

    def test_names_a_register_that_was_cut_and_sealed_anew(self, certificates):
        head = audit()
        with without_triggers():
            sql(f"DELETE FROM {ENTRIES} WHERE number = 4")
            sql(f"UPDATE {ENTRIES} SET number = NULL, previous = '', hash = ''")
        Certificate.objects.filter(pk=certificates[1].pk).update(revoked_at=None, revoked_why="")
        assert audit().faults == []
        assert [fault.kind for fault in audit(number=head.entries, noted=head.head).faults] == ["cut"]

    def test_names_a_certificate_that_is_gone_and_one_without_an_entry(self, certificates):
        Certificate.objects.filter(pk=certificates[0].pk).delete()
        with without_triggers():
            sql(f"DELETE FROM {ENTRIES} WHERE number = 3")
        assert {("missing", certificates[0].serial), ("missing", certificates[2].serial)} <= kinds()

    def test_is_a_command_that_ends_in_status_1(self, certificates):
        out = StringIO()
        call_command("certificates", "audit", stdout=out)
        head = out.getvalue().split("Head: ")[1].split(".")[0]
        call_command("certificates", "audit", "--head", head, stdout=out)
        Certificate.objects.filter(pk=certificates[2].pk).update(name="Somebody Else")
        out = StringIO()
        with pytest.raises(CommandError):
            call_command("certificates", "audit", stdout=out)
        assert f"Certificate {certificates[2].serial} or entry" in out.getvalue()


def test_erasing_a_person_keeps_the_chain_and_no_reason(certificates, abdi, now):
    from lms.desks.privacy.erasure import erase

    before = audit()
    erase(abdi)
    report = audit()
    assert report.faults == [] and report.entries == before.entries + 1
    assert audit(number=before.entries, noted=before.head).faults == []
    row = Certificate.objects.get(pk=certificates[1].pk)
    assert (row.name, row.salt, row.statement) == ("", "", "")
    assert set(row.entries.values_list("act", "why")) == {("issued", ""), ("revoked", ""), ("withdrawn", "")}


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_and_an_act_meanwhile_make_one_chain(enrolment, abdi, halima, course, now, monkeypatch):
    monkeypatch.setattr(register, "CHUNK", 1)
    enrol(people=[abdi, halima], course=course, now=now)
    first, *others = Enrolment.objects.order_by("pk")
    for row in others:
        complete(row, now=now)

    def issue():
        complete(first, now=now)
        return 0

    sealed = at_once(register.seal, register.seal, issue)

    assert all(isinstance(one, int) for one in sealed), sealed
    assert sum(sealed) + register.seal() == 3
    assert audit().faults == []
