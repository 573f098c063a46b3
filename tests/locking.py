"""Conditions put on pages of courses, and released."""

from typing import Any

from courses.models import LessonPage, PageCondition
from tests.releasing import release_waiting


def page_of(slug: str) -> LessonPage:
    return LessonPage.objects.get(slug=slug)


def put(page: Any, *rows: dict[str, Any]) -> Any:
    """Publish `page` with these conditions and no others."""
    page.opening_conditions = [PageCondition(**row) for row in rows]
    page.save_revision().publish()
    return page


def lock(page: Any, *rows: dict[str, Any]) -> None:
    """The same, released."""
    put(page, *rows)
    assert release_waiting() == []


def after(slug: str) -> dict[str, Any]:
    """That the activity with this slug is done."""
    return {"kind": "activity", "activity": page_of(slug).translation_key}
