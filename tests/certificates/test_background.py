"""From the row to the PDF: lost brokers, killed workers, repeated and simultaneous tasks, and what never works."""

import hashlib
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection

from certificates import pdf_queue, tasks
from certificates.models import Certificate
from certificates.paper.services import MOST_TRIES, _claim, _keep, render
from lms.celery import app
from lms.foundation.storage import private
from lms.learning.progress.models import Enrolment
from tests.builders import complete

Status = Certificate.Status


def files() -> list[str]:
    return sorted(private().listdir("certificates")[1]) if private().exists("certificates") else []


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    fonts = settings.DATA_DIR / "fonts"
    settings.DATA_DIR = tmp_path
    (tmp_path / "fonts").symlink_to(fonts, target_is_directory=True)
    Certificate._meta.get_field("pdf").storage = private()
    yield
    settings.DATA_DIR = fonts.parent
    Certificate._meta.get_field("pdf").storage = private()


@pytest.fixture
def broker_away(monkeypatch):
    """A broker that refuses connections, and no eager tasks."""
    for name, value in {
        "task_always_eager": False,
        "broker_url": "redis://127.0.0.1:1/0",
        "task_publish_retry": False,
    }.items():
        monkeypatch.setitem(app.conf, name, value)
    monkeypatch.setattr(app, "_pool", None)
    monkeypatch.setitem(app.conf, "broker_transport_options", {"socket_connect_timeout": 1, "max_retries": 0})
    app.amqp.__dict__.pop("producer_pool", None)
    app.amqp._producer_pool = None
    yield
    app.amqp._producer_pool = None
    app._pool = None


