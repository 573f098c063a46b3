"""One way to a decision: pages of courses are handed in as a whole, from the menu in which they are saved; single rows
such as questions have a review of their own.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page
from wagtail.snippets.action_menu import SubmitForModerationMenuItem
from wagtail.snippets.permissions import get_permission_name

from ..pages.forms import course_key
from ..pages.models import ReleasedPage

SUBMIT, HAND_IN = "action-submit", "action-hand-in"


class HandIn(ActionMenuItem):
    """Save what is written as a draft, and go on to handing the course in; not for whoever may publish the page."""

    name = HAND_IN
    label = gettext_lazy("Save and hand in")
    icon_name = "check"
    order = 20

    def is_shown(self, context: Any) -> bool:
        if context["view"] != "edit" or context["locked_for_user"] or not isinstance(context["page"], ReleasedPage):
            return False
        return not self.get_user_page_permissions_tester(context).can_publish()


class HandInRow(SubmitForModerationMenuItem):
    """Hand a single row in for a review of its own; not for whoever may publish the row."""

    def is_shown(self, context: Any) -> bool:
        may_publish = context["request"].user.has_perm(get_permission_name("publish", context["model"]))
        return super().is_shown(context) and not may_publish

    def get_context_data(self, parent_context: Any) -> dict[str, object]:
        return {**super().get_context_data(parent_context), "label": _("Hand in for review")}


def keep_as_draft(request: HttpRequest, parent: object, page_class: type) -> None:
    """Save a draft, before Wagtail asks the page above for a workflow: a new page of a course is saved, and that is
    all.
    """
    if issubclass(page_class, ReleasedPage) and SUBMIT in request.POST:
        data = request.POST.copy()
        del data[SUBMIT]
        request.POST = data  # type: ignore[assignment]  # the stubs say immutable for good


def go_on(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lead to handing in, after a page was saved in order to be handed in."""
    key = course_key(page) if HAND_IN in request.POST and isinstance(page, ReleasedPage) else None
    return redirect("courses_hand_in", key) if key else None


def offer_none(menu_items: list[Any], request: HttpRequest, context: dict[str, object]) -> None:
    """Leave out what would submit a new page of a course, as the page above might."""
    page = context.get("page")
    if page is None or isinstance(page, ReleasedPage):
        menu_items[:] = [item for item in menu_items if item.name != SUBMIT]


def offer_one(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Let the one item that submits a row say what it does."""
    menu_items[:] = [HandInRow(item.order) if item.name == SUBMIT else item for item in menu_items]
