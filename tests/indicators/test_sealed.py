"""A sealed value stays to the row, whatever becomes of the world; who tampers is seen."""

from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from certificates.statement import keys
from courses.models import Release
from lms.desks.indicators import services
from lms.desks.indicators.evidence import auditing, packs
from lms.desks.indicators.evidence.verifying import verify
from lms.desks.indicators.listing import hash_of_rows, line_of, rows_of
from lms.desks.indicators.models import Detail, Link, Snapshot, SnapshotRow
from lms.desks.indicators.triggers import KEPT
from lms.desks.privacy.erasure import erase
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.administration.merging.services import merge
from lms.people.administration.records import services as people
from tests.conftest import NOW

from .conftest import TODAY, at, defined, done, sealed


def taken(snapshot) -> bytes:
    return b"".join(packs.pieces(snapshot))


def listed(snapshot) -> list[bytes]:
    return [line_of(row) for row in rows_of(snapshot)]


def correct_keys(officers, **_world):
    Attempt.objects.filter(enrolment=officers["A"].pk).update(score=0.1)


def regrade(officers, **_world):
    Enrolment.objects.filter(pk=officers["B"].pk).update(status="started", completed_at=None, score=0.2)


def transfer(officers, neighbour_academy, **_world):
    people.transfer(person=officers["C"].learner, to=neighbour_academy, now=NOW)


def edit_again(officers, course, **_world):
    Release.objects.filter(course=course).update(correction=7)


def correct_sex(officers, **_world):
    Enrolment.objects.filter(pk=officers["A"].pk).update(sex="M")


def merge_two(officers, superuser, **_world):
    merge(person=officers["C"].learner, into=officers["D"].learner, by=superuser, now=NOW)


def erase_one(officers, **_world):
    erase(officers["A"].learner)


def move_academy(academy, uganda, **_world):
    people.move(institution=academy, parent=uganda)


CHANGES = (correct_keys, regrade, transfer, edit_again, correct_sex, merge_two, erase_one, move_academy)


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.__name__)
def test_a_value_and_its_list_stay_whatever_becomes_of_the_world(
    change, snapshot, officers, course, academy, neighbour_academy, uganda, superuser
):
    before, facts = listed(snapshot), dict(snapshot.facts)

    change(
        officers=officers,
        course=course,
        academy=academy,
        neighbour_academy=neighbour_academy,
        uganda=uganda,
        superuser=superuser,
    )

    again = Snapshot.objects.get(pk=snapshot.pk)
    assert listed(again) == before and again.facts == facts
    assert verify(BytesIO(taken(again)), auditing.public_keys()).faults == []
    assert list(auditing.faults()) == []


def test_counts_what_the_definition_says_and_nobody_elsewhere(snapshot):
    facts = snapshot.facts
    assert (facts["value"], facts["rows"], facts["persons"]) == (4, 4, 4)
    cells = sorted(SnapshotRow.objects.filter(snapshot=snapshot).values_list("strata", flat=True))
    assert cells == [
        '{"agency":"immigration","sex":"M"}',
        '{"agency":"police","sex":"F"}',
        '{"agency":"police","sex":"F"}',
        '{"agency":"police","sex":"M"}',
    ]
    (known,) = Detail.objects.filter(link__person__service_number="KE-A").values_list("body", flat=True)
    assert '"month":"2026-03"' in known and '"edition":"1.0"' in known and '"test":"trafficking-quiz"' in known
    assert "2026-03-10" not in known and "Person" not in known


class TestPeriods:
    def test_nothing_after_the_day_counts(self, indicator, officers):
        assert sealed(indicator, at(4).date()).facts["value"] == 2
        assert sealed(indicator, at(4, 9).date()).facts["value"] == 1

    def test_the_day_is_that_of_the_institution(self, kenya, halima, course, academy):
        done("KE-Z", academy, course, at(3, 31).replace(hour=21, minute=30))  # 00:30 on 1 April in Nairobi
        indicator = defined(kenya, halima)
        assert sealed(indicator, at(3, 31).date()).facts["value"] == 0
        assert sealed(indicator, at(4, 1).date()).facts["value"] == 1

    def test_a_day_that_has_not_come_is_refused(self, indicator):
        with pytest.raises(services.NoSuchDay):
            services.ask(indicator=indicator, as_of=TODAY + timedelta(days=1), by=None, now=NOW)
        with pytest.raises(services.NoSuchDay):
            services.ask(indicator=indicator, as_of=at(1).date().replace(year=2025), by=None, now=NOW)


