"""Rows of conditions in a real browser: each shows the fields that its kind needs, a plugin's too."""

import pytest
from django.urls import reverse

from courses.models import PageCondition
from tests.locking import page_of
from tests.progress.locks.drill import plugged  # noqa: F401  a fixture

from .conftest import DESKTOP, PHONE, too_wide

pytestmark = pytest.mark.django_db(transaction=True)
FIELDS = ("course", "activity", "percent", "day", "drill_hours.hours")


def shown(page, row: int) -> list[str]:
    named = (page.locator(f"[name='opening_conditions-{row}-{name}']") for name in FIELDS)
    return [name for name, one in zip(FIELDS, named, strict=True) if one.is_visible()]


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_row_shows_what_its_kind_needs(device, course, editor, plugged, size):
    plugged()
    lesson = page_of("trafficking-lesson-2")
    page = device(editor, viewport=size)
    page.goto(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    toggle = page.locator("#panel-child-content-when_it_opens-section [data-panel-toggle]").first
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    page.locator("#id_opening_conditions-ADD").click()
    page.locator("#id_opening_conditions-ADD").click()
    kinds = [page.locator(f"select[name='opening_conditions-{row}-kind']") for row in range(2)]
    assert shown(page, 0) == []
    for kind, fields in (("score", ["activity", "percent"]), ("date", ["day"]), ("course", ["course"])):
        kinds[0].select_option(kind)
        page.wait_for_timeout(200)
        assert (shown(page, 0), shown(page, 1)) == (fields, [])
    kinds[0].select_option("drill_hours")
    kinds[1].select_option("date")
    page.wait_for_timeout(200)
    assert (shown(page, 0), shown(page, 1)) == (["drill_hours.hours"], ["day"])
    assert not too_wide(page)
    page.locator("[name='opening_conditions-0-drill_hours.hours']").fill("4")
    page.locator("[name='opening_conditions-1-day']").fill("2027-03-01")
    page.locator("[name='opening_conditions-1-day']").press("Escape")
    page.locator("button.action-save").first.click()
    page.wait_for_load_state()
    kept = page_of(lesson.slug).get_latest_revision_as_object().opening_conditions.all()
    assert [(row.kind, row.values, str(row.day)) for row in kept] == [
        ("drill_hours", {"hours": 4, "since": None}, "None"),
        ("date", {}, "2027-03-01"),
    ]
    assert not PageCondition.objects.exists()
