"""Files for a ceremony: their contents, who gets them, and how long they stay."""

import io
import zipfile
from contextlib import suppress
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from certificates.bulk import packing, services, sheets
from certificates.bulk.joining import JoinedPdf
from certificates.filters import CertificateFilters
from certificates.models import Ceremony, Certificate
from lms.learning.progress.journal import services as progress
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.models import Cohort
from tests.builders import complete
from tests.conftest import make_person

PAGE = reverse("certificates:ceremonies")


@pytest.fixture
def intake(academy, wanjiru, now):
    found = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=found, people=[wanjiru], now=now)
    return found


@pytest.fixture
def three(certificate, intake, course, now):
    """The certificates of three people of the cohort, by name."""
    for number, name in enumerate(("Achieng Otieno", "حسن علي"), 1):
        person = make_person(f"KE-9{number}", name, intake.institution)
        people_services.join(cohort=intake, people=[person], now=now)
        progress.enrol(people=[person], course=course, now=now)
        complete(Enrolment.objects.get(learner=person), now=now)
    return list(Certificate.objects.order_by("name"))


def begun(by, query: str = "", *, issues: bool = False) -> Ceremony:
    from django.http import QueryDict

    form = CertificateFilters(QueryDict(query), viewer=by)
    assert form.is_valid()
    now = timezone.now()
    return services.begin(form=form, issues=issues, title="Intake 2026 B", language="en", by=by, now=now)


def made(by, query: str = "", *, issues: bool = False) -> Ceremony:
    row = begun(by, query, issues=issues)
    services.make(row.pk)
    row.refresh_from_db()
    return row


def pages_of(file) -> list[str]:
    with file.open() as opened:
        return [page.extract_text() for page in PdfReader(io.BytesIO(opened.read())).pages]


class TestTheFiles:
    def test_hold_every_certificate_once_in_the_order_of_the_list_and_the_register(self, three, intake, omar):
        row = made(omar, f"cohort={intake.pk}")
        assert (row.status, row.handled, row.total, row.left_out) == ("done", 3, 3, {})
        with row.archive.open() as file, zipfile.ZipFile(file) as archive:
            expected = [f"{number:05}-{one.serial}.pdf" for number, one in enumerate(three, 1)]
            assert archive.namelist() == [*expected, "register.pdf"] and archive.testzip() is None
            stored = [archive.read(name) for name in expected]
        for one, data in zip(Certificate.objects.order_by("name"), stored, strict=True):
            assert data == one.pdf.open().read()
        *certificates, register = pages_of(row.print)
        assert [one.serial in text for one, text in zip(three, certificates, strict=True)] == [True] * 3
        assert all(one.serial in register for one in three)

    def test_leave_out_what_is_not_valid_or_has_no_pdf_and_say_so(self, three, omar, as_, halima, now):
        from certificates.services import revoke

        revoke(certificate=three[0], why="Issued in error.", by=halima, now=now)
        Certificate.objects.filter(pk=three[1].pk).update(status="failed")
        row = made(omar)
        assert (row.handled, row.total, row.left_out) == (1, 2, {"failed": 1})
        text = as_(omar).get(reverse("certificates:ceremony", args=[row.pk])).content.decode()
        assert "1 PDF could not be made" in text

    def test_issue_first_what_completed_enrolments_lack(self, enrolment, intake, omar, as_, now):
        complete(enrolment, now=now)
        Certificate.objects.all().delete()
        assert made(omar, f"cohort={intake.pk}").total == 0
        text = as_(omar).get(f"{PAGE}?cohort={intake.pk}").content.decode()
        assert "Completed, not issued yet" in text
        row = made(omar, f"cohort={intake.pk}", issues=True)
        assert row.handled == 1 and Certificate.objects.get().enrolment == enrolment

    def test_taken_up_again_change_nothing(self, three, omar):
        row = made(omar)
        services.make(row.pk)
        again = Ceremony.objects.get(pk=row.pk)
        assert (again.status, again.touched_at) == (row.status, row.touched_at)

    def test_of_one_that_was_given_up_are_none(self, three, omar):
        row = begun(omar)
        Ceremony.objects.filter(pk=row.pk).update(
            tries=Ceremony.MOST_TRIES, touched_at=timezone.now() - Ceremony.STALE * 2
        )
        services.make(row.pk)
        assert Ceremony.objects.get(pk=row.pk).status == "failed"


