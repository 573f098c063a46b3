"""Files of questions on their way into the bank: read, written, cut off in between; pictures and hostile text."""

import json
import os
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Revision

from assessments.formats.draft import Draft
from assessments.questions.bank import bulk_writing
from assessments.questions.imports import bank_writer, parsing, runner
from assessments.questions.imports import services as importing
from assessments.questions.imports.checks import Checker
from assessments.questions.models import Category, Import, ImportEntry, Question

from .transfers import GIFT, Outcome, begin, drafted, many, options, png, write, write_batch


class TestReading:
    def test_writes_nothing_and_names_what_is_wrong_by_line(self, bank, editor):
        batch = begin(bank, editor, "::Good::Which?{=Yes ~No}\n\n::Bad::Which?{=Yes ~No\n")

        assert batch.status == Import.Status.READ
        assert not Question.objects.exists()
        bad = batch.entries.get(outcome=Outcome.REFUSED)
        assert bad.line == 3 and bad.sentence and bad.sentence != bad.reason

    def test_finds_the_format_out(self, bank, editor):
        batch = begin(bank, editor, "Which?\nA. One\nB. Two\nANSWER: A\n", name="exam.txt", format="")

        assert (batch.format, batch.status) == ("aiken", Import.Status.READ)

    @pytest.mark.parametrize("text", ["", "nothing that is a question"])
    def test_says_of_a_file_without_questions_what_to_do(self, bank, editor, text):
        batch = begin(bank, editor, text, name="notes.txt", format="aiken")

        assert batch.status == Import.Status.FAILED or not ImportEntry.objects.to_write(batch).exists()

    def test_knows_what_the_bank_has_already(self, bank, editor):
        write(begin(bank, editor, "::One::Is <b>this</b> known?{=Yes ~No}"))

        again = begin(
            bank,
            editor,
            "::Other name::Is this   known?{=Yes ~No}\n\n::Two::Is this known?{=Yes ~No}\n\n::New::Is this new?{=Yes "
            "~No}",
        )

        assert [entry.outcome for entry in again.entries.order_by("place")] == [
            Outcome.DOUBLE,
            Outcome.DOUBLE,
            Outcome.READY,
        ]
        assert "One" in again.entries.get(place=1).sentence

    def test_names_a_type_that_is_not_installed(self, bank, editor):
        checked = Checker(begin(bank, editor, many(1))).check(Draft(kind="riddle", stem="<p>What?</p>", body={}))

        assert (checked.reason, checked.values) == ("unknown-type", {"type": "riddle"})

    def test_cut_off_it_goes_on_behind_what_it_has(self, bank, editor, monkeypatch):
        monkeypatch.setattr(parsing, "BATCH", 4)
        batch = begin(bank, editor, many(10))
        batch.entries.filter(place__gt=4).delete()
        Import.objects.filter(pk=batch.pk).update(status=Import.Status.READING, handled=4)

        runner.run(batch.pk)

        assert sorted(batch.entries.values_list("place", flat=True)) == list(range(1, 11))


class TestWriting:
    def test_makes_questions_with_their_categories_revisions_and_history(self, bank, editor):
        batch = write(begin(bank, editor, GIFT))

        assert batch.status == Import.Status.DONE
        means = Question.objects.get(name="Means")
        assert (means.category, means.kind, means.archived) == (bank, "single", False)
        assert [option["fraction"] for option in means.written()["options"]] == [1.0, 0.0]
        purpose = Question.objects.get(name="Purpose")
        assert [node.name for node in Category.objects.in_order() if purpose.category.path.startswith(node.path)] == [
            "Bank",
            "Elements",
            "Purpose",
        ]
        assert means.latest_revision.as_object().stem == means.stem
        assert Revision.objects.for_instance(means).count() == 1

    def test_again_when_done_it_does_nothing(self, bank, editor):
        batch = write(begin(bank, editor, many(3)))

        runner.run(batch.pk)

        assert Question.objects.count() == 3

    def test_cut_off_in_the_middle_it_goes_on_without_doubles(self, bank, editor, monkeypatch):
        monkeypatch.setattr(bank_writer, "BATCH", 10)
        batch = begin(bank, editor, many(35))
        importing.confirm(batch=batch, doubles=False, now=timezone.now())
        write_batch(batch.pk, now=timezone.now())
        remember = bulk_writing._remember

        def killed(*args, **kwargs):
            raise KeyboardInterrupt

        monkeypatch.setattr(bulk_writing, "_remember", killed)
        with pytest.raises(KeyboardInterrupt):
            write_batch(batch.pk, now=timezone.now())
        monkeypatch.setattr(bulk_writing, "_remember", remember)
        assert Question.objects.count() == 10

        runner.run(batch.pk)

        assert sorted(Question.objects.values_list("name", flat=True)) == sorted(f"Q{place}" for place in range(1, 36))
        assert batch.entries.filter(outcome=Outcome.WRITTEN).count() == 35

    def test_what_is_lost_is_taken_up(self, bank, editor, django_capture_on_commit_callbacks, settings):
        batch = begin(bank, editor, many(2))
        importing.confirm(batch=batch, doubles=False, now=timezone.now() - importing.STALE * 2)
        settings.CELERY_TASK_ALWAYS_EAGER = True

        assert importing.resume(now=timezone.now()) == 1

    def test_five_thousand_cost_the_same_for_each_hundred(self, bank, editor):
        batch = begin(bank, editor, many(5000))
        assert batch.entries.filter(outcome=Outcome.READY).count() == 5000
        importing.confirm(batch=batch, doubles=False, now=timezone.now())
        counts = []
        while True:
            with CaptureQueriesContext(connection) as queries:
                more = write_batch(batch.pk, now=timezone.now())
            counts.append(len(queries))
            if not more:
                break

        assert Question.objects.count() == 5000
        assert max(counts) <= 30 and len(set(counts[1:-1])) == 1, counts

    def test_brings_tags_numbers_and_hints(self, bank, editor, monkeypatch):
        draft = Draft(
            kind="single",
            stem="<p>Which?</p>",
            name="N",
            number="ext-1",
            tags=("law", "Law", "core"),
            hints=("<p>Think</p>",),
            body=options(),
        )
        write(drafted(bank, editor, draft))

        question = Question.objects.get(number="ext-1")
        assert {tag.name for tag in question.tags.all()} == {"law", "Law", "core"}
        assert question.hints[0].value.source == "<p>Think</p>"
        assert {tag.name for tag in question.latest_revision.as_object().tags.all()} == {"law", "Law", "core"}