class TestErasing:
    def test_takes_link_and_detail_and_leaves_the_row(self, snapshot, officers):
        erase(officers["A"].learner)
        assert SnapshotRow.objects.filter(snapshot=snapshot).count() == 4
        assert (Link.objects.count(), Detail.objects.count()) == (3, 3)
        found = verify(BytesIO(taken(snapshot)), auditing.public_keys())
        assert found.faults == [] and found.erased == 1

    def test_of_somebody_who_is_erased_a_later_value_keeps_no_link(self, snapshot, indicator, officers):
        erase(officers["A"].learner)
        again = sealed(indicator)
        assert again.facts["value"] == 4
        assert (again.links.count(), Detail.objects.filter(row__snapshot=again).count()) == (3, 3)

    def test_two_values_call_nobody_by_the_same_name(self, snapshot, indicator):
        again = sealed(indicator)
        names = [set(one.rows.values_list("pseudonym", flat=True)) for one in (snapshot, again)]
        assert len(names[0] | names[1]) == 8


def test_merging_leads_both_names_to_one_person_and_a_later_value_counts_them_once(
    snapshot, indicator, officers, superuser
):
    merge(person=officers["C"].learner, into=officers["D"].learner, by=superuser, now=NOW)
    assert Link.objects.filter(snapshot=snapshot, person=officers["D"].learner).count() == 2
    assert sealed(indicator).facts["value"] == 3


@contextmanager
def without_triggers():
    """Do what somebody can do who owns the database."""
    connection.check_constraints()
    for table in KEPT:
        names = [*table.names, *([table.truncation] if connection.vendor == "postgresql" else [])]
        for name in names:
            sql(f"DROP TRIGGER {name}" + (f" ON {table.table}" if connection.vendor == "postgresql" else ""))
    yield
    for table in KEPT:
        table.install(using="default")


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


