"""How the quiz hangs in Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from . import statistics_admin
from .models import QuizPage
from .selection import repeats, shortages, strata


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
@hooks.register("after_publish_page")
def _warn(request: HttpRequest, page: Any) -> None:
    """Tell whoever saved or published a quiz what its draws lack, and which of them overlap."""
    if isinstance(page.specific_deferred, QuizPage):
        quiz = page.get_latest_revision_as_object() if page.latest_revision_id else page.specific
        found = strata(quiz)
        for sentence in [*shortages(quiz, found), *repeats(found)]:
            messages.warning(request, sentence)


class StatisticsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return statistics_admin.may_see(request.user)


@hooks.register("register_admin_urls")
def _urls() -> list[Any]:
    return [
        path("quiz-statistics/", statistics_admin.overview, name="quiz_statistics"),
        path("quiz-statistics/<uuid:activity>/", statistics_admin.statistics, name="quiz_statistics_of"),
        path("quiz-statistics/<uuid:activity>/again/", statistics_admin.again, name="quiz_statistics_again"),
    ]


@hooks.register("register_reports_menu_item")
def _item() -> MenuItem:
    return StatisticsItem(_("Quiz statistics"), reverse_lazy("quiz_statistics"), name="quiz-statistics", icon_name="help", order=1200)


@hooks.register("register_page_header_buttons")
def _button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Any:
    """From a quiz's page to its statistics."""
    if isinstance(page, QuizPage) and page.permissions_for_user(user).can_edit():
        yield Button(_("Statistics"), reverse("quiz_statistics_of", args=[page.translation_key]), icon_name="help", priority=65)
