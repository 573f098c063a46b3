"""No moderation by Wagtail for pages of courses, which are handed in as a whole."""

from typing import Any

from django.http import HttpRequest

from ..pages.models import ReleasedPage

SUBMIT = "action-submit"


def keep_as_draft(request: HttpRequest, parent: object, page_class: type) -> None:
    """Save a draft, before Wagtail asks the page above for a workflow: a new page of a course is saved, and that is
    all.
    """
    if issubclass(page_class, ReleasedPage) and SUBMIT in request.POST:
        data = request.POST.copy()
        del data[SUBMIT]
        request.POST = data  # type: ignore[assignment]  # the stubs say immutable for good


def offer_none(menu_items: list[Any], request: HttpRequest, context: dict[str, object]) -> None:
    """Leave out what would submit a new page of a course, as the page above might."""
    page = context.get("page")
    if page is None or isinstance(page, ReleasedPage):
        menu_items[:] = [item for item in menu_items if item.name != SUBMIT]