class TestTampering:
    def test_the_database_refuses(self, snapshot, indicator, halima):
        services.set_target(indicator=indicator, day=TODAY, value=9, by=halima, now=NOW)
        for rows in (Snapshot.objects, SnapshotRow.objects, indicator.definitions, indicator.targets):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(id=rows.first().id)
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.all()._raw_delete("default")
        assert all(table.check(databases=["default"]) == [] for table in KEPT)

    @pytest.mark.parametrize(
        ("change", "seen"),
        [
            ("UPDATE indicators_snapshotrow SET numerator = 0", "rows of value 1 were changed"),
            ("UPDATE indicators_snapshotrow SET strata = '{}'", "rows of value 1 were changed"),
            ("UPDATE indicators_definition SET body = '{}'", "definition of value 1 was changed"),
            ("UPDATE indicators_snapshot SET as_of = '2026-11-23'", "Value 1 does not follow"),
            ("UPDATE indicators_snapshot SET previous = 'x'", "Value 1 does not follow"),
            ("UPDATE indicators_snapshot SET number = 2", "Missing: 1 to 1"),
            ("UPDATE indicators_snapshot SET sha256 = 'x'", "head of value 1 was changed"),
        ],
    )
    def test_is_seen_in_the_database(self, snapshot, change, seen):
        with without_triggers():
            sql(change)
        assert any(seen in sentence for sentence in auditing.faults())

    def test_a_head_that_was_written_anew_is_not_signed(self, snapshot):
        head = bytes(snapshot.head).replace(b'"value":4', b'"value":9')
        with without_triggers():
            Snapshot.objects.update(head=head)
        assert any("signature of value 1" in sentence for sentence in auditing.faults())

    def test_an_end_that_was_cut_off_is_seen_by_the_seal_that_was_printed(self, snapshot, indicator):
        last = sealed(indicator)
        with without_triggers():
            services.Count.objects.filter(snapshot=last).update(snapshot=None)
            Detail.objects.filter(row__snapshot=last).delete()
            Link.objects.filter(snapshot=last).delete()
            sql("DELETE FROM indicators_snapshotrow WHERE snapshot_id = %s", _key(last))
            sql("DELETE FROM indicators_snapshot WHERE number = 2")
        assert list(auditing.faults()) == []
        assert any("not the one that was noted" in one for one in auditing.faults(number=2, noted=last.sha256))
        with pytest.raises(CommandError):
            call_command("indicators", "audit", "--head", last.seal, stdout=StringIO())

    @pytest.mark.parametrize(
        ("name", "old", "new", "seen"),
        [
            ("head.json", b'"value":4', b'"value":5', "signature"),
            ("rows.jsonl", b'"numerator":1', b'"numerator":0', "rows.jsonl is not the list"),
            ("details.jsonl", b"2026-03", b"2026-01", "detail of row"),
            ("definition.json", b"Officers", b"Everybody", "definition.json is not"),
            ("method.txt", b"Value: 4", b"Value: 9", "SHA256SUMS"),
            ("head.sig", b"", b"x", "signature"),
        ],
    )
    def test_is_seen_in_a_pack(self, snapshot, name, old, new, seen):
        files = {}
        with ZipFile(BytesIO(taken(snapshot))) as pack:
            files = {one: pack.read(one) for one in pack.namelist()}
        files[name] = files[name].replace(old, new, 1) if old else new + files[name][1:]
        faults = verify(zipped(files), auditing.public_keys()).faults
        assert any(seen in sentence for sentence in faults), faults

    def test_what_is_no_pack_is_refused_in_a_sentence(self, snapshot):
        whole = taken(snapshot)
        files = {"head.json": b"{}", "x": b""}
        for file in (BytesIO(b"PK"), BytesIO(whole[:-200]), zipped(files), BytesIO()):
            assert "cannot be read" in verify(file, {}).faults[0]

    def test_a_file_without_end_is_not_read(self, snapshot):
        with ZipFile(BytesIO(taken(snapshot))) as pack:
            files = {one: pack.read(one) for one in pack.namelist()}
        for name in ("head.json", "rows.jsonl", "details.jsonl", "SHA256SUMS"):
            faults = verify(zipped({**files, name: b" " * 50_000_000}), auditing.public_keys()).faults
            assert any("too long" in sentence for sentence in faults), name
        deep = {**files, "rows.jsonl": b"[" * 1_000_000 + b"\n"}
        assert verify(zipped(deep), auditing.public_keys()).faults

    def test_another_key_does_not_do(self, snapshot, tmp_path, monkeypatch):
        whole = taken(snapshot)
        monkeypatch.setattr(keys, "folder", lambda: tmp_path / "others")
        keys.make(now=NOW)
        assert any("is not known here" in one for one in verify(BytesIO(whole), auditing.public_keys()).faults)


def zipped(files: dict[str, bytes]) -> BytesIO:
    out = BytesIO()
    with ZipFile(out, "w", 8) as pack:
        for name, data in files.items():
            pack.writestr(name, data)
    out.seek(0)
    return out


def _key(snapshot) -> object:
    return snapshot.pk if connection.vendor == "postgresql" else snapshot.pk.hex


class TestCommand:
    def test_verifies_a_pack_with_a_key_and_a_seal_that_came_another_way(self, snapshot, tmp_path, signing):
        (tmp_path / "pack.zip").write_bytes(taken(snapshot))
        out = StringIO()
        call_command("indicators", "key", signing.id, stdout=out)
        (tmp_path / "public.pem").write_text(out.getvalue())
        told, given = StringIO(), ("--key", str(tmp_path / "public.pem"))
        call_command("indicators", "verify", str(tmp_path / "pack.zip"), *given, "--head", snapshot.seal, stdout=told)
        assert "Value 4 as of 2026-11-24, 4 rows" in told.getvalue()
        with pytest.raises(CommandError):
            call_command("indicators", "verify", str(tmp_path / "pack.zip"), "--head", "1:x", stdout=StringIO())

    def test_the_signature_holds_by_openssl(self, snapshot, tmp_path, signing):
        import subprocess

        out = StringIO()
        call_command("indicators", "key", signing.id, stdout=out)
        (tmp_path / "public.pem").write_text(out.getvalue())
        with ZipFile(BytesIO(taken(snapshot))) as pack:
            pack.extractall(tmp_path)
        check = "openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in head.json -sigfile head.sig"
        for command in (check, "sha256sum -c SHA256SUMS"):
            assert subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False).returncode == 0
        assert hash_of_rows(snapshot) == snapshot.facts["rows_sha256"]