class Killed(BaseException):
    """The end of a worker."""


@pytest.fixture
def one_each(monkeypatch):
    """Parts of one certificate, and sheets of two lines; no files of the ceremony of another test."""
    with suppress(FileNotFoundError):
        for number in Ceremony._meta.get_field("archive").storage.listdir("ceremonies")[0]:
            packing.forget(Ceremony(pk=int(number)))
    monkeypatch.setattr(packing, "IN_A_PART", 1)
    monkeypatch.setattr(sheets, "ON_A_SHEET", 2)


@pytest.fixture
def half_done(three, omar, one_each):
    """A ceremony whose worker was killed behind its first part."""

    def clock():
        if Ceremony.objects.get().reached:
            raise Killed
        return timezone.now()

    row = begun(omar)
    with pytest.raises(Killed):
        services.make(row.pk, clock=clock)
    row.refresh_from_db()
    return row


def kept_of(row: Ceremony) -> list[str]:
    try:
        return sorted(row.archive.storage.listdir(f"ceremonies/{row.pk}")[1])
    except FileNotFoundError:
        return []


class TestParts:
    def test_are_put_together_in_order_and_fill_the_sheets_of_the_register(self, three, omar, one_each):
        Certificate.objects.filter(pk=three[1].pk).update(status="failed", pdf="", rendered_at=None)
        row = made(omar)
        assert (row.status, row.handled, row.total, row.left_out) == ("done", 2, 3, {"failed": 1})
        with row.archive.open() as file, zipfile.ZipFile(file) as archive:
            assert archive.namelist() == [
                f"00001-{three[0].serial}.pdf",
                f"00002-{three[2].serial}.pdf",
                "register.pdf",
            ]
            alone = PdfReader(io.BytesIO(archive.read("register.pdf")), strict=True)
        first, second, register = pages_of(row.print)
        assert three[0].serial in first and three[2].serial in second and len(alone.pages) == 1
        assert three[0].serial in register and three[2].serial in register and "2" in register
        assert kept_of(row) == ["certificates.pdf", "certificates.zip"]

    def test_stay_where_a_worker_was_killed_and_no_half_file_is_offered(self, half_done, omar, as_):
        assert (half_done.status, half_done.reached, kept_of(half_done)) == ("running", 1, ["part-00000.zip"])
        for kind in ("archive", "print"):
            assert as_(omar).get(reverse("certificates:ceremony-file", args=[half_done.pk, kind])).status_code == 302
        first = Certificate.objects.get(pk=half_done.wanted[0])
        first.pdf.storage.delete(first.pdf.name)  # what is packed is read no more
        Ceremony.objects.update(touched_at=timezone.now() - Ceremony.STALE * 2)
        services.make(half_done.pk)
        half_done.refresh_from_db()
        assert (half_done.status, half_done.handled, half_done.left_out) == ("done", 3, {})
        assert len(pages_of(half_done.print)) == 3 + 2 and len(kept_of(half_done)) == 2

    def test_go_with_the_ceremony_and_where_it_is_given_up(self, half_done, three):
        Ceremony.objects.update(tries=Ceremony.MOST_TRIES, touched_at=timezone.now() - Ceremony.STALE * 2)
        services.make(half_done.pk)
        assert Ceremony.objects.get().status == "failed" and kept_of(half_done) == []

    def test_go_with_one_of_its_people(self, half_done, three):
        assert services.delete_with([three[2].pk]) == 1 and kept_of(half_done) == []

    @pytest.mark.parametrize("act", ["take_up", "delete"])
    def test_are_left_to_who_took_the_ceremony_up_since(self, three, omar, one_each, act):
        def clock():
            rows = Ceremony.objects.filter(reached=1)
            rows.update(tries=5) if act == "take_up" else services.delete_with([three[0].pk] if rows else [])
            return timezone.now()

        row = begun(omar)
        services.make(row.pk, clock=clock)
        assert [(one.status, one.reached) for one in Ceremony.objects.all()] == [("running", 1)] * (act == "take_up")
        assert kept_of(row) == ["part-00000.zip"] * (act == "take_up")


