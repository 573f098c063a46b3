"""The row that awards a certificate: when, once, and what is copied onto it."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from certificates import awards, rules, serials, services
from certificates.models import Certificate
from lms.learning.progress.models import Enrolment
from tests.builders import complete


def statements(captured: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]


def test_the_transaction_that_completes_the_course_awards_the_certificate(certificate, completed, now):
    assert certificate.enrolment == completed
    assert certificate.name == "Wanjirũ wa Kamau"
    assert certificate.service_number == "KE-20377"
    assert certificate.institution == "Mlima Police Academy"
    assert certificate.course == "What trafficking is"
    assert certificate.edition == "1.0"
    assert certificate.minutes == 60
    assert certificate.completed_on == date(2026, 11, 24)
    assert certificate.valid_until == date(2028, 11, 24)
    assert certificate.issued_at == now
    assert certificate.status == Certificate.Status.PENDING
    assert serials.read(certificate.serial) == certificate.serial


def test_issuing_costs_two_inserts_the_award_and_its_entry(completed, now):
    Certificate.objects.all().delete()
    row = Enrolment.objects.select_related("learner", "institution", "course").get(pk=completed.pk)
    with CaptureQueriesContext(connection) as captured:
        services.issue(row, now=now)
    assert [sql.split()[0] for sql in statements(captured)] == ["INSERT", "INSERT"]


def test_the_inserted_row_equals_one_that_the_orm_writes(completed, now):
    rows = []
    for insert in (lambda row: row.save(force_insert=True), services.NEW.insert):
        Certificate.objects.all().delete()
        row = awards.of_course(Enrolment.objects.get(pk=completed.pk), now)
        row.serial, row.index, row.valid_until = "AAAA-AAAA-AAAA", 7, None
        insert(row)
        assert not row._state.adding
        rows.append(Certificate.objects.filter(pk=row.pk).values().get() | {"id": None})
    assert rows[0] == rows[1]


def test_a_learner_of_a_unit_gets_the_name_of_the_academy_at_that_time(course, academy, wanjiru, as_, now):
    from lms.learning.progress.journal import services as progress
    from lms.people.administration.records import services as people

    company = people.create_institution(name="Unit 3", kind="unit", parent=academy)
    platoon = people.create_institution(name="Platoon B", kind="unit", parent=company)
    wanjiru.institution = platoon
    wanjiru.save()
    progress.enrol(people=[wanjiru], course=course, now=now)
    complete(Enrolment.objects.get(learner=wanjiru), now=now)
    academy.name = "Renamed"
    academy.save()

    assert Certificate.objects.get().institution == "Mlima Police Academy"
    page = as_(wanjiru).get("/certificates/").content.decode()
    assert "<bdi>Mlima Police Academy</bdi>" in page.split("<main")[1] and "Platoon B" not in page.split("<main")[1]


def test_issuing_again_changes_nothing(certificate, completed, now):
    assert services.issue(completed, now=now) == certificate
    assert list(Certificate.objects.values_list("serial", flat=True)) == [certificate.serial]


def test_an_index_is_found_in_a_block_that_is_full_but_for_few(certificate, course, abdi, now, monkeypatch):
    from lms.learning.progress.journal import services as progress

    progress.enrol(people=[abdi], course=course, now=now)
    drawn = iter([certificate.index] * 32 + [certificate.index + 1])
    monkeypatch.setattr(services.secrets, "randbelow", lambda _size: next(drawn))
    with CaptureQueriesContext(connection) as found:
        complete(Enrolment.objects.get(learner=abdi), now=now)
    assert Certificate.objects.get(enrolment__learner=abdi).index == certificate.index + 1
    issuing = [query["sql"] for query in found if 'FROM "certificates_certificate"' in query["sql"]]
    assert len(issuing) == 1, "one statement finds what is free"


def test_a_serial_that_is_taken_is_drawn_again(certificate, completed, course, abdi, now, monkeypatch):
    from lms.learning.progress.journal import services as progress

    progress.enrol(people=[abdi], course=course, now=now)
    characters = iter(certificate.serial.replace("-", "")[:-1] + "ABCDEFGH234")
    monkeypatch.setattr("secrets.choice", lambda _alphabet: next(characters))

    complete(Enrolment.objects.get(learner=abdi), now=now)

    assert Certificate.objects.get(enrolment__learner=abdi).serial.startswith("ABCD-EFGH-234")


def test_a_completion_that_is_rolled_back_awards_nothing(enrolment, now):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        complete(enrolment, now=now)
        raise ZeroDivisionError
    assert not Certificate.objects.exists()


def test_a_certificate_is_in_the_learner_s_language(enrolment, wanjiru, academy, now):
    wanjiru.language = "ar"
    wanjiru.save()
    academy.names = {"ar": "أكاديمية مليما للشرطة"}
    academy.save()

    complete(enrolment, now=now)

    certificate = Certificate.objects.get()
    assert certificate.language == "ar"
    assert certificate.institution == "أكاديمية مليما للشرطة"


def test_a_learner_without_a_language_gets_that_of_the_page(enrolment, now):
    with translation.override("fr"):
        complete(enrolment, now=now)
    assert Certificate.objects.get().language == "fr"


def test_the_day_is_that_of_the_institution(enrolment):
    complete(enrolment, now=datetime(2026, 12, 31, 22, 30, tzinfo=UTC))
    certificate = Certificate.objects.get()
    assert certificate.completed_on == date(2027, 1, 1)
    assert certificate.valid_until == date(2029, 1, 1)


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 24, date(2028, 12, 31)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(2026, 1, 1), 0, None),
    ],
)
def test_validity_ends_on_the_same_day_or_the_last_of_the_month(day, months, until):
    assert rules.months_after(day, months) == until


def test_the_database_refuses_a_second_certificate_and_a_ready_one_without_a_file(certificate):
    ready = Certificate.objects.filter(pk=certificate.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        ready.update(status=Certificate.Status.RENDERED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.bulk_create([Certificate(**{**_values(certificate), "serial": "AAAA-AAAA-AAAA"})])


def _values(certificate: Certificate) -> dict:
    return {
        field.attname: getattr(certificate, field.attname)
        for field in certificate._meta.concrete_fields
        if field.name != "id"
    }
