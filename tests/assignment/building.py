"""A course with a hand-in, files of several kinds, and work that was handed in, as several tests need them."""

import io
import zipfile
import zlib
from uuid import uuid4

from PIL import Image

from assessments.assignment import services
from assessments.assignment.models import HandInPage
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.services import answer, begin
from tests.builders import unsearched
from tests.kept import kept


def criterion(text: str, *levels: tuple[str, float]) -> dict:
    """As the editor stores it."""
    items = [{"type": "item", "id": str(uuid4()), "value": {"text": name, "points": points}} for name, points in levels]
    return {"type": "criterion", "id": str(uuid4()), "value": {"text": text, "levels": items}}


RUBRIC = (criterion("Names the means", ("Neither is named", 0), ("One", 1), ("Both", 2)),)
LEVELS = [level["id"] for level in RUBRIC[0]["value"]["levels"]]


@kept
@unsearched()
def add_hand_in(course_page, **said):
    page = HandInPage(
        **{
            "title": "Report of the raid",
            "slug": "raid-report",
            "introduction": "Write the report.",
            "rubric": RUBRIC,
            **said,
        }
    )
    course_page.add_child(instance=page)
    page.save_revision().publish()


def jpeg(width=64, height=48, **saved) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(file, "JPEG", **saved)
    return file.getvalue()


def docx(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<document/>")
        for name, data in files.items():
            package.writestr(name, data)
    return file.getvalue()


def sent(name: str, data: bytes) -> services.Sent:
    return services.Sent(name, len(data), f"{zlib.crc32(data):08x}")


def begun(enrolment, now, slug="raid-report"):
    entry = enrolment.release.outline.by_slug(slug)
    return begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en")


def with_file(attempt, data: bytes, now, name="scene.jpg"):
    by = attempt.enrolment.learner
    return services.add_file(attempt=attempt, content=io.BytesIO(data), sent=sent(name, data), by=by, now=now)


def handed_in(enrolment, now, text="They took her papers.", files=()):
    """Work with a text and files that is handed in."""
    attempt = begun(enrolment, now)
    for data in files:
        with_file(attempt, data, now)
        attempt.refresh_from_db()
    answer(attempt=attempt, data={"q:work": [text], "submit": ["1"]}, event_id=uuid7(), now=now)
    attempt.refresh_from_db()
    return attempt
