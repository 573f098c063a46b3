"""What comes with files of questions: pictures, hostile text."""

import json
import os
import re
from pathlib import Path

import pytest
from wagtail.images import get_image_model

from assessments.formats.draft import Draft
from assessments.questions.models import Import, Question

from .transfers import Outcome, drafted, options, png, write

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
        ("name", "data", "reason"),
        [
            ("x.svg", b"<svg onload='alert(1)'/>", "picture-svg"),
            ("x.png", b"<?xml version='1.0'?><svg/>", "picture-svg"),
            ("x.png", b"MZ\x00\x01", "picture-type"),
            ("x.png", b"", "picture-type"),
            ("x.png", png((9000, 9000)), "picture-large"),
        ],
    )
    def test_that_are_none_are_refused_with_a_sentence(self, bank, editor, name, data, reason):
        batch = drafted(
            bank, editor, Draft(kind="single", stem=f'<img src="file:{name}">', body=options(), files={name: data})
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
