"""Files made in the background: what they hold, who gets them, how long they are there."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from lms.desks.privacy.erasure import erase
from lms.desks.reporting.exports import files as at_once
from lms.desks.saved_reports import files, writing
from lms.files import services
from lms.files.models import MadeFile
from lms.people.administration.records import services as people
from tests.conftest import NOW
from tests.reporting.test_exports import read_csv

from .conftest import COMPLETION, keep, make_file

pytestmark = pytest.mark.django_db
LIST = "/reports/completion/list/?state=assigned"


def made(client, on_commit, address=COMPLETION, kind="csv") -> MadeFile:
    with on_commit():
        page = make_file(client, address, kind)
    return MadeFile.objects.get(pk=page.url.removesuffix("/?begin=1").rpartition("/")[2])


def fetched(client, row: MadeFile) -> bytes:
    answer = client.get(f"/files/{row.pk}/fetch/")
    return b"".join(answer.streaming_content) if answer.status_code == 200 else b""


@pytest.mark.parametrize(
    ("address", "direct", "title"),
    [
        (COMPLETION, "completion/csv/", "Completion by institution (CSV)"),
        (LIST, "completion/list/csv/", "Assigned (CSV)"),
    ],
)
def test_csv_is_what_the_page_gives_at_once(world, as_, halima, on_commit, address, direct, title):
    client = as_(halima)
    row = made(client, on_commit, address)
    same = read_csv(client.get(f"/reports/{direct}?{row.asked['query']}"))
    assert list(csv.reader(io.StringIO(fetched(client, row).decode("utf-8-sig"), newline=""))) == same
    assert (row.status, row.title) == ("done", title)


def test_xlsx_and_pdf_hold_the_rows_of_the_reader_alone(world, as_, amina, on_commit):
    client = as_(amina)
    sheet = load_workbook(io.BytesIO(fetched(client, made(client, on_commit, LIST, "xlsx")))).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [f"Person M{n}" for n in range(1, 7)]
    paper = PdfReader(io.BytesIO(fetched(client, made(client, on_commit, LIST, "pdf"))))
    text = "".join(page.extract_text() for page in paper.pages)
    assert "Person M6" in text
    assert "Person P1" not in text


def test_the_paper_of_a_cross_table_looks_like_its_page(world, as_, halima, on_commit, monkeypatch):
    monkeypatch.setattr(writing, "WIDEST", 4)
    client, address = as_(halima), "/reports/more/cross-table/?rows=country&then=academy&columns=month"
    shown = client.get(address).context["table"]
    paper = PdfReader(io.BytesIO(fetched(client, made(client, on_commit, address, "pdf"))))
    text = " ".join("".join(page.extract_text() for page in paper.pages).split())
    for row in [*shown.rows, *shown.totals]:
        for part in (row[1:4], row[4:]):
            assert " ".join(cell.text for cell in [row[0], *part]) in text
    for heading in shown.headings:
        assert heading.label in text
    assert "Each person counts once in each cell" in text
    flat = read_csv(client.get(address.replace("/?", "/csv/?")))
    assert flat[0] == ["Country", "Academy", "Month", "Officers who completed"], "a spreadsheet pivots"


def test_a_report_too_long_for_paper_says_so(world, as_, halima, on_commit, monkeypatch):
    monkeypatch.setattr(writing, "MOST_ON_PAPER", 3)
    client = as_(halima)
    row = made(client, on_commit, LIST, "pdf")
    assert row.status == "failed"
    assert "too many rows for a PDF" in client.get(f"/files/{row.pk}/").content.decode()


def test_one_person_has_a_limited_number_made_in_a_day(world, as_, halima, on_commit, monkeypatch):
    monkeypatch.setattr(MadeFile, "MOST", 2)
    client = as_(halima)
    for kind in ("csv", "xlsx"):
        made(client, on_commit, LIST, kind)
    page = make_file(client, LIST, "pdf")
    assert (page.status_code, MadeFile.objects.count()) == (422, 2)
    assert "You had many files made today." in page.content.decode()
    MadeFile.objects.update(made_at=NOW - timedelta(days=2))
    made(client, on_commit, LIST, "pdf")


def test_nobody_else_gets_it(world, as_, halima, superuser, amina, on_commit):
    row = made(as_(halima), on_commit, LIST)
    for other in (amina, superuser):
        assert as_(other).get(f"/files/{row.pk}/").status_code == 404
        assert as_(other).get(f"/files/{row.pk}/fetch/").status_code == 404


def test_whoever_sees_less_than_it_holds_does_not_get_it_any_more(world, as_, halima, academy, on_commit):
    client = as_(halima)
    row = made(client, on_commit, LIST)
    people.appoint(user=halima, institution=academy, role="coordinator")
    halima.memberships.get(institution=halima.institution).delete()
    answer = client.get(f"/files/{row.pk}/fetch/")
    assert answer.url == f"/files/{row.pk}/"
    assert "no longer see all institutions" in client.get(answer.url).content.decode()
    assert files.for_mail(row.pk) is None


def test_a_long_file_is_made_in_the_background(world, as_, halima, on_commit, monkeypatch):
    monkeypatch.setattr(at_once, "MOST_AT_ONCE", 5)
    client = as_(halima)
    address = "/reports/completion/list/xlsx/?state=assigned"
    answer = client.get(address)
    assert answer.url == keep(address)
    page = client.get(answer.url)
    assert "more than 5,000 rows" in page.content.decode()
    assert page.context["forms"]["file"].initial["kind"] == "xlsx"
    row = made(client, on_commit, address, "xlsx")
    assert (row.asked["report"], row.asked["query"]) == ("completion-lines", "state=assigned")
    assert len(list(load_workbook(io.BytesIO(fetched(client, row))).active.rows)) == 9


def test_the_download_begins_by_itself_once_for_who_asked(world, as_, halima, on_commit):
    client = as_(halima)
    row = made(client, on_commit)
    begins = f'url=/files/{row.pk}/fetch/"'
    assert begins in client.get(f"/files/{row.pk}/?begin=1").content.decode()
    assert begins not in client.get(f"/files/{row.pk}/").content.decode()


def test_who_waits_sees_how_far_it_is_and_is_told(world, as_, halima, on_commit):
    client = as_(halima)
    make_file(client)
    row = MadeFile.objects.get()
    assert "http-equiv" in client.get(f"/files/{row.pk}/").content.decode()
    with on_commit():
        services.resume(now=NOW + timedelta(hours=1))
    row.refresh_from_db()
    assert row.status == "done"


def test_one_that_was_killed_is_made_whole_and_a_late_first_worker_writes_nothing(world, as_, halima, monkeypatch):
    make_file(as_(halima), LIST)
    row = MadeFile.objects.get()
    write = writing.write

    def slow(*args, **kwargs):
        write(*args, **kwargs)
        if MadeFile.objects.get().tries == 1:  # silent for long: another worker takes it up, and is first
            MadeFile.objects.update(touched_at=NOW - timedelta(minutes=6))
            services.make(row.pk)

    monkeypatch.setattr(writing, "write", slow)
    services.make(row.pk)
    row.refresh_from_db()
    assert (row.status, row.tries) == ("done", 2)
    with row.file.open() as file:
        assert file.read().count(b"\n") == 9


def test_files_are_deleted_after_seven_days(world, as_, halima, on_commit):
    client = as_(halima)
    row = made(client, on_commit)
    storage, name = row.file.storage, row.file.name
    assert storage.exists(name)
    services.delete_old(now=row.made_at + timedelta(days=6, hours=23))
    assert storage.exists(name)
    services.delete_old(now=row.made_at + timedelta(days=7))
    assert not storage.exists(name)
    assert not MadeFile.objects.exists()


def test_a_file_that_is_lost_from_the_disk_is_said_to_be_gone(world, as_, halima, on_commit):
    client = as_(halima)
    row = made(client, on_commit)
    row.file.storage.delete(row.file.name)
    assert client.get(f"/files/{row.pk}/fetch/").status_code == 302
    assert files.for_mail(row.pk) is None


def test_whoever_is_erased_is_in_no_file(world, as_, halima, on_commit):
    ours = made(as_(halima), on_commit, LIST)
    make_file(as_(halima), LIST)
    waits = MadeFile.objects.latest("pk")
    erase(world["M1"].learner)
    assert set(MadeFile.objects.values_list("pk", flat=True)) == {waits.pk}
    assert not ours.file.storage.exists(ours.file.name)
    services.make(waits.pk)
    waits.refresh_from_db()
    with waits.file.open() as file:
        assert b"Person M1" not in file.read()


def test_whoever_is_erased_while_it_is_written_is_not_in_it(world, as_, halima, monkeypatch):
    make_file(as_(halima), LIST)
    row, write, erased = MadeFile.objects.get(), writing.write, []

    def slow(*args, **kwargs):
        write(*args, **kwargs)
        if not erased:
            erased.append(erase(world["M1"].learner))

    monkeypatch.setattr(writing, "write", slow)
    services.make(row.pk)
    row.refresh_from_db()
    assert (row.status, bool(row.file)) == ("pending", False)
    later = row.touched_at + timedelta(minutes=6)
    services.make(row.pk, clock=lambda: later)
    row.refresh_from_db()
    assert row.status == "done", row.problem
    with row.file.open() as file:
        assert b"Person M1" not in file.read()


def test_whoever_sees_more_since_asks_again(world, as_, halima, uganda):
    make_file(as_(halima), LIST)
    row = MadeFile.objects.get()
    people.appoint(user=halima, institution=uganda, role="coordinator")
    services.make(row.pk)
    row.refresh_from_db()
    assert (row.status, row.problem.startswith("You see more institutions")) == ("failed", True)


def test_how_far_it_is_stands_in_the_row(world, as_, halima, monkeypatch):
    monkeypatch.setattr(services, "STEP", 3)
    make_file(as_(halima), LIST)
    row, seen = MadeFile.objects.get(), []
    write = writing.write

    def watched(*args, **kwargs):
        write(*args, **kwargs)
        seen.append(MadeFile.objects.values_list("handled", "total").get())

    monkeypatch.setattr(writing, "write", watched)
    services.make(row.pk)
    assert seen == [(6, 8)]
