"""Pictures on cards in a real browser: seen by the seat, brought by the author; each page is accessible and fits."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from assessments.simulation.pictures.conversion import convert_picture
from assessments.simulation.pictures.services import keep
from assessments.simulation.runs import services
from lms.learning.progress.journal import services as progress
from tests.builders import make_course
from tests.conftest import make_person
from tests.simulation.conftest import course, entry, file, make_case_page  # noqa: F401  fixtures
from tests.simulation.pictured import with_pictures

from .conftest import LANGUAGES, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
LOADED = "one => one.complete && one.naturalWidth > 0"


def sketch() -> bytes:
    """A street at night, as an author might draw it."""
    picture, kept = Image.new("RGB", (1600, 1000), (24, 40, 66)), BytesIO()
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 760, 1600, 1000), fill=(70, 66, 60))
    for left in (120, 520, 1000):
        draw.rectangle((left, 300, left + 330, 760), fill=(120, 96, 72))
        draw.rectangle((left + 120, 420, left + 200, 520), fill=(236, 198, 110))
    picture.save(kept, "PNG")
    return kept.getvalue()


@pytest.fixture
def case_page(programme_page):
    page = make_case_page(make_course(programme_page), name="guesthouse")
    name = keep(convert_picture(sketch()), now=timezone.now())
    return with_pictures(page, dict.fromkeys(("c_call1", "c_wallet"), name))


@pytest.fixture
def run(course, entry, academy, wanjiru, omar):
    now = timezone.now()
    progress.enrol(people=[wanjiru], course=course, now=now)
    run = services.plan_run(
        activity=entry.id, release=course.release, institution=academy, mode="live", by=omar, now=now
    )
    services.seat(run=run, role="investigator", person=wanjiru, by=omar, now=now)
    return services.open_run(run=run, by=omar, now=now)


@LANGUAGES
def test_the_seat_sees_the_picture_of_its_card(run, wanjiru, device, faults_of, language):
    page = device(wanjiru, language=language)
    page.goto(reverse("simulation:seat", args=[run.seats.get(role="investigator").pk]))
    picture = page.get_by_alt_text("Seen on c_call1").first
    picture.scroll_into_view_if_needed()
    page.wait_for_function(LOADED, arg=picture.element_handle())
    assert picture.bounding_box()["width"] <= PHONE["width"]
    assert faults_of(page, f"card-picture-seat-{language}") == []


def test_whoever_runs_it_sees_them_at_the_console_in_the_debrief_and_on_paper(device, run, omar, faults_of):
    page = device(omar)
    page.goto(reverse("simulation:print", args=[run.pk, "investigator"]))
    assert page.get_by_alt_text("Seen on c_call1").evaluate(LOADED)
    found = faults_of(page, "card-picture-pack")
    services.finish(run=run, by=omar, now=timezone.now())
    page.goto(reverse("simulation:debrief", args=[run.pk]))
    picture = page.get_by_alt_text("Seen on c_call1")
    picture.scroll_into_view_if_needed()
    page.wait_for_function(LOADED, arg=picture.element_handle())
    assert found + faults_of(page, "card-picture-debrief") == []


def test_an_author_brings_one_and_takes_it_away_without_scripts(device, case_page, academy, faults_of, as_):
    editor = make_person("KE-501", "Editor", academy)
    editor.groups.add(Group.objects.get(name="Editors"))
    page = device(editor, java_script_enabled=False)
    where = reverse("simulation:case-thing", args=[case_page.pk, "cards", "c_habit"])
    page.goto(where)
    page.get_by_label("Picture", exact=True).set_input_files(
        {"name": "street.png", "mimeType": "image/png", "buffer": sketch()}
    )
    page.get_by_role("button", name="Save in the draft").click()
    assert "Say what is to be seen" in page.inner_text("main")
    page.get_by_label("Picture", exact=True).set_input_files(
        {"name": "street.png", "mimeType": "image/png", "buffer": sketch()}
    )
    page.get_by_label("Description of the picture").fill("A street at night")
    page.get_by_role("button", name="Save in the draft").click()
    page.goto(where)
    assert page.get_by_alt_text("A street at night").is_visible()
    page.get_by_label("Take the picture away").check()
    page.get_by_role("button", name="Save in the draft").click()
    page.goto(where)
    assert not page.get_by_alt_text("A street at night").count()
    looking = device(editor)
    looking.goto(reverse("simulation:case-thing", args=[case_page.pk, "cards", "c_call1"]))
    assert faults_of(looking, "card-picture-form") == []