class TestThePages:
    def test_have_them_made_and_fetched_and_note_it(self, three, intake, omar, as_, django_capture_on_commit_callbacks):
        client = as_(omar)
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(f"{PAGE}?cohort={intake.pk}")
        row = Ceremony.objects.get()
        assert answer["Location"] == reverse("certificates:ceremony", args=[row.pk]) and row.status == "done"
        for kind, start in (("print", b"%PDF"), ("archive", b"PK")):
            address = reverse("certificates:ceremony-file", args=[row.pk, kind])
            assert address in client.get(answer["Location"]).content.decode()
            assert b"".join(client.get(address).streaming_content).startswith(start)
        entries = AuditEntry.objects.filter(action__startswith="ceremony").order_by("pk")
        assert list(entries.values_list("action", flat=True)) == [
            "ceremony_begun",
            "ceremony_fetched",
            "ceremony_fetched",
        ]

    def test_say_where_there_is_nothing_or_too_much(self, three, omar, as_, monkeypatch):
        client = as_(omar)
        assert client.post(f"{PAGE}?state=revoked").status_code == 422
        monkeypatch.setattr(Ceremony, "MOST", 2)
        assert client.post(PAGE).status_code == 422
        assert client.get(f"{PAGE}?cohort=99").status_code == 404 and not Ceremony.objects.exists()

    def test_are_for_the_maker_alone(self, three, omar, halima, as_):
        row = made(omar)
        for who in (halima,):
            assert as_(who).get(reverse("certificates:ceremony", args=[row.pk])).status_code == 404
            assert as_(who).get(reverse("certificates:ceremony-file", args=[row.pk, "print"])).status_code == 404

    def test_give_nothing_to_somebody_who_may_no_longer_see_all(self, three, omar, neighbour_academy, as_):
        row = made(omar)
        omar.memberships.update(institution=neighbour_academy)
        with pytest.raises(services.NotThere):
            services.fetch(ceremony=row, kind="print", by=omar, now=timezone.now())
        answer = as_(omar).get(reverse("certificates:ceremony-file", args=[row.pk, "print"]))
        assert answer.status_code == 302 and not AuditEntry.objects.filter(action="ceremony_fetched").exists()


class TestTheirEnd:
    def test_comes_after_a_week(self, three, omar):
        row = made(omar)
        names = [row.archive.name, row.print.name]
        services.delete_old(now=timezone.now() + timedelta(days=6))
        assert all(row.print.storage.exists(name) for name in names)
        assert services.delete_old(now=timezone.now() + timedelta(days=8)) == 1
        assert not any(row.print.storage.exists(name) for name in names) and not Ceremony.objects.exists()

    def test_comes_with_the_erasure_of_one_of_their_people(self, three, omar):
        row = made(omar)
        assert services.delete_with([three[0].pk + 999]) == 0
        assert services.delete_with([three[0].pk]) == 1 and not row.print.storage.exists(row.print.name)


def test_a_joined_file_is_read_by_others_and_grows_by_what_differs(tmp_path, rendered):
    data = rendered.pdf.open().read()
    with (tmp_path / "joined.pdf").open("wb") as file:
        joined = JoinedPdf(file)
        joined.add(data for _number in range(250))
        joined.finish()
    read = PdfReader(tmp_path / "joined.pdf", strict=True)
    assert len(read.pages) == 250 and rendered.serial in read.pages[249].extract_text()
    assert (tmp_path / "joined.pdf").stat().st_size < len(data) * 4
