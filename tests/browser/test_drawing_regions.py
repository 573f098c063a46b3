"""An editor draws the regions of a hot spot on its picture."""

import pytest
from playwright.sync_api import expect

from assessments.questions.models import Category, Question
from tests.questions.open import ask, hotspot, picture

from .conftest import DESKTOP

pytestmark = pytest.mark.django_db(transaction=True)


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
