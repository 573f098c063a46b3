"""The question bank in a browser: a question is written on one screen and tried, a file is imported."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect
from wagtail.models import Locale

from assessments.questions.models import Category, Question
from tests.builders import make_question
from tests.questions.open import ask, hotspot, picture

from .conftest import DESKTOP

pytestmark = pytest.mark.django_db(transaction=True)
GIFT = """::Means::Which element is the means?{ =Deception ~Border }

::Broken::Which?{ =One ~Two

::Purpose::Is exploitation the purpose?{TRUE}
"""


@pytest.fixture
def editor(site, omar):
    omar.groups.add(Group.objects.get_or_create(name="Moderators")[0])
    omar.is_superuser = True
    omar.save()
    return omar


@pytest.fixture
def bank(editor):
    root = Category.objects.create(name="Trafficking in persons")
    return Category.objects.create(name="The means", parent=root)


@pytest.fixture
def ours(found_by_axe):
    """What axe finds in our own parts of a page of the admin."""

    def run(page):
        return [
            found
            for found in found_by_axe(page)
            if "questions" in found or "data-work" in found or 'type="file"' in found
        ]

    return run


def offered(page, name: str) -> None:
    """Choose the type of a new question."""
    page.locator("[data-contentpath='body'] [data-streamfield-stream-container] button[title]").first.click()
    page.get_by_text(name, exact=True).last.click()


def test_a_question_is_written_on_one_screen_and_tried(device, editor, bank):
    page = device(editor, viewport=DESKTOP)
    page.goto("/admin/snippets/questions/question/add/")
    page.locator("select[name=category]").select_option(label="\u2003The means")
    page.locator("#panel-child-question-section .public-DraftEditor-content, .public-DraftEditor-content").first.click()
    page.keyboard.type("Which element is the means?")
    offered(page, "True or false")
    page.locator("select[name$='-value-right']").select_option("true")
    page.get_by_role("button", name="Save").first.click()
    page.get_by_text("created.").wait_for()
    assert Question.objects.get().kind == "truefalse"
    page.goto(f"/admin/questions/try/{Question.objects.get().pk}/")
    page.get_by_label("True").check()
    page.get_by_role("button", name="Check answer").click()
    expect(page.get_by_text("Right", exact=True)).to_be_visible()

    page.goto("/admin/snippets/questions/question/add/")
    offered(page, "Single choice")
    expect(page.locator("input[type=checkbox][name$='-value-right']")).to_have_count(2)


def test_a_file_is_imported_and_taken_back(device, editor, bank, ours, tmp_path):
    file = tmp_path / "elements.gift"
    file.write_text(GIFT)
    page = device(editor)
    page.goto("/admin/questions/import/")
    assert ours(page) == []
    page.locator("select[name=category]").select_option(label="\u2003The means")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_text("Nothing is written yet").wait_for()
    assert ours(page) == []
    page.get_by_role("button", name="Import questions").click()
    page.get_by_role("link", name="See what taking it back would do").click()
    page.get_by_text("2 questions that nobody has met are deleted.").wait_for()
    assert ours(page) == []
    assert Question.objects.count() == 2
    page.get_by_role("button", name="Take the import back").click()
    page.get_by_text("Taken back").first.wait_for()

    assert not Question.objects.exists()


def test_the_list_and_a_question_to_try_in_arabic(device, editor, bank, faults_of):
    Locale.objects.get_or_create(language_code="ar")
    question = make_question(bank, "ما هي الوسيلة؟", language="ar")
    editor.language = "ar"
    editor.save()
    page = device(editor, locale="ar")
    page.goto("/admin/snippets/questions/question/")
    assert page.get_by_text("ما هي الوسيلة؟").first.is_visible()
    page.goto(f"/admin/questions/try/{question.pk}/")
    assert faults_of(page, "question-to-try-ar", schemes=("light",)) == []


def test_a_region_is_drawn_on_the_picture_and_kept(device, site, superuser, academy, tmp_path):
    question = ask(Category.objects.create(name="Papers"), "hotspot", hotspot(picture().pk), "Which part is forged?")
    page = device(superuser, viewport=DESKTOP)
    page.goto(f"/admin/snippets/questions/question/edit/{question.pk}/")
    drawn = page.locator(".hotspot-drawing")
    expect(drawn.locator("text")).to_have_text(["1", "2", "3"])
    place = page.locator("[name$='-regions-1-value-place']")
    assert place.input_value() == "6.25 20 35 80"

    place.focus()
    drawn.scroll_into_view_if_needed()
    box = drawn.bounding_box()
    page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 0.25 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.75 * box["height"], steps=4)
    page.mouse.up()
    page.screenshot(path=tmp_path / "drawing.png", full_page=True)
    page.get_by_role("button", name="Save draft").first.click()
    page.get_by_text("updated.").wait_for()

    coords = Question.objects.get().get_latest_revision_as_object().written()["regions"][1]["coords"]
    assert coords == pytest.approx([0.1, 0.25, 0.3, 0.75], abs=0.01)