def test_the_commit_of_the_completion_makes_the_pdf(enrolment, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        complete(enrolment, now=now)
    certificate = Certificate.objects.get()
    assert certificate.status == Status.RENDERED
    with certificate.pdf.open() as file:
        data = file.read()
    assert data.startswith(b"%PDF-")
    assert hashlib.sha256(data).hexdigest() == certificate.sha256
    assert files() == [f"{certificate.serial}.pdf"]


def test_without_a_broker_the_course_is_completed_and_the_sweep_makes_the_pdf_later(
    broker_away, enrolment, now, django_capture_on_commit_callbacks, time_machine_at, caplog
):
    with django_capture_on_commit_callbacks(execute=True):
        complete(enrolment, now=now)
    assert Enrolment.objects.get().completed_at == now
    assert Certificate.objects.get().status == Status.PENDING
    assert "the sweep will do it" in caplog.text

    with time_machine_at(now + timedelta(seconds=30)):
        assert tasks.sweep() == 0
    with time_machine_at(now + timedelta(seconds=90)):
        assert tasks.sweep() == 1
    assert Certificate.objects.get().status == Status.RENDERED
    assert len(files()) == 1


@pytest.fixture
def time_machine_at():
    import time_machine

    return lambda moment: time_machine.travel(moment, tick=False)


def test_a_task_that_is_run_again_changes_nothing(certificate):
    tasks.render_certificate(certificate.pk)
    before = Certificate.objects.values().get()
    tasks.render_certificate(certificate.pk)
    tasks.sweep()
    assert Certificate.objects.values().get() == before
    assert len(files()) == 1


def test_a_task_for_a_row_that_is_gone_is_no_error(db):
    tasks.render_certificate(4711)


def test_while_one_worker_is_at_it_another_leaves_it_alone(certificate, now):
    assert _claim(certificate.pk, now)
    assert not _claim(certificate.pk, now + timedelta(seconds=30))
    assert _claim(certificate.pk, now + timedelta(seconds=61))


def test_the_slower_of_two_workers_throws_its_pdf_away(rendered, now):
    _keep(rendered, b"%PDF-late", now + timedelta(minutes=5))
    again = Certificate.objects.get()
    assert (again.sha256, again.rendered_at) == (rendered.sha256, now)
    assert files() == [f"{rendered.serial}.pdf"]


class Killed(BaseException):
    """As if the process were gone: nothing in the code under test catches it."""


def test_killed_between_the_file_and_the_row_ends_with_one_of_each(certificate, now, monkeypatch):
    save = Certificate.save

    def dies(*_args, **_kwargs):
        raise Killed

    monkeypatch.setattr(Certificate, "save", dies)
    with pytest.raises(Killed):
        render(certificate=certificate, now=now)
    monkeypatch.setattr(Certificate, "save", save)
    left = Certificate.objects.get()
    assert (left.status, left.tries, len(files())) == (Status.PENDING, 1, 1)

    render(certificate=certificate, now=now + timedelta(minutes=2))

    made = Certificate.objects.get()
    assert (made.status, made.tries) == (Status.RENDERED, 2)
    assert files() == [f"{made.serial}.pdf"]
    assert hashlib.sha256(made.pdf.open().read()).hexdigest() == made.sha256


def test_a_disk_that_refuses_files_delays_a_certificate_by_a_minute_however_long_it_did(certificate, now):
    folder = Path(private().path("certificates"))
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("in the place of the folder")
    for minute in range(MOST_TRIES + 3):
        row = render(certificate=certificate, now=now + timedelta(minutes=minute))
        assert (row.status, row.tries) == (Status.PENDING, 0)
        assert "Error" in row.problem
        assert not Certificate.objects.late(row.queued_at + timedelta(seconds=59)).exists()
        assert Certificate.objects.late(row.queued_at + timedelta(minutes=1)).exists()

    folder.unlink()
    row = render(certificate=certificate, now=row.queued_at + timedelta(minutes=1))
    assert (row.status, row.tries, row.problem) == (Status.RENDERED, 1, "")


class TestWhatNeverWorks:
    @pytest.fixture
    def unwritable(self, certificate):
        Certificate.objects.update(name="张伟")
        return certificate

    def test_is_tried_a_few_times_and_then_says_that_it_failed(self, unwritable, now):
        moment = now
        for number in range(1, MOST_TRIES + 1):
            row = render(certificate=unwritable, now=moment)
            assert (row.tries, row.status) == (number, Status.FAILED if number == MOST_TRIES else Status.PENDING)
            assert "No font has these characters: 伟张" in row.problem
            assert render(certificate=unwritable, now=moment + timedelta(seconds=70)).tries == number
            moment = row.queued_at + timedelta(minutes=1)
        assert files() == []

    def test_is_counted_on_the_health_page_in_one_statement(self, unwritable, now, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert pdf_queue.backlog(now).figures == {"late": 0, "failed": 0, "oldest_minutes": 0}
        assert pdf_queue.backlog(now + timedelta(minutes=1)).figures == {"late": 1, "failed": 0, "oldest_minutes": 1}
        Certificate.objects.update(status=Status.FAILED)
        assert pdf_queue.backlog(now).figures == {"late": 0, "failed": 1}
        assert pdf_queue.backlog(now).status == "warning"

    def test_kills_each_of_its_workers_and_fails_all_the_same(self, certificate, now):
        for number in range(MOST_TRIES):
            assert _claim(certificate.pk, now + timedelta(minutes=number))
        row = render(certificate=certificate, now=now + timedelta(minutes=MOST_TRIES))
        assert row.status == Status.FAILED
        assert row.problem

    def test_can_be_begun_again_by_hand(self, unwritable, now, django_capture_on_commit_callbacks):
        Certificate.objects.update(status=Status.FAILED, tries=MOST_TRIES, problem="No font", name="Zhang Wei")
        with django_capture_on_commit_callbacks(execute=True):
            pdf_queue.render_again(certificate=unwritable, why="A font came.", now=now)
        row = Certificate.objects.get()
        assert (row.status, row.tries, row.problem) == (Status.RENDERED, 1, "")

    def test_beginning_again_leaves_one_alone_that_is_being_made(self, certificate, now):
        Certificate.objects.update(tries=2)
        assert pdf_queue.render_again(certificate=certificate, why="A new crest.", now=now).tries == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer: there are no two at once.")
@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_make_one_pdf(certificate, now):
    start = Barrier(4)

    def work():
        start.wait()
        try:
            render(certificate=certificate, now=now)
        finally:
            connection.close()

    workers = [Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    row = Certificate.objects.get()
    assert (row.status, row.tries) == (Status.RENDERED, 1)
    assert files() == [f"{row.serial}.pdf"]