HOSTILE = (
    Path(os.environ.get("MAFUNZO_CORPORA") or Path(__file__).resolve().parents[3] / "shared" / "corpora") / "hostile"
)


class TestPictures:
    def test_become_wagtails_own_once_for_the_same_bytes(self, bank, editor):
        files = {"a map.png": png()}
        first = Draft(
            kind="single",
            stem='<p>Where? <img src="file:a map.png" alt="A &quot;map&quot;"></p>',
            body=options('<img src="file:a%20map.png">'),
            files=files,
        )
        second = Draft(
            kind="single", stem='<p>When? <img src="file:b.png"></p>', body=options(), files={"b.png": png()}
        )

        write(drafted(bank, editor, first, second))

        image = get_image_model().objects.get()
        texts = list(Question.objects.order_by("pk").values_list("stem", flat=True))
        assert all(f'id="{image.pk}"' in text and "file:" not in text for text in texts)
        assert f'id="{image.pk}"' in Question.objects.order_by("pk")[0].written()["options"][0]["text"]

    @pytest.mark.parametrize(
        ("name", "made", "reason"),
        [
            ("x.svg", lambda: b"<svg onload='alert(1)'/>", "picture-svg"),
            ("x.png", lambda: b"<?xml version='1.0'?><svg/>", "picture-svg"),
            ("x.png", lambda: b"MZ\x00\x01", "picture-type"),
            ("x.png", lambda: b"", "picture-type"),
            ("x.png", lambda: png((9000, 9000)), "picture-large"),
        ],
    )
    def test_that_are_none_are_refused_with_a_sentence(self, bank, editor, name, made, reason):
        batch = drafted(
            bank, editor, Draft(kind="single", stem=f'<img src="file:{name}">', body=options(), files={name: made()})
        )

        entry = batch.entries.get()
        assert (entry.outcome, entry.reason) == (Outcome.REFUSED, reason)
        assert name in entry.sentence

    def test_that_the_file_does_not_bring_or_that_come_from_elsewhere(self, bank, editor):
        batch = drafted(
            bank,
            editor,
            Draft(kind="single", stem='<p>A <img src="file:no.png"></p>', body=options()),
            Draft(kind="single", stem='<p>B <img src="https://spy.example/x.png"></p>', body=options()),
        )

        assert [entry.reason for entry in batch.entries.order_by("place")] == ["picture-missing", ""]
        assert "spy" not in json.dumps(batch.entries.get(place=2).draft)


def hostile(text):
    """A draft that says it everywhere."""
    about = {"name": text, "number": text, "tags": (text,), "category": (text,), "feedback": text}
    return Draft(kind="single", stem=f"<p>{text}</p>", body=options(text), **about)


class TestHostile:
    def test_every_string_ends_in_harmless_text_or_a_sentence(self, bank, editor):
        if not HOSTILE.exists():
            pytest.skip(f"The corpus of hostile strings is not here ({HOSTILE}); MAFUNZO_CORPORA names its folder.")
        strings = json.loads((HOSTILE / "blns.json").read_text())
        attacks = [
            one["payload"]
            for one in json.loads((HOSTILE / "dompurify-fixtures.json").read_text())
            if one.get("payload")
        ]
        drafts = [hostile(text) for text in [*strings, *attacks]]
        batch = write(drafted(bank, editor, *drafts), doubles=True)

        assert batch.status == Import.Status.DONE
        assert Question.objects.count() > len(drafts) / 2
        for question in Question.objects.all():
            for text in (
                question.stem,
                question.feedback,
                *(option["text"] for option in question.written()["options"]),
            ):
                found = re.findall(r"<\s*/?\s*([a-z0-9]+)", text.lower())
                assert set(found) <= {"p", "b", "i", "sup", "sub", "ol", "ul", "li", "a", "br"}, text
                assert not re.search(r"<[^>]*\son\w+=|href=\"\s*javascript:", text.lower()), text
        for entry in batch.entries.filter(outcome=Outcome.REFUSED):
            assert entry.sentence
