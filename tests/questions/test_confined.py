"""Files of questions are read in a process of its own: whatever they say, the worker goes on,
and somebody reads what to do.
"""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from assessments.questions.bank import bulk_writing
from assessments.questions.imports import bank_writer, parsing, runner
from assessments.questions.imports import services as importing
from assessments.questions.models import Import, Question
from lms.foundation.work.sandbox import MEGABYTE, Failed, Limits, run_in_sandbox

from .formats.test_qti_hostile import ITEM
from .transfers import GIFT, begin, many, write, write_batch

TIGHT = Limits(computing=1, waiting=60, memory=200 * MEGABYTE)


def choices(number):
    """A question of QTI with so many choices: finding out what each earns takes the square of their number."""
    entries = "".join(f'<mapEntry mapKey="A{place}" mappedValue="1"/>' for place in range(number))
    offered = "".join(f'<simpleChoice identifier="A{place}">{place}</simpleChoice>' for place in range(number))
    several = ITEM.replace('cardinality="single"', 'cardinality="multiple"', 1).replace(
        'maxChoices="1"', 'maxChoices="0"'
    )
    mapped = several.replace("</responseDeclaration>", f"<mapping>{entries}</mapping></responseDeclaration>")
    return mapped.replace("</prompt>", f"</prompt>{offered}")


@pytest.mark.django_db
class TestTheDatabase:
    def test_is_not_to_be_had_there_and_stays_whole(self, bank):
        with pytest.raises(Failed):
            list(run_in_sandbox(lambda: [Question.objects.count()]))

        assert Question.objects.count() == 0


class TestReading:
    def test_a_file_that_takes_too_much_is_refused_with_a_sentence_and_nothing_of_it_is_kept(
        self, bank, editor, monkeypatch, as_
    ):
        monkeypatch.setattr(parsing, "LIMITS", TIGHT)
        batch = begin(bank, editor, choices(60_000), format="qti22")

        assert (batch.status, batch.problem, batch.entries.count()) == (Import.Status.FAILED, "too-heavy", 0)
        assert "Export it in parts" in as_(editor).get(reverse("questions_import", args=[batch.pk])).content.decode()

    def test_nobody_holds_twenty_megabytes_of_questions_in_memory(self, bank, editor):
        batch = begin(bank, editor, "a\n\n" * (20 * MEGABYTE // 3))

        assert (batch.status, batch.problem) == (Import.Status.FAILED, "too-many")

    def test_one_that_was_not_read_in_time_is_tried_again(self, bank, editor, monkeypatch):
        monkeypatch.setattr(parsing, "LIMITS", Limits(waiting=0))
        batch = begin(bank, editor, GIFT)
        assert (batch.status, batch.tries) == (Import.Status.READING, 1)
        monkeypatch.undo()

        runner.run(batch.pk)

        batch.refresh_from_db()
        assert (batch.status, batch.tries) == (Import.Status.READ, 0)

    def test_the_command_says_so_too(self, tmp_path):
        path = tmp_path / "large.gift"
        path.write_bytes(b"a" * (20 * MEGABYTE + 1))

        with pytest.raises(CommandError, match="larger than 20 MB"):
            call_command("questions", "read", str(path))


class Killed(BaseException):
    """The worker is gone, in the middle of its work."""


def killed(*args, **kwargs):
    raise Killed


def try_again(batch):
    with pytest.raises(Killed):
        runner.run(batch.pk)
    batch.refresh_from_db()


def once_stale():
    """A moment at which nobody can still be at the last try."""
    return timezone.now() + importing.STALE * 2


class TestTries:
    def test_of_reading_are_three(self, bank, editor, monkeypatch):
        monkeypatch.setattr(parsing, "LIMITS", Limits(waiting=0))
        batch = begin(bank, editor, GIFT)
        monkeypatch.undo()
        monkeypatch.setattr(parsing, "examine", killed)
        monkeypatch.setattr(parsing, "run_in_sandbox", killed)
        try_again(batch)
        try_again(batch)
        assert (batch.status, batch.tries) == (Import.Status.READING, 3)

        runner.run(batch.pk, clock=once_stale)

        batch.refresh_from_db()
        assert (batch.status, batch.problem) == (Import.Status.FAILED, "gave-up-reading")
        assert importing.resume(now=timezone.now() + importing.STALE * 2) == 0

    def test_of_writing_are_three_without_getting_on_and_what_was_written_can_be_taken_back(
        self, bank, editor, monkeypatch, as_
    ):
        monkeypatch.setattr(bank_writer, "BATCH", 10)
        batch = begin(bank, editor, many(15))
        importing.confirm(batch=batch, doubles=False, now=timezone.now())
        write_batch(batch.pk, now=timezone.now())
        with monkeypatch.context() as broken:
            broken.setattr(bulk_writing, "_remember", killed)
            for _try in range(3):
                try_again(batch)
            runner.run(batch.pk, clock=once_stale)

        batch.refresh_from_db()
        assert (batch.status, batch.problem, Question.objects.count()) == (Import.Status.DONE, "gave-up-writing", 10)
        page = as_(editor).get(reverse("questions_import", args=[batch.pk])).content.decode()
        assert "Take the import back, then import the file again in parts" in page
        importing.take_back(batch=batch, by=editor, now=timezone.now())
        runner.run(batch.pk)
        assert not Question.objects.exists()

    def test_begin_anew_with_each_step(self, bank, editor):
        batch = begin(bank, editor, many(3))
        Import.objects.filter(pk=batch.pk).update(tries=2)

        assert write(batch).tries == 0
