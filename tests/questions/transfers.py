"""Imports for tests, made through the doors that people and formats use."""

import io

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as Pillow
from wagtail.models import Locale

from assessments.questions.bank import pictures
from assessments.questions.imports import runner
from assessments.questions.imports import services as importing
from assessments.questions.imports.checks import Checker
from assessments.questions.imports.examination import row_of
from assessments.questions.imports.parsing import Comparer
from assessments.questions.models import Import, ImportEntry
from lms.foundation.work import runner as work

GIFT = """::Means::Which element is the means?{ =Deception #Yes ~Border #No }

$CATEGORY: Elements/Purpose

::Purpose::Is exploitation the purpose?{TRUE}

::Broken::What? { =one ~ }

::Gap::Something {1:MULTICHOICE:wrong}
"""
Outcome = ImportEntry.Outcome


def begin(bank, editor, text, name="questions.gift", format="gift", **kwargs):
    data = text if isinstance(text, bytes) else text.encode()
    batch = importing.begin(
        file=ContentFile(data),
        name=name,
        format=format,
        category=bank,
        owner=kwargs.get("owner"),
        locale=Locale.objects.get(language_code="en"),
        by=editor,
        now=timezone.now(),
    )
    runner.run(batch.pk)
    batch.refresh_from_db()
    return batch


def write(batch, **kwargs):
    importing.confirm(batch=batch, now=timezone.now(), **{"doubles": False, **kwargs})
    runner.run(batch.pk)
    batch.refresh_from_db()
    return batch


def write_batch(pk, *, now):
    """Write one batch. True while there are others."""
    work.do_next(runner.ROWS.all(), Import.objects.get(pk=pk), runner.steps(), clock=lambda: now)
    return Import.objects.get(pk=pk).status == Import.Status.WRITING


def many(number):
    return "\n\n".join(
        f"::Q{place}::Is {place} the number?{{ =Yes {place} ~No {place} }}" for place in range(1, number + 1)
    )


def drafted(bank, editor, *drafts):
    """An import that was read, of drafts that a format would give."""
    batch = Import.objects.create(
        name="drafts",
        category=bank,
        locale=Locale.objects.get(language_code="en"),
        by=editor,
        made_at=timezone.now(),
        touched_at=timezone.now(),
    )
    checker = Checker(batch)
    rows = []
    for place, draft in enumerate(drafts, start=1):
        row, files = row_of(place, draft, checker)
        rows.append(ImportEntry(batch=batch, **row))
        for path, content in files.items():
            pictures.put_aside(path, content)
    Comparer(batch).compare(rows)
    ImportEntry.objects.bulk_create(rows)
    Import.objects.filter(pk=batch.pk).update(status=Import.Status.READ)
    return Import.objects.get(pk=batch.pk)


def options(text="A"):
    return {
        "options": [
            {"id": "1", "text": text, "fraction": 1.0, "feedback": ""},
            {"id": "2", "text": "B", "fraction": 0.0, "feedback": ""},
        ]
    }


def png(size=(4, 4)):
    written = io.BytesIO()
    Pillow.new("RGB", size, "teal").save(written, "PNG")
    return written.getvalue()
